import {describe, expect, test} from 'vitest';
import {InputError} from '../../source/core/errors.ts';
import type {RunEvent} from '../../source/core/events.ts';
import {createSecretResolver} from '../../source/local/secrets.ts';
import {execute} from '../../source/run/execute.ts';
import {installation} from '../../source/run/operation.ts';
import {sampleCluster} from '../helpers/sample-cluster.ts';
import {knownLine, scene} from '../helpers/ssh-scene.ts';

/** Checks one host, which is this machine, for heaps that no machine has room for: that stage changes nothing, and fails. */
async function failing(options: Partial<Parameters<typeof execute>[0]>) {
	const set = await scene();
	const server = await set.server();
	await set.write('known_hosts', knownLine(server));
	const ids = {h1: 1};
	const {ssh, zookeeper, kafka, connect} = sampleCluster;
	const events: RunEvent[] = [];
	const finished = await execute({
		cluster: {
			...sampleCluster,
			hosts: [{name: 'h1', port: server.port}],
			roles: {...sampleCluster.roles, zookeeper: ['h1'], kafka: ['h1'], 'schema-registry': [], connect: []},
			ssh: {...ssh, configFile: set.settings.configFile},
			zookeeper: {...zookeeper, ids},
			kafka: {...kafka, ids, heap: '900g'},
			connect: {...connect, sources: []},
		},
		mode: 'apply',
		operation: installation({stage: 'preflight'}),
		acceptNewHostKeys: false,
		secrets: createSecretResolver(async label => {
			throw new Error(`Nobody was to be asked for ${label}.`);
		}),
		emit: event => void events.push(event),
		version: '0.1.0',
		memory: undefined,
		stop: new AbortController().signal,
		drop: new AbortController().signal,
		...options,
	});
	await server.gone();
	const steps = (type: RunEvent['type'], step: string) =>
		events.filter(event => event.type === type && 'ref' in event && event.ref.step === step).length;
	return {finished, events, steps};
}

test('a failure is the operator’s to answer: the stage runs again for as long as they want', async () => {
	const answers: ('retry' | 'stop')[] = ['retry', 'stop'];
	const {finished, events, steps} = await failing({hooks: {afterFailure: async () => answers.shift()!}});
	expect(answers).toEqual([]);
	expect(steps('step-started', 'memory')).toBe(2);
	expect(finished).toMatchObject({outcome: 'failed', failedStage: 'preflight'});
	expect([events[0]?.type, events.at(-1)?.type]).toEqual(['run-started', 'run-finished']);
});

test('a pause comes before each step', async () => {
	let passed = 0;
	const paused = async () => {
		passed += 1;
	};
	const {events} = await failing({hooks: {paused}});
	expect(passed).toBe(events.filter(event => event.type === 'step-started').length);
	expect(passed).toBeGreaterThan(1);
});

describe('what is remembered of the hosts', () => {
	const other = {name: 'h1', machineId: 'another one'};
	const memory = (replaced: readonly string[] = []) => {
		const recorded: unknown[] = [];
		return {memory: {recorded: {hosts: [other]}, replaced, record: (...all: unknown[]) => void recorded.push(all)}, recorded};
	};

	test.each(['apply', 'check'] as const)('another machine is refused before the first step, also by %s', async mode => {
		const {memory: kept, recorded} = memory();
		const {finished, events} = await failing({mode, memory: kept});
		expect(finished).toMatchObject({outcome: 'failed', error: expect.any(InputError)});
		expect((finished.error as InputError).message).toContain('recorded is another one');
		expect(events.map(event => event.type)).toEqual(['run-started', 'host-connected', 'run-finished']);
		expect(recorded).toEqual([]);
	});

	test('it is recorded when the first step that may change something begins, and again at the end', async () => {
		const {memory: kept, recorded} = memory(['h1']);
		const began: number[] = [];
		const record = (...all: unknown[]) => {
			recorded.push(all);
			began.push(Date.now());
		};
		const {finished, events} = await failing({memory: {...kept, record}, operation: installation({stage: 'smoke-test'})});
		expect(finished).toMatchObject({outcome: 'failed', failedStage: 'smoke-test'});
		expect(recorded).toHaveLength(2);
		expect(began[0]).toBeLessThanOrEqual(Date.parse(events.find(event => event.type === 'step-started')!.at));
	});

	test('a plan records nothing', async () => {
		const {memory: kept, recorded} = memory(['h1']);
		await failing({mode: 'check', memory: kept, operation: installation({stage: 'smoke-test'})});
		expect(recorded).toEqual([]);
	});

	test('one that was replaced goes on; nothing is recorded while hosts are only checked', async () => {
		const {memory: kept, recorded} = memory(['h1']);
		const {steps} = await failing({memory: kept});
		expect(steps('step-started', 'memory')).toBe(1);
		expect(recorded).toEqual([]);
	});
});
