import {describe, expect, it} from 'vitest';
import {sh} from '../../source/core/command.ts';
import {StepError} from '../../source/core/errors.ts';
import type {Context, Step} from '../../source/core/plan.ts';
import {bare, go, hosts, of, stageOf, want} from '../helpers/world.ts';

describe('run', () => {
	it('changes what differs, then finds all as wanted, and says before what it would change', async () => {
		const world = bare();
		const plan = [stageOf('one', [want(world, 'x'), want(world, 'y')]), stageOf('two', [want(world, 'z')])];
		const before = await go(plan, 'check');
		expect(before.recap.total).toMatchObject({changed: 9, ok: 0});
		expect([...world.values()].every(done => done.size === 0)).toBe(true);
		const first = await go(plan);
		expect(first.outcome).toBe('succeeded');
		expect(first.recap.total).toMatchObject({changed: 9, ok: 0});
		expect(new Set(first.lines)).toEqual(new Set(before.lines));
		expect((await go(plan)).recap.total).toMatchObject({changed: 0, ok: 9});
		expect((await go(plan, 'check')).recap.total).toMatchObject({changed: 0, ok: 9});
		world.get('b')!.delete('y');
		expect((await go(plan, 'check')).recap).toMatchObject({total: {changed: 1, ok: 8}, hosts: {b: {changed: 1}}});
	});

	it('plans a change once that several stages ask for', async () => {
		const world = bare();
		const plan = [stageOf('one', [want(world, 'group')]), stageOf('two', [want(world, 'group'), want(world, 'y')])];
		const before = await go(plan, 'check');
		expect(before.recap.total).toMatchObject({changed: 6, ok: 3});
		expect(before.lines.filter(line => line.startsWith('two/a'))).toEqual(['two/a/group ok', 'two/a/y changed']);
		const first = await go(plan);
		expect(new Set(first.lines)).toEqual(new Set(before.lines));
	});

	it('lets each change be written down before it is made, and makes none that can not be', async () => {
		const world = bare();
		world.get('a')!.add('x');
		const probe: Step = {id: 'probe', title: 'probe', async apply() {}};
		const told: string[] = [];
		const stages = [stageOf('one', [want(world, 'x'), probe])];
		const first = await go(stages, 'apply', {
			async beforeApply({host, step}, title, changes) {
				expect(world.get(host)!.has('x')).toBe(false);
				told.push(`${host}/${step} ${title}: ${changes.map(({what}) => what).join()}`);
				if (host === 'c') throw new StepError('no space left');
			},
		});
		expect(told.sort()).toEqual(['b/x x: do x', 'c/x x: do x']);
		expect([...world.values()].map(done => done.has('x'))).toEqual([true, true, false]);
		expect(first.outcome).toBe('failed');
		expect(first.finished.find(({outcome}) => outcome === 'failed')).toMatchObject({
			ref: {host: 'c'},
			failure: {message: 'no space left'},
		});
	});

	it('asks again after a change, for what it heard before may be stale', async () => {
		const world = bare();
		let asked = 0;
		const second: Step = {
			id: 'second',
			title: 'second',
			async check(context) {
				asked += 1;
				return of(world, context).has('first') ? [] : [{what: 'needs first'}];
			},
			apply: async () => Promise.reject(new Error('must not be applied')),
		};
		const {outcome, lines} = await go([stageOf('one', [want(world, 'first'), second], hosts.slice(0, 1))]);
		expect(outcome).toBe('succeeded');
		expect(lines).toEqual(['one/a/first changed', 'one/a/second ok']);
		expect(asked).toBe(2);
	});

	it('stops the other hosts after their running step and does not begin the next stage', async () => {
		const world = bare();
		let release = () => {};
		const others = new Promise<void>(resolve => {
			release = resolve;
		});
		const x = want(world, 'x', async context => {
			if (context.host.name !== 'b') return others;
			setTimeout(release, 20);
			throw new StepError('b has no luck', {hint: 'try b again'});
		});
		const {outcome, lines, recap} = await go([stageOf('one', [x, want(world, 'y')]), stageOf('two', [want(world, 'z')])]);
		expect(outcome).toBe('failed');
		expect(lines.sort()).toEqual(['one/a/x changed', 'one/b/x failed', 'one/c/x changed']);
		expect(recap.total).toMatchObject({changed: 2, failed: 1});
	});

	it('tells every assertion that does not hold, on all hosts, before it stops', async () => {
		const assertion = (id: string): Step => ({
			id,
			title: id,
			check: async ({host}) => [{what: `${host.name}: no ${id}`, reason: 'get it'}],
		});
		const {outcome, finished} = await go([
			stageOf('preflight', [assertion('ram'), assertion('disk')]),
			stageOf('two', [want(bare(), 'z')]),
		]);
		expect(outcome).toBe('failed');
		expect(finished).toHaveLength(6);
		expect(finished[0]!.failure).toEqual({message: 'a: no ram', hint: 'get it'});
	});

	it('fails a step whose change does not hold', async () => {
		const stubborn: Step = {id: 's', title: 's', check: async () => [{what: 'still wrong'}], apply: async () => {}};
		const {finished} = await go([stageOf('one', [stubborn], hosts.slice(0, 1))]);
		expect(finished[0]).toMatchObject({
			outcome: 'failed',
			failure: {message: 'it was applied, but still differs: still wrong'},
		});
	});

	it('waits for a change to settle', async () => {
		let asked = 0;
		const slow: Step = {
			id: 's',
			title: 's',
			settleMs: 5000,
			check: async () => (asked++ < 2 ? [{what: 'not yet'}] : []),
			apply: async () => {},
		};
		const {finished, events} = await go([stageOf('one', [slow], hosts.slice(0, 1))]);
		expect(finished[0]).toMatchObject({outcome: 'changed', changes: [{what: 'not yet'}]});
		expect(events).toContainEqual(expect.objectContaining({type: 'step-waiting', for: 'this to settle: not yet'}));
	});

	it('runs test commands only when every host has converged, never in a plan, and alone in test mode', async () => {
		const world = bare();
		const seen: number[] = [];
		const probe: Step = {
			id: 'probe',
			title: 'probe',
			apply: async () => void seen.push([...world.values()].filter(done => done.has('x')).length),
		};
		const plan = [
			stageOf('one', [
				want(world, 'x', ({host}) => new Promise(resolve => setTimeout(resolve, host.name === 'c' ? 30 : 0))),
				probe,
			]),
		];
		expect((await go(plan, 'check')).recap.total).toMatchObject({changed: 3, skipped: 3});
		expect(seen).toEqual([]);
		expect((await go(plan)).recap.total).toMatchObject({changed: 3, ok: 3});
		expect(seen).toEqual([3, 3, 3]);
		expect((await go(plan, 'test')).lines).toEqual(['one/a/probe ok', 'one/b/probe ok', 'one/c/probe ok']);
	});

	it('stops before the next step when asked to, and says so', async () => {
		const stop = new AbortController();
		const world = bare();
		const x = want(world, 'x', () => stop.abort());
		const {outcome, lines} = await go(
			[stageOf('one', [x, want(world, 'y')], hosts.slice(0, 1)), stageOf('two', [want(world, 'z')])],
			'apply',
			{signal: stop.signal},
		);
		expect(outcome).toBe('cancelled');
		expect(lines).toEqual(['one/a/x changed']);
	});

	it('runs a failed stage again when told to, and counts how it went in the end', async () => {
		const world = bare();
		let broken = true;
		const x = want(world, 'x', ({host}) => {
			if (host.name === 'b' && broken) throw new StepError('b is broken');
		});
		const afterFailure = async () => {
			broken = false;
			return 'retry' as const;
		};
		const {outcome, recap, lines} = await go([stageOf('one', [x]), stageOf('two', [want(world, 'z')])], 'apply', {afterFailure});
		expect(outcome).toBe('succeeded');
		expect(recap.total).toMatchObject({ok: 2, changed: 4, failed: 0});
		expect(lines.filter(line => line.startsWith('one/b'))).toEqual(['one/b/x failed', 'one/b/x changed']);
	});

	it('begins no step while it is paused', async () => {
		const world = bare();
		let resume = () => {};
		const gate = new Promise<void>(resolve => {
			resume = resolve;
		});
		const running = go([stageOf('one', [want(world, 'x')])], 'apply', {paused: () => gate});
		await new Promise(resolve => setTimeout(resolve, 20));
		expect([...world.values()].every(done => done.size === 0)).toBe(true);
		resume();
		expect((await running).outcome).toBe('succeeded');
	});
});

describe('the form of a test', () => {
	/** Two stages, of which the first has something to do on one host; what each test was told. */
	async function forms(mode: 'apply' | 'test', thorough?: boolean) {
		const world = bare();
		for (const [host, done] of world) if (host !== 'b') done.add('x');
		const told: string[] = [];
		const probe = (stage: string): Step => ({
			id: 'probe',
			title: 'probe',
			async apply(context) {
				told.push(`${stage} ${context.byCommands() ? 'commands' : 'asked'}`);
			},
		});
		const stages = [stageOf('one', [want(world, 'x'), probe('one')]), stageOf('two', [want(world, 'x'), probe('two')])];
		await go(stages, mode, thorough === undefined ? {} : {thorough});
		return [...new Set(told)];
	}

	it('is the commands on every host of a stage in which one changed, and not in the others', async () => {
		expect(await forms('apply')).toEqual(['one commands', 'two asked']);
	});

	it('is the commands in all stages where that was asked for, and in mode test', async () => {
		expect(await forms('apply', true)).toEqual(['one commands', 'two commands']);
		expect(await forms('test')).toEqual(['one commands', 'two commands']);
	});

	it('is told with what was asked, the answer, and the command that would show it; a failure as one of it', async () => {
		const ask = (fails: boolean): Step => ({
			id: 'ask',
			title: 'ask',
			apply: async context => {
				await context.ask(
					'the topics of a:9092',
					sh`kafka-topics --list`,
					async () => {
						if (fails) throw new StepError('no answer');
						return ['orders', 'payments'];
					},
					names => names,
				);
			},
		});
		const said = async (fails: boolean) => {
			const {events} = await go([stageOf('one', [ask(fails)])]);
			return events.flatMap(event =>
				event.type === 'command-started' || event.type === 'output' || event.type === 'command-finished'
					? event.ref.host === 'a'
						? [{...event, at: undefined, ref: undefined}]
						: []
					: [],
			);
		};
		const started = {type: 'command-started', command: 'kafka-topics --list', asked: 'the topics of a:9092'};
		expect(await said(false)).toMatchObject([
			started,
			{type: 'output', stream: 'stdout', text: 'orders\npayments\n'},
			{type: 'command-finished', code: 0},
		]);
		expect(await said(true)).toMatchObject([
			started,
			{type: 'output', stream: 'stderr', text: 'no answer\n'},
			{type: 'command-finished', code: 1},
		]);
	});
});

describe('turn', () => {
	const restart = (log: string[], last = '') =>
		({
			id: 'restart',
			title: 'restart',
			check: async ({host}: Context) => (log.includes(`${host.name} done`) ? [] : [{what: 'restart'}]),
			async apply(context: Context) {
				if (context.host.name === 'b') await new Promise(resolve => setTimeout(resolve, 20));
				await context.turn({last: async () => context.host.name === last});
				log.push(`${context.host.name} begins`);
				await new Promise(resolve => setTimeout(resolve, 5));
				log.push(`${context.host.name} done`);
			},
		}) satisfies Step;

	it('is one host at a time, the leader last, and only when nobody can come any more', async () => {
		const log: string[] = [];
		await go([stageOf('one', [restart(log, 'a')])]);
		expect(log).toEqual(['c begins', 'c done', 'b begins', 'b done', 'a begins', 'a done']);
	});

	it('is refused to those who wait when a host fails', async () => {
		const log: string[] = [];
		const step = restart(log);
		const failing: Step = {
			...step,
			async apply(context) {
				if (context.host.name !== 'b') return step.apply(context);
				await new Promise(resolve => setTimeout(resolve, 20));
				throw new StepError('b broke');
			},
		};
		const {finished} = await go([stageOf('one', [failing])]);
		expect(log).toEqual([]);
		expect(finished.map(({ref, outcome}) => `${ref.host} ${outcome}`).sort()).toEqual(['a cancelled', 'b failed', 'c cancelled']);
	});
});
