import {describe, expect, test} from 'vitest';
import type {Failure} from '../../../source/core/events.ts';
import {recordRun} from '../../../source/run/record/record-run.ts';
import {isRunning, startOf} from '../../../source/state/journal/process.ts';
import type {LastRun, Runs} from '../../../source/state/store/runs.ts';
import {firstMoment, type Shape, story} from '../../helpers/events.ts';

const shape: Shape = {
	preflight: {'kafka-01': ['memory'], 'kafka-02': ['memory']},
	kafka: {'kafka-01': ['install', 'start'], 'kafka-02': ['install', 'start']},
};
const startedAt = new Date(firstMoment).toISOString();
const failure: Failure = {message: 'it did not come up'};

/** Runs that note what was kept; `broken` says for the how manieth time it can't be. */
function recorded(broken: (time: number) => boolean = () => false) {
	const kept: LastRun[] = [];
	let times = 0;
	const runs: Runs = {
		list() {
			throw new Error('Nobody was to ask for the runs.');
		},
		keep(run) {
			times += 1;
			if (broken(times)) throw new Error('ENOSPC: no space left on device');
			kept.push(run);
		},
	};
	const {emit, problem} = recordRun(runs, '/clusters/payments.yaml', {pid: 4711, pidStart: '99'});
	return {tell: story('apply', shape, emit), kept, problem, times: () => times};
}

/** All steps of the stages up to the one that is named. */
function until(tell: ReturnType<typeof story>, last: string) {
	tell.begin();
	for (const [stage, hosts] of Object.entries(shape)) {
		for (const [host, steps] of Object.entries(hosts)) for (const step of steps) tell.step(`${stage}/${host}/${step}`, 'ok');
		if (stage === last) return;
	}
}

describe('a run is kept', () => {
	test('when it begins, before any step of it', () => {
		const {tell, kept} = recorded();
		tell.begin();
		expect(kept).toEqual([
			{
				cluster: 'payments',
				file: '/clusters/payments.yaml',
				startedAt,
				status: 'running',
				pid: 4711,
				pidStart: '99',
				done: 0,
				steps: 6,
			},
		]);
	});

	test('at each stage, not at each step', () => {
		const {tell, kept} = recorded();
		until(tell, 'kafka');
		expect(kept.map(({done, stoppedAt}) => [done, stoppedAt])).toEqual([
			[0, undefined],
			[0, 'Preflight'],
			[2, 'Kafka'],
		]);
	});

	test('with when it began, whenever it is kept', () => {
		const {tell, kept} = recorded();
		until(tell, 'kafka');
		tell.wait(60_000);
		tell.end('succeeded');
		expect(new Set(kept.map(run => run.startedAt))).toEqual(new Set([startedAt]));
	});
});

describe('at its end', () => {
	test('a run that succeeded has nowhere that it stopped', () => {
		const {tell, kept, problem} = recorded();
		until(tell, 'kafka');
		tell.end('succeeded');
		expect(kept.at(-1)).toEqual({
			cluster: 'payments',
			file: '/clusters/payments.yaml',
			startedAt,
			status: 'succeeded',
			pid: 4711,
			pidStart: '99',
			done: 6,
			steps: 6,
		});
		expect(problem()).toBeUndefined();
	});

	test('a run that failed says at which stage, host and step', () => {
		const {tell, kept} = recorded();
		until(tell, 'preflight');
		tell.step('kafka/kafka-01/install', 'ok');
		tell.step('kafka/kafka-02/install', 'failed', {failure});
		tell.end('failed');
		expect(kept.at(-1)).toMatchObject({status: 'failed', done: 3, stoppedAt: 'Kafka · kafka-02 · Install'});
	});

	test('of several failures the last one is where it stopped', () => {
		const {tell, kept} = recorded();
		tell.begin();
		tell.step('preflight/kafka-02/memory', 'failed', {failure});
		tell.step('preflight/kafka-01/memory', 'unreachable', {failure});
		tell.end('failed');
		expect(kept.at(-1)).toMatchObject({stoppedAt: 'Preflight · kafka-01 · Memory'});
	});

	test('of failures in two stages it stopped in the first, for the second may have failed because of it', () => {
		const {tell, kept} = recorded();
		tell.begin();
		tell.step('preflight/kafka-02/memory', 'failed', {failure});
		tell.step('kafka/kafka-01/install', 'failed', {failure});
		tell.end('failed');
		expect(kept.at(-1)).toMatchObject({stoppedAt: 'Preflight · kafka-02 · Memory'});
	});

	test('a run that was stopped says in which stage', () => {
		const {tell, kept} = recorded();
		until(tell, 'preflight');
		tell.step('kafka/kafka-01/install', 'ok');
		tell.end('cancelled');
		expect(kept.at(-1)).toMatchObject({status: 'cancelled', done: 3, stoppedAt: 'Kafka'});
	});

	test('a run that failed before its first step stopped nowhere', () => {
		const {tell, kept} = recorded();
		tell.begin();
		tell.end('failed', {message: 'no host was reached'});
		expect(kept.at(-1)).toMatchObject({status: 'failed', done: 0, steps: 6});
		expect(kept.at(-1)).not.toHaveProperty('stoppedAt');
	});

	test('a failure that was fixed by another try is none', () => {
		const {tell, kept} = recorded();
		until(tell, 'preflight');
		tell.step('kafka/kafka-01/install', 'failed', {failure});
		for (const step of ['kafka-01/install', 'kafka-01/start', 'kafka-02/install', 'kafka-02/start'])
			tell.step(`kafka/${step}`, 'ok');
		tell.step('kafka/kafka-02/start', 'failed', {failure});
		tell.end('failed');
		expect(kept.at(-1)).toMatchObject({done: 2, stoppedAt: 'Kafka · kafka-02 · Start'});
	});
});

describe('a store that can not keep', () => {
	test('does not stop the run, and says why at its end', () => {
		const {tell, kept, problem, times} = recorded(() => true);
		until(tell, 'kafka');
		expect(() => tell.end('succeeded')).not.toThrow();
		expect(kept).toEqual([]);
		expect(times()).toBe(4);
		expect(problem()).toBe('ENOSPC: no space left on device');
	});

	test('is asked again the next time', () => {
		const {tell, kept} = recorded(time => time === 1);
		until(tell, 'preflight');
		tell.end('cancelled');
		expect(kept.map(({status}) => status)).toEqual(['running', 'cancelled']);
	});
});

test('the process that runs it is this one', () => {
	const kept: LastRun[] = [];
	const runs: Runs = {list: () => [], keep: run => void kept.push(run)};
	story('apply', shape, recordRun(runs, '/x.yaml').emit).begin();
	expect(kept.map(({pid, pidStart}) => isRunning(pid, pidStart))).toEqual([true]);
	expect(kept[0]).toMatchObject({pid: process.pid, pidStart: startOf(process.pid)});
});
