import {expect, test} from 'vitest';
import {StepError} from '../../source/core/errors.ts';
import type {EventBody, RunEvent} from '../../source/core/events.ts';
import type {Step} from '../../source/core/plan.ts';
import {reduce} from '../../source/core/state/reduce.ts';
import {noRun} from '../../source/core/state/run-state.ts';
import {bare, go, stageOf, want} from '../helpers/world.ts';

/** A step of which what it did has gone again at the end of the run on host b, so often. */
function passing(world = bare(), times = 1): {readonly step: Step; readonly looked: string[]} {
	const looked: string[] = [];
	const step: Step = {
		...want(world, 'up'),
		async lasts({host}) {
			looked.push(host.name);
			if (host.name !== 'b' || times === 0) return;
			times -= 1;
			world.get('b')!.delete('up');
			throw new StepError('demo ended', {hint: 'see why'});
		},
	};
	return {step, looked};
}

const told = (events: readonly EventBody[], stages: readonly string[], steps: readonly string[]) => {
	const outline = stages.map(id => ({
		id,
		title: id,
		hosts: ['a', 'b', 'c'].map(name => ({name, steps: steps.map(step => ({id: step, title: step}))})),
	}));
	const started = {type: 'run-started', version: '1', cluster: 'c', mode: 'apply', operation: 'install', stages: outline};
	const all = [started, ...events].map(event => ({...event, at: '2026-11-30T10:00:00.000Z'}) as RunEvent);
	return all.reduce(reduce, noRun);
};

test('what has not lasted fails its own step and its stage, once all stages are through', async () => {
	const world = bare();
	const {step, looked} = passing(world);
	const result = await go([stageOf('one', [step]), stageOf('two', [want(world, 'z')])]);
	expect(result).toMatchObject({outcome: 'failed', failedStage: 'one', recap: {total: {changed: 5, failed: 1, ok: 0}}});
	expect(result.lines.at(-1)).toBe('one/b/up failed');
	expect(result.finished.at(-1)?.failure).toMatchObject({message: 'demo ended', hint: 'see why'});
	expect(looked.sort()).toEqual(['a', 'b', 'c']);
});

test('the state after it counts the step once, and its host and stage as failed', async () => {
	const world = bare();
	const {events} = await go([stageOf('one', [passing(world).step])]);
	const state = told(events, ['one'], ['up']);
	expect(state).toMatchObject({
		done: 3,
		steps: 3,
		recap: {total: {changed: 2, failed: 1}, hosts: {b: {changed: 0, failed: 1}}},
		stages: [{status: 'failed', counts: {changed: 2, failed: 1}, hosts: [{status: 'changed'}, {status: 'failed'}, {}]}],
		failures: [{ref: {host: 'b', step: 'up'}, failure: {message: 'demo ended'}}],
	});
});

test('a retry begins with that stage, and looks again at all', async () => {
	const world = bare();
	const {step, looked} = passing(world);
	const answers = ['retry', 'stop'] as const;
	let asked = 0;
	const result = await go(
		[stageOf('zero', [want(world, 'x')]), stageOf('one', [step]), stageOf('two', [want(world, 'z')])],
		'apply',
		{
			afterFailure: async () => answers[asked++]!,
		},
	);
	expect(asked).toBe(1);
	expect(result).toMatchObject({outcome: 'succeeded', recap: {total: {failed: 0}}});
	expect(result.lines.filter(line => line.startsWith('zero/'))).toHaveLength(3);
	expect(result.lines.slice(-6)).toEqual(expect.arrayContaining(['one/a/up ok', 'one/b/up changed', 'two/b/z ok']));
	expect(looked).toHaveLength(6);
	const state = told(result.events, ['zero', 'one', 'two'], ['x', 'up', 'z']);
	expect(state.failures).toEqual([]);
	expect(state.stages.map(({status}) => status)).not.toContain('failed');
});

test.each(['check', 'test'] as const)('nothing is looked at again in mode %s', async mode => {
	const {step, looked} = passing();
	await go([stageOf('one', [step])], mode);
	expect(looked).toEqual([]);
});

test('after another failure nothing is looked at again', async () => {
	const {step, looked} = passing();
	const red: Step = {id: 'red', title: 'red', apply: async () => Promise.reject(new StepError('red'))};
	const {failedStage} = await go([stageOf('one', [step]), stageOf('two', [red])]);
	expect(failedStage).toBe('two');
	expect(looked).toEqual([]);
});
