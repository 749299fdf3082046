import {describe, expect, it, test} from 'vitest';
import type {Stage} from '../../source/core/plan.ts';
import {run} from '../../source/core/runner.ts';
import type {Placement, ThingKind} from '../../source/core/things.ts';
import {destroyPlan} from '../../source/kafka/destroy/plan.ts';
import {planFor} from '../../source/kafka/plan.ts';
import {bareMaterials} from '../helpers/materials.ts';
import {type Fault, platformWith} from '../helpers/platform-tools.ts';
import {sampleCluster, sampleFacts} from '../helpers/sample-cluster.ts';

const factsOf = new Map(sampleCluster.hosts.map(({name}, index) => [name, {...sampleFacts, machineId: `machine ${index}`}]));
const materials = {...bareMaterials(), factsOf};
/** But for the record of the hosts, which has no command that could fail by itself. */
const stages = planFor(sampleCluster, materials).stages.filter(({id}) => id !== 'record');
const names = sampleCluster.hosts.map(({name}) => name);

/** Runs what a stage asks of hosts that have it all: its test commands; of preflight its assertions. One failure is answered by a retry. */
async function retried(stage: Stage, platform: ReturnType<typeof platformWith>) {
	let retries = 0;
	const sessions = new Map(
		sampleCluster.hosts.map(host => [
			host.name,
			{host, facts: factsOf.get(host.name)!, connection: platform.connection(host.name)},
		]),
	);
	const failures: string[] = [];
	const result = await run({
		plan: {cluster: 'orders', stages: [stage]},
		mode: stage.id === 'preflight' ? 'apply' : 'test',
		sessions,
		reconnect: async session => session,
		emit: event => void (event.type === 'step-finished' && event.failure !== undefined && failures.push(event.failure.message)),
		signal: new AbortController().signal,
		afterFailure: async () => (retries++ === 0 ? 'retry' : 'stop'),
	});
	return {...result, retries, failures};
}

describe.each(stages.map(stage => [stage.id, stage] as const))('stage %s', (_, stage) => {
	it('goes well where nothing fails', async () => {
		const platform = platformWith(undefined);
		expect(await retried(stage, platform)).toMatchObject({outcome: 'succeeded', retries: 0, failures: []});
		expect([...platform.commands.values()].flat()).not.toEqual([]);
		expect([...platform.topics.keys()]).toEqual(['orders-orders']);
	});

	it.each(['fails', 'says nothing', 'lost'] satisfies Fault[])(
		'is retried with success, whichever of its commands %s once',
		async fault => {
			const well = platformWith(undefined);
			await retried(stage, well);
			const commands = names.flatMap(host => well.commands.get(host)!.map((command, at) => ({host, at, command})));
			await Promise.all(
				commands.map(async ({host, at, command}) => {
					const platform = platformWith(fault, host, at);
					const {outcome, failures} = await retried(stage, platform);
					expect({host, command, outcome, failures}).toMatchObject({outcome: 'succeeded'});
					// A topic that could not be deleted goes with the next test.
					if (!command.includes('--delete')) expect([...platform.topics.keys()], command).toEqual(['orders-orders']);
				}),
			);
		},
	);
});

test('no step is the same in two attempts of its stage', () => {
	const kinds: readonly ThingKind[] = ['service', 'package', 'file', 'plugin', 'directory', 'data', 'key', 'firewall'];
	const placed = ['platform', 'zookeeper', 'kafka', 'schema-registry', 'connect'].flatMap(stage =>
		kinds.map(
			(kind): Placement => ({
				host: 'kafka-02',
				stage,
				thing: {kind, name: kind === 'firewall' ? 'kafka' : `/srv/${stage}/${kind}`},
			}),
		),
	);
	const destroyed = destroyPlan(sampleCluster, {
		placed,
		recorded: undefined,
		data: true,
		since: '2026-11-23T12:00:00.000Z',
	}).stages;
	for (const stage of [...stages, ...destroyed]) {
		const [first, second] = [stage.begin(), stage.begin()].map(stepsOf => stage.hosts.flatMap(host => stepsOf(host)));
		expect(first!.length).toBeGreaterThan(0);
		expect(second!.map(({id}) => id)).toEqual(first!.map(({id}) => id));
		expect(first!.filter(step => second!.includes(step)).map(({id}) => `${stage.id}/${id}`)).toEqual([]);
	}
});
