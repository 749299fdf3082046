import {expect, test} from 'vitest';
import type {Mode, RunEvent} from '../../../source/core/events.ts';
import {reduce} from '../../../source/core/state/reduce.ts';
import {noRun, type RunState} from '../../../source/core/state/run-state.ts';
import {firstMoment, type Shape, story} from '../../helpers/events.ts';

const shape: Shape = {
	preflight: {'kafka-01': ['memory'], 'kafka-02': ['memory']},
	kafka: {'kafka-01': ['install', 'start'], 'kafka-02': ['install', 'start']},
};

function telling(mode: Mode = 'apply') {
	let state: RunState = noRun;
	const tell = story(mode, shape, event => {
		state = reduce(state, event);
	});
	tell.begin();
	return {
		tell,
		state: () => state,
		stage: (index: number) => state.stages[index]!,
		step: (stage: number, host: number, step: number) => state.stages[stage]!.hosts[host]!.steps[step]!,
	};
}

test('a run that has begun has everything before it', () => {
	const {state} = telling();
	expect(state()).toMatchObject({status: 'running', cluster: 'payments', mode: 'apply', version: '0.1.0', done: 0, steps: 6});
	expect(state().startedAt).toBe(firstMoment);
	expect(state().stages.map(stage => stage.status)).toEqual(['pending', 'pending']);
	expect(Object.keys(state().recap.hosts)).toEqual(['kafka-01', 'kafka-02']);
});

test('a step runs, and its host and stage with it, and they end when their last step does', () => {
	const {tell, state, stage, step} = telling();
	tell.wait(1000);
	tell.start('preflight/kafka-01/memory');
	expect(stage(0)).toMatchObject({status: 'running', startedAt: firstMoment + 1000});
	expect(stage(0).hosts.map(host => host.status)).toEqual(['running', 'pending']);
	tell.wait(500);
	tell.finish('preflight/kafka-01/memory', 'ok', {notes: ['16 GiB']});
	expect(step(0, 0, 0)).toMatchObject({status: 'ok', durationMs: 500, notes: ['16 GiB']});
	expect(stage(0).hosts[0]).toMatchObject({status: 'ok', finishedAt: firstMoment + 1500, counts: {ok: 1}});
	expect(stage(0).status).toBe('running');
	tell.step('preflight/kafka-02/memory', 'changed');
	expect(stage(0)).toMatchObject({status: 'changed', finishedAt: firstMoment + 1600, counts: {ok: 1, changed: 1}});
	expect(state()).toMatchObject({done: 2, recap: {total: {ok: 1, changed: 1}}});
});

test('a running step shows its command, what it waits for and how far it is', () => {
	const {tell, step} = telling();
	tell.start('kafka/kafka-01/start');
	tell.progress('kafka/kafka-01/start', 10, 100);
	tell.command('kafka/kafka-01/start', 'kafka-server-start x');
	tell.waiting('kafka/kafka-01/start', 'port 9092');
	tell.output('kafka/kafka-01/start', 'starting\n');
	expect(step(1, 0, 1)).toMatchObject({
		command: 'kafka-server-start x',
		waiting: 'port 9092',
		progress: {bytes: 10, of: 100},
		tail: ['starting'],
	});
	tell.command('kafka/kafka-01/start', 'kafka-topics --list');
	expect(step(1, 0, 1).waiting).toBeUndefined();
	expect(step(1, 0, 1).tail).toEqual([]);
	tell.finish('kafka/kafka-01/start', 'changed', {changes: [{what: 'start kafka'}]});
	expect(step(1, 0, 1)).toMatchObject({status: 'changed', tail: [], changes: [{what: 'start kafka'}]});
	expect(step(1, 0, 1).progress).toBeUndefined();
});

test('the tail has the last 20 lines, whole and clean, of both streams', () => {
	const {tell, step} = telling();
	const path = 'kafka/kafka-01/start';
	tell.start(path);
	tell.command(path, 'x');
	for (let i = 1; i <= 30; i++) tell.output(path, `\x1b[32mline ${i}\x1b[0m\n`);
	tell.output(path, 'part');
	tell.output(path, 'a warning\n', 'stderr');
	expect(step(1, 0, 1).tail).toHaveLength(20);
	expect(step(1, 0, 1).tail.slice(-2)).toEqual(['line 30', 'a warning']);
	tell.output(path, 'ial\n');
	expect(step(1, 0, 1).tail.at(-1)).toBe('partial');
	tell.output(path, 'no line end');
	tell.exit(path, 'x', 1);
	expect(step(1, 0, 1).tail.at(-1)).toBe('no line end');
});

test('a failed step keeps its last lines and is remembered', () => {
	const {tell, state, stage, step} = telling();
	const path = 'kafka/kafka-02/start';
	tell.start(path);
	tell.output(path, 'no space left');
	tell.finish(path, 'failed', {failure: {message: 'it stopped', code: 1}});
	tell.end('failed');
	expect(step(1, 1, 1).tail).toEqual(['no space left']);
	expect(state().failures).toEqual([
		{
			ref: {stage: 'kafka', host: 'kafka-02', step: 'start'},
			outcome: 'failed',
			durationMs: 0,
			failure: {message: 'it stopped', code: 1},
		},
	]);
	expect(stage(1).status).toBe('failed');
	expect(stage(1).hosts[0]!.status).toBe('pending');
	expect(stage(0).status).toBe('pending');
	expect(state().status).toBe('failed');
});

test('a stage of which only a part is run ends when the next one begins', () => {
	const {tell, stage} = telling('test');
	tell.step('preflight/kafka-01/memory', 'ok');
	expect(stage(0).status).toBe('running');
	tell.start('kafka/kafka-01/start');
	expect(stage(0)).toMatchObject({status: 'ok', finishedAt: firstMoment + 100});
	expect(stage(0).hosts.map(host => host.status)).toEqual(['ok', 'pending']);
});

test('a stage whose step begins again is begun anew, and counts as it goes then', () => {
	const {tell, state, stage} = telling();
	tell.step('preflight/kafka-01/memory', 'ok');
	tell.step('preflight/kafka-02/memory', 'ok');
	tell.step('kafka/kafka-01/install', 'changed');
	tell.step('kafka/kafka-02/install', 'failed', {failure: {message: 'no space left'}});
	expect(state()).toMatchObject({done: 4, failures: [{failure: {message: 'no space left'}}]});

	tell.start('kafka/kafka-01/install');
	expect(state()).toMatchObject({done: 2, failures: []});
	expect(state().recap.total).toMatchObject({ok: 2, changed: 0, failed: 0});
	expect(state().recap.hosts['kafka-02']).toMatchObject({ok: 1, failed: 0});
	expect(stage(0).status).toBe('ok');
	expect(stage(1).hosts.map(host => host.status)).toEqual(['running', 'pending']);

	tell.finish('kafka/kafka-01/install', 'ok');
	for (const step of ['kafka/kafka-02/install', 'kafka/kafka-01/start', 'kafka/kafka-02/start']) tell.step(step, 'changed');
	expect(state()).toMatchObject({done: 6, failures: [], recap: {total: {ok: 3, changed: 3, failed: 0}}});
	expect(stage(1).status).toBe('changed');
});

test('what stopped the run outside of any step is kept', () => {
	const {tell, state} = telling();
	tell.unreachable('kafka-02');
	tell.end('failed', {message: 'kafka-02 was not reached'});
	expect(state()).toMatchObject({
		status: 'failed',
		failure: {message: 'kafka-02 was not reached'},
		recap: {hosts: {'kafka-02': {unreachable: 1}}},
	});
});

test('an event of a step that was not announced changes nothing in the stages', () => {
	const {tell, state} = telling();
	const before = state().stages;
	tell.output('kafka/kafka-09/start', 'x\n');
	expect(state().stages).toBe(before);
});

test('the state before an event is left as it was', () => {
	const events: RunEvent[] = [];
	const tell = story('apply', shape, event => events.push(event));
	tell.begin();
	tell.start('kafka/kafka-01/install');
	tell.ran('kafka/kafka-01/install', 'apt-get install', 'a\nb');
	tell.finish('kafka/kafka-01/install', 'failed', {failure: {message: 'no'}});
	tell.end('failed');
	let state = noRun;
	for (const event of events) {
		const before = structuredClone(state);
		const next = reduce(state, event);
		expect(state).toEqual(before);
		state = next;
	}
});

test('an output of 50,000 events is followed', () => {
	const {tell, step} = telling();
	tell.start('kafka/kafka-01/start');
	for (let i = 0; i < 50_000; i++) tell.output('kafka/kafka-01/start', `line ${i}\n`);
	expect(step(1, 0, 1).tail).toHaveLength(20);
	expect(step(1, 0, 1).tail.at(-1)).toBe('line 49999');
});

test('a stage stays open for its tests while the next one begins, and both begin anew when it is run again', () => {
	const {tell, state, stage} = telling();
	tell.step('preflight/kafka-01/memory', 'ok');
	tell.start('preflight/kafka-02/memory');
	tell.step('kafka/kafka-01/install', 'unreachable');
	expect([0, 1].map(index => stage(index).status)).toEqual(['running', 'running']);
	tell.finish('preflight/kafka-02/memory', 'failed', {failure: {message: 'too little'}});
	tell.unreachable('kafka-01');
	expect(state()).toMatchObject({done: 3, recap: {total: {ok: 1, failed: 1, unreachable: 1}}});
	tell.start('preflight/kafka-01/memory');
	expect([0, 1].map(index => stage(index).status)).toEqual(['running', 'pending']);
	expect(state()).toMatchObject({done: 0, failures: [], recap: {total: {ok: 0, failed: 0, unreachable: 0}}});
});

test('where only tests run, a stage ends with the first sign of the next', () => {
	const {tell, stage} = telling('test');
	tell.step('kafka/kafka-01/start', 'ok');
	expect(stage(1).status).toBe('running');
	tell.start('preflight/kafka-01/memory');
	expect(stage(1).status).not.toBe('running');
});

test('a plan that is settled after the logins is the one that counts', () => {
	const {tell, state, stage} = telling();
	const steps = ['memory', 'ports'];
	tell.settled({preflight: {'kafka-01': steps, 'kafka-02': steps}});
	expect(state()).toMatchObject({steps: 4, done: 0, status: 'running'});
	tell.step('preflight/kafka-01/ports', 'ok');
	expect(stage(0).hosts[0]!.steps.map(({status}) => status)).toEqual(['pending', 'ok']);
});
