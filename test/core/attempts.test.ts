import {describe, expect, it} from 'vitest';
import {StepError} from '../../source/core/errors.ts';
import type {Stage, Step} from '../../source/core/plan.ts';
import {outline} from '../../source/core/runner.ts';
import {bare, go, hosts, stageOf, want} from '../helpers/world.ts';

it('begins each attempt of a stage anew, once for all its hosts', async () => {
	let begun = 0;
	// Each attempt counts to one, and fails if it finds itself in another one's count.
	const stage: Stage = {
		id: 'one',
		title: 'one',
		hosts,
		begin() {
			begun += 1;
			const seen = new Set<string>();
			const fails = begun === 1;
			return () => [
				{
					id: 'probe',
					title: 'probe',
					async apply({host}) {
						if (seen.has(host.name)) throw new StepError('this attempt was made before');
						seen.add(host.name);
						if (fails && host.name === 'b') throw new StepError('b fails once');
					},
				},
			];
		},
	};
	const {outcome, lines} = await go([stage], 'apply', {afterFailure: async () => 'retry' as const});
	expect(outcome).toBe('succeeded');
	expect(begun).toBe(2);
	expect(lines.filter(line => line.startsWith('one/b'))).toEqual(['one/b/probe failed', 'one/b/probe ok']);
	expect((await go([stage], 'check')).recap.total).toMatchObject({skipped: 3});
	expect(begun).toBe(3);
	expect(outline({cluster: 'x', stages: [stage]})[0]!.hosts).toHaveLength(3);
	expect(begun).toBe(4);
});

describe('the end of a run says which stage failed, and whether a host was touched:', () => {
	const assertion = (fails: () => boolean): Step => ({
		id: 'ram',
		title: 'ram',
		check: async () => (fails() ? [{what: 'no ram'}] : []),
	});
	const broken: Step = {...want(bare(), 'x'), apply: async () => Promise.reject(new StepError('broken'))};
	const retries = (...answers: boolean[]) => ({
		afterFailure: async () => (answers.shift() ? ('retry' as const) : ('stop' as const)),
	});

	it('nothing, as all went well', async () => {
		const world = bare();
		expect(await go([stageOf('one', [want(world, 'x')])])).toMatchObject({touched: true});
		expect((await go([stageOf('one', [want(world, 'x')])])).touched).toBe(false);
		expect((await go([stageOf('one', [want(bare(), 'x')])], 'check')).touched).toBe(false);
		expect(await go([stageOf('one', [want(world, 'x')])])).not.toHaveProperty('failedStage');
	});

	it('the first one, before which nothing was changed', async () => {
		const stages = [stageOf('preflight', [assertion(() => true)]), stageOf('two', [want(bare(), 'x')])];
		for (const mode of ['apply', 'check'] as const) {
			expect(await go(stages, mode)).toMatchObject({outcome: 'failed', failedStage: 'preflight', touched: false});
		}
	});

	it('a later one, after the first was retried with success', async () => {
		let fails = true;
		const first = assertion(() => {
			const now = fails;
			if (hosts.length === ++asked) fails = false;
			return now;
		});
		let asked = 0;
		const result = await go([stageOf('preflight', [first]), stageOf('two', [broken])], 'apply', retries(true));
		expect(result).toMatchObject({outcome: 'failed', failedStage: 'two', touched: true});
	});

	it('a stage that changed something in the attempt before the last', async () => {
		const world = bare();
		let disk = true;
		const later: Step = {id: 'disk', title: 'disk', check: async () => (disk ? [] : [{what: 'no disk'}])};
		const stage = stageOf('one', [later, want(world, 'x', () => Promise.reject(new StepError('it broke in the middle')))]);
		const result = await go([stage], 'apply', {
			async afterFailure() {
				if (!disk) return 'stop';
				disk = false;
				return 'retry';
			},
		});
		expect(result).toMatchObject({failedStage: 'one', touched: true});
	});

	it('that a change that could not be written down first was not begun', async () => {
		const result = await go([stageOf('one', [want(bare(), 'x')])], 'apply', {
			beforeApply: async () => Promise.reject(new StepError('no space left')),
		});
		expect(result).toMatchObject({failedStage: 'one', touched: false});
	});
});
