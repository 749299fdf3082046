import {expect, test} from 'vitest';
import {ConnectError, LinkLostError} from '../../source/core/errors.ts';
import type {ConvergeStep, Step} from '../../source/core/plan.ts';
import {bare, go, hosts, of, stageOf, want} from '../helpers/world.ts';

test('looks at a host whose link died, and does nothing twice', async () => {
	const world = bare();
	let applied = 0;
	const x = want(world, 'x', context => {
		applied += 1;
		of(world, context).add('x');
		throw new LinkLostError('the link to a died');
	});
	const one = stageOf('one', [x], hosts.slice(0, 1));
	const done = await go([one], 'apply', {reconnect: async session => session});
	expect(done.finished[0]).toMatchObject({outcome: 'changed', notes: [expect.stringContaining('was lost meanwhile')]});
	expect(applied).toBe(1);
});

test('does on the host that answers again what is still to do there', async () => {
	const world = bare();
	const told: string[] = [];
	let applied = 0;
	const x = want(world, 'x', () => {
		if (++applied < 3) throw new LinkLostError('the link to a died');
	});
	const {finished, recap, events} = await go([stageOf('one', [x], hosts.slice(0, 1))], 'apply', {
		reconnect: async session => session,
		beforeApply: async (_ref, _title, changes) => void told.push(changes.map(({what}) => what).join()),
	});
	expect(finished).toHaveLength(1);
	expect(finished[0]).toMatchObject({
		outcome: 'changed',
		changes: [{what: 'do x'}],
		notes: [expect.stringContaining('was lost meanwhile')],
	});
	expect(applied).toBe(3);
	expect(told).toEqual(['do x', 'do x', 'do x']);
	expect(recap.total).toMatchObject({changed: 1, failed: 0});
	expect(events.filter(({type}) => type === 'step-waiting')).toHaveLength(2);
});

test('calls the outcome unknown when the link dies again and again', async () => {
	let reconnected = 0;
	const x: Step = {
		id: 'x',
		title: 'x',
		check: async () => [{what: 'do x'}],
		apply: async () => Promise.reject(new LinkLostError('the link to a died')),
	};
	const {finished, recap} = await go([stageOf('one', [x], hosts.slice(0, 1))], 'apply', {
		async reconnect(session) {
			reconnected += 1;
			return session;
		},
	});
	expect(finished[0]).toMatchObject({outcome: 'unknown', failure: {message: 'the link to a died'}});
	expect(reconnected).toBe(3);
	expect(recap.total.failed).toBe(1);
});

test('goes on when the link dies once more on the way back', async () => {
	const world = bare();
	const step = want(world, 'x');
	let links = 0;
	const x = {
		...step,
		async check(context) {
			if (links < 2) throw new LinkLostError('the link to a died');
			return step.check!(context);
		},
	} as Step;
	const {lines} = await go([stageOf('one', [x], hosts.slice(0, 1))], 'apply', {
		async reconnect(session) {
			if (++links === 1) throw new LinkLostError('the link to a died while its lock was taken');
			return session;
		},
	});
	expect(lines).toEqual(['one/a/x changed']);
	expect(links).toBe(2);
});

test('logs in once for all that was asked over a dead link, and says of a host that stays away that it is unreachable', async () => {
	const world = bare();
	let dead = true;
	let logins = 0;
	const asking = (id: string): Step => {
		const step = want(world, id);
		return {
			...step,
			async check(context) {
				if (dead) throw new LinkLostError('the link to a died');
				return step.check!(context);
			},
		} as Step;
	};
	const stages = [stageOf('one', [asking('x'), asking('y'), asking('z')], hosts.slice(0, 1))];
	const {lines} = await go(stages, 'apply', {
		async reconnect(session) {
			logins += 1;
			dead = false;
			return session;
		},
	});
	expect(lines).toEqual(['one/a/x changed', 'one/a/y changed', 'one/a/z changed']);
	expect(logins).toBe(1);
	dead = true;
	const away = await go(stages, 'apply', {reconnect: async () => Promise.reject(new ConnectError('a does not answer'))});
	expect(away.finished[0]).toMatchObject({outcome: 'unreachable', failure: {message: 'a does not answer'}});
	expect(away.recap.total).toMatchObject({unreachable: 1, failed: 0});
});

test('runs a test command again that the link did not let end', async () => {
	let runs = 0;
	const probe: Step = {
		id: 'probe',
		title: 'probe',
		async apply() {
			if (++runs === 1) throw new LinkLostError('the link to a died');
		},
	};
	const {lines} = await go([stageOf('one', [probe], hosts.slice(0, 1))], 'test', {reconnect: async session => session});
	expect(lines).toEqual(['one/a/probe ok']);
	expect(runs).toBe(2);
});

test('keeps what the step had to remark when its link died', async () => {
	const world = bare();
	const x = want(world, 'x', context => {
		context.note('this can lose data');
		of(world, context).add('x');
		throw new LinkLostError('the link to a died');
	});
	const noting: Step = {
		...(x as ConvergeStep),
		async check(context) {
			if (!of(world, context).has('x')) context.note('this can lose data');
			return (x as ConvergeStep).check(context);
		},
	};
	const {finished} = await go([stageOf('one', [noting], hosts.slice(0, 1))], 'apply', {reconnect: async session => session});
	expect(finished[0]!.notes).toEqual([expect.stringContaining('was lost meanwhile'), 'this can lose data']);
});
