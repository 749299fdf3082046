import {expect, test} from 'vitest';
import {execute} from '../../source/commands/execute.ts';
import {createSecretResolver} from '../../source/commands/secrets.ts';
import type {RunEvent} from '../../source/core/events.ts';
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
			roles: {zookeeper: ['h1'], kafka: ['h1'], 'schema-registry': [], connect: []},
			ssh: {...ssh, configFile: set.settings.configFile},
			zookeeper: {...zookeeper, ids},
			kafka: {...kafka, ids, heap: '900g'},
			connect: {...connect, sources: []},
		},
		mode: 'apply',
		selection: {stage: 'preflight'},
		acceptNewHostKeys: false,
		secrets: createSecretResolver(async label => {
			throw new Error(`Nobody was to be asked for ${label}.`);
		}),
		emit: event => void events.push(event),
		version: '0.1.0',
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
	const {finished, events, steps} = await failing({afterFailure: async () => answers.shift()!});
	expect(answers).toEqual([]);
	expect(steps('step-started', 'memory')).toBe(2);
	expect(finished).toMatchObject({outcome: 'failed', failedStage: 'preflight'});
	expect([events[0]?.type, events.at(-1)?.type]).toEqual(['run-started', 'run-finished']);
});

test('a pause comes before each step', async () => {
	let passed = 0;
	const {events} = await failing({
		async paused() {
			passed += 1;
		},
	});
	expect(passed).toBe(events.filter(event => event.type === 'step-started').length);
	expect(passed).toBeGreaterThan(1);
});
