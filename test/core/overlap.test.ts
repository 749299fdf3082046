import {describe, expect, it} from 'vitest';
import {sh} from '../../source/core/command.ts';
import {ConnectError, LinkLostError, StepError} from '../../source/core/errors.ts';
import type {Context, Step} from '../../source/core/plan.ts';
import {bare, go, hosts, of, stageOf, want} from '../helpers/world.ts';

function gate() {
	let open = () => {};
	const passed = new Promise<void>(resolve => {
		open = resolve;
	});
	return {open, passed};
}

const probe = (id: string, apply: (context: Context) => Promise<void>): Step => ({id, title: id, apply});
const line = (text: string) => (one: string) => one.startsWith(text);

describe('the tests of a stage', () => {
	it('go on beside the next stage, whose steps do not wait for them', async () => {
		const world = bare();
		const {open, passed} = gate();
		const late = probe('late', () => passed);
		const last = want(world, 'z', ({host}) => {
			if (host.name === 'c') setTimeout(open, 5);
		});
		const {outcome, lines, recap} = await go([stageOf('one', [want(world, 'x'), late]), stageOf('two', [last])]);
		expect(outcome).toBe('succeeded');
		expect(lines.findIndex(line('two/c/z'))).toBeLessThan(lines.findIndex(line('one/a/late')));
		expect(recap.total).toMatchObject({changed: 6, ok: 3});
	});

	it('are all awaited before a run ends', async () => {
		const {open, passed} = gate();
		setTimeout(open, 50);
		const {lines} = await go([stageOf('one', [probe('late', () => passed)])]);
		expect(lines).toEqual(['one/a/late ok', 'one/b/late ok', 'one/c/late ok']);
	});

	it('begin when every host of the stage is as wanted, and not before', async () => {
		const world = bare();
		const slow = want(world, 'x', async ({host}) => {
			if (host.name === 'c') await new Promise(resolve => setTimeout(resolve, 30));
		});
		const look = probe('look', async () => expect([...world.values()].every(done => done.has('x'))).toBe(true));
		expect((await go([stageOf('one', [slow, look])])).outcome).toBe('succeeded');
	});

	it('wait for one another where only tests are run', async () => {
		const running = new Set<string>();
		const alone = (stage: string) =>
			probe('alone', async () => {
				running.add(stage);
				await new Promise(resolve => setTimeout(resolve, 10));
				expect([...running]).toEqual([stage]);
				setTimeout(() => running.delete(stage));
			});
		const {outcome} = await go([stageOf('one', [alone('one')], hosts.slice(0, 1)), stageOf('two', [alone('two')])], 'test');
		expect(outcome).toBe('succeeded');
	});
});

describe('a red test', () => {
	/** The test of the first stage fails while the second stage is at its first step. */
	function red(more: (world: ReturnType<typeof bare>) => readonly Step[] = () => []) {
		const world = bare();
		const {open, passed} = gate();
		let fails = true;
		const late = probe('late', async ({host}) => {
			await passed;
			if (host.name === 'b' && fails) throw new StepError('the lists differ');
		});
		const first = want(world, 'y', async () => {
			open();
			await new Promise(resolve => setTimeout(resolve, 20));
		});
		const stages = [
			stageOf('one', [want(world, 'x'), late]),
			stageOf('two', [first, ...more(world), want(world, 'never')]),
			stageOf('three', [want(world, 'never')]),
		];
		return {
			world,
			stages,
			pass() {
				fails = false;
			},
		};
	}

	it('ends the run with the stage it belongs to: what is under way comes to its end, nothing more is begun', async () => {
		const {world, stages} = red();
		const {outcome, failedStage, lines, recap} = await go(stages);
		expect({outcome, failedStage}).toEqual({outcome: 'failed', failedStage: 'one'});
		expect(lines.filter(line('two'))).toEqual(['two/a/y changed', 'two/b/y changed', 'two/c/y changed']);
		expect([...world.values()].some(done => done.has('never'))).toBe(false);
		expect(recap.total).toMatchObject({changed: 6, failed: 1, ok: 2});
	});

	it('lets no host have its turn any more', async () => {
		const turning = (world: ReturnType<typeof bare>) => [
			want(world, 'turn', async context => {
				await context.turn();
				await new Promise(resolve => setTimeout(resolve, 60));
			}),
		];
		const world = bare();
		const late = probe('late', async ({host}) => {
			await new Promise(resolve => setTimeout(resolve, 20));
			if (host.name === 'a') throw new StepError('no');
		});
		const {finished} = await go([stageOf('one', [late]), stageOf('two', turning(world))]);
		const outcomes = finished.filter(({ref}) => ref.step === 'turn').map(({outcome}) => outcome);
		expect(outcomes.sort()).toEqual(['cancelled', 'cancelled', 'changed']);
	});

	it('is the stage that is run again, with what had begun after it', async () => {
		const {world, stages, pass} = red();
		const {outcome, lines, recap} = await go(stages, 'apply', {
			async afterFailure() {
				pass();
				return 'retry';
			},
		});
		expect(outcome).toBe('succeeded');
		expect(lines.filter(line('one/b/late'))).toEqual(['one/b/late failed', 'one/b/late ok']);
		expect(lines.filter(line('two/a/y'))).toEqual(['two/a/y changed', 'two/a/y ok']);
		expect([...world.values()].every(done => done.has('never'))).toBe(true);
		// As each step went in the end; `never` of stage three was made by stage two.
		expect(recap.total).toMatchObject({ok: 3 + 3 + 3 + 3, changed: 3, failed: 0});
	});
});

it('tests that were cut by a failure of a later stage are run again before it', async () => {
	const world = bare();
	let broken = true;
	const ran: string[] = [];
	const first = probe('first', async () => new Promise(resolve => setTimeout(resolve, 30)));
	const second = probe('second', async ({host}) => void ran.push(host.name));
	const y = want(world, 'y', () => {
		if (broken) throw new StepError('broken');
	});
	const tested: string[] = [];
	const {outcome, lines} = await go([stageOf('one', [first, second]), stageOf('two', [y])], 'apply', {
		thorough: true,
		tested: stage => void tested.push(stage),
		async afterFailure() {
			expect(ran).toEqual([]);
			broken = false;
			return 'retry';
		},
	});
	expect(outcome).toBe('succeeded');
	expect(ran.sort()).toEqual(['a', 'b', 'c']);
	expect(lines.filter(line('one/a/second'))).toEqual(['one/a/second ok']);
	expect(tested.sort()).toEqual(['one', 'two']);
});

it('a run that breaks down ends after its tests, and not before', async () => {
	let ended = false;
	const slow = probe('slow', async () => {
		await new Promise(resolve => setTimeout(resolve, 30));
		ended = true;
	});
	const broken = {
		...stageOf('two', []),
		begin: (): never => {
			throw new Error('no steps');
		},
	};
	let asked = 0;
	const later = {...broken, begin: () => (asked++ === 0 ? () => [] : broken.begin())};
	await expect(
		go([stageOf('one', [slow], hosts.slice(0, 1)), later, {...later, id: 'three', begin: broken.begin}]),
	).rejects.toThrow('no steps');
	expect(ended).toBe(true);
});

describe('the commands of tests', () => {
	it('run beside those of steps where they take long: where something changed', async () => {
		const world = bare();
		for (const done of world.values()) done.add('old');
		const told: string[] = [];
		const ask = (stage: string) => probe('ask', async context => void (await context.exec(sh`ask ${stage}`)));
		const stages = [
			stageOf('one', [want(world, 'x'), ask('one')], hosts.slice(0, 1)),
			stageOf('two', [want(world, 'old'), ask('two')]),
		];
		const exec = async (command: {text: string}, options?: {readonly beside?: boolean}) => {
			told.push(`${command.text} ${options?.beside ?? false}`);
			return {code: 0, stdout: '', stderr: ''};
		};
		await go(stages, 'apply', {exec});
		expect(new Set(told)).toEqual(new Set(['ask one true', 'ask two false']));
		told.length = 0;
		await go(stages, 'test', {exec});
		expect(new Set(told)).toEqual(new Set(['ask one false', 'ask two false']));
	});

	it('are told of when all of a stage have passed, and run again for a stage of which that is not known', async () => {
		const world = bare();
		const tested: string[] = [];
		const forms: string[] = [];
		const form = (stage: string) => probe('form', async context => void forms.push(`${stage} ${context.byCommands()}`));
		const stages = [
			stageOf('one', [want(world, 'x'), form('one')], hosts.slice(0, 1)),
			stageOf('two', [want(world, 'y'), form('two')], hosts.slice(0, 1)),
		];
		await go(stages, 'apply', {tested: stage => void tested.push(stage)});
		expect(tested).toEqual(['one', 'two']);
		await go(stages, 'apply', {tested: stage => void tested.push(stage), untested: new Set(['two'])});
		expect(forms).toEqual(['one true', 'two true', 'one false', 'two true']);
		expect(tested).toEqual(['one', 'two', 'two']);
		const fails = probe('fails', async () => Promise.reject(new StepError('red')));
		await go([stageOf('three', [want(world, 'z'), fails])], 'apply', {tested: stage => void tested.push(stage)});
		expect(tested).not.toContain('three');
	});
});

describe('a connection that is lost while a test and a step run on a host', () => {
	const lost = () => new LinkLostError('the link to a died');
	const [a] = hosts;

	function both() {
		const world = bare();
		let cut = false;
		const dies = async () => {
			while (!cut) await new Promise(resolve => setTimeout(resolve, 5));
		};
		let tests = 0;
		const late = probe('late', async () => {
			if (++tests > 1) return;
			await dies();
			throw lost();
		});
		const y = want(world, 'y', async context => {
			if (cut) return;
			cut = true;
			of(world, context).add('y');
			throw lost();
		});
		return [stageOf('one', [late], [a!]), stageOf('two', [y], [a!])];
	}

	it('is opened again once, for both', async () => {
		let logins = 0;
		const {lines} = await go(both(), 'apply', {
			async reconnect(session) {
				logins += 1;
				await new Promise(resolve => setTimeout(resolve, 30));
				return {...session};
			},
		});
		expect(lines.sort()).toEqual(['one/a/late ok', 'two/a/y changed']);
		expect(logins).toBe(1);
	});

	it('fails both if the host does not come back, and the host is unreachable once', async () => {
		const {lines, recap, failedStage} = await go(both(), 'apply', {
			reconnect: async () => Promise.reject(new ConnectError('a does not answer')),
		});
		expect(lines.sort()).toEqual(['one/a/late unreachable', 'two/a/y unreachable']);
		expect(recap.total).toMatchObject({unreachable: 1});
		expect(failedStage).toBe('one');
	});
});
