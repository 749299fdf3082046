import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {Connection} from '../../source/core/connection.ts';
import type {Host} from '../../source/core/inventory.ts';
import type {Context, Step} from '../../source/core/plan.ts';
import {brokerTests} from '../../source/kafka/roles/broker/broker-tests.ts';
import {isCaughtUp} from '../../source/kafka/roles/controller/state.ts';
import {smokeTest} from '../../source/kafka/smoke-test/stage.ts';
import {apis} from '../../source/kafka/wire/apis.ts';
import {withBroker} from '../../source/kafka/wire/broker.ts';
import {endOffsets} from '../../source/kafka/wire/offsets.ts';
import {quorumAt} from '../../source/kafka/wire/quorum.ts';
import {topicNames} from '../../source/kafka/wire/topics.ts';
import type {Shape} from '../../source/kafka/wire/types.ts';
import {fakeContext} from '../helpers/context.ts';
import {definitionOf, loopbackKafka} from '../helpers/loopback-kafka.ts';
import {sampleCluster as cluster} from '../helpers/sample-cluster.ts';

const versions = ['3.9.2', '4.3.1'];
const hosts: readonly Host[] = cluster.hosts;

type Field = {
	readonly name: string;
	readonly type: string;
	readonly versions: string;
	readonly nullableVersions?: string;
	readonly taggedVersions?: string;
	readonly fields?: readonly Field[];
};
type Definition = {
	readonly apiKey: number;
	readonly validVersions: string;
	readonly flexibleVersions: string;
	readonly fields: readonly Field[];
	readonly commonStructs?: readonly {readonly name: string; readonly fields: readonly Field[]}[];
};

const isIn = (version: number, range = 'none') => {
	const [from, to = from] = range.endsWith('+') ? [range.slice(0, -1), 'Infinity'] : range.split('-');
	return version >= Number(from) && version <= Number(to);
};

/** The fields of a definition in one version, as our types write their shape. */
function shapeOf(fields: readonly Field[], version: number, {commonStructs = []}: Definition): Shape {
	const own = fields.filter(field => isIn(version, field.versions) && !isIn(version, field.taggedVersions));
	const all = own.map(({name, type, nullableVersions, fields: inner}): [string, Shape] => {
		const list = type.startsWith('[]');
		const nullable = isIn(version, nullableVersions);
		const key = name[0]!.toLowerCase() + name.slice(1);
		const struct = inner ?? commonStructs.find(one => one.name === type.replace('[]', ''))?.fields;
		if (struct === undefined) return [key, `${nullable ? '?' : ''}${type}`];
		const shape = shapeOf(struct, version, {commonStructs} as unknown as Definition) as object;
		return [key, {...shape, ...(list ? {list: true} : {}), ...(nullable ? {nullable: true} : {})} as Shape];
	});
	return {fields: Object.fromEntries(all)};
}

describe.each(versions)('Kafka %s', version => {
	it('defines each request and each answer as they are coded', () => {
		for (const [name, api] of Object.entries(apis)) {
			for (const side of ['request', 'response'] as const) {
				const file = `${name[0]!.toUpperCase()}${name.slice(1)}${side === 'request' ? 'Request' : 'Response'}`;
				const definition = definitionOf(version, file) as Definition;
				expect([file, definition.apiKey]).toEqual([file, api.key]);
				expect(isIn(api.version, definition.validVersions), file).toBe(true);
				expect(isIn(api.version, definition.flexibleVersions), file).toBe(true);
				expect({[file]: JSON.stringify(api[side].shape)}).toEqual({
					[file]: JSON.stringify(shapeOf(definition.fields, api.version, definition)),
				});
			}
		}
	});

	describe('three brokers', () => {
		let kafka: Awaited<ReturnType<typeof loopbackKafka>>;
		const contextOf = (host: Host): Context & {readonly seen: {readonly shown: string[]}} => {
			const connection: Connection = {
				dial: kafka.dial(host.name),
				exec: async () => ({code: 0, stdout: '', stderr: ''}),
				async close() {},
			};
			return fakeContext(connection, {host, byCommands: () => false});
		};
		const prove = (steps: (host: Host) => readonly Step[], id: string) =>
			Promise.all(
				hosts.map(async host => {
					const context = contextOf(host);
					await steps(host)
						.find(step => step.id === id)
						?.apply?.(context);
					return context.seen.shown;
				}),
			);
		const smoke = () => smokeTest(cluster, hosts, {alone: true}).begin();

		beforeAll(async () => {
			kafka = await loopbackKafka(version);
		});
		afterAll(() => kafka?.close());

		it('are there', async () => {
			const known = () =>
				withBroker(contextOf(hosts[0]!), 'kafka-03', 9092, wire =>
					wire.ask(apis.describeCluster, {includeClusterAuthorizedOperations: false, endpointType: 1}),
				);
			await expect.poll(async () => (await known().catch(() => undefined))?.brokers.length, {timeout: 60_000}).toBe(3);
		});

		it('a record of each is read from it and from each copy, and the topic is gone', async () => {
			await prove(smoke(), 'records');
			const begun = performance.now();
			await prove(smoke(), 'records');
			console.log(`smoke test with Kafka ${version}: ${Math.round(performance.now() - begun)} ms`);
			// The controller answers before the brokers have forgotten it.
			await expect.poll(() => withBroker(contextOf(hosts[0]!), 'kafka-01', 9092, topicNames), {timeout: 10_000}).toEqual([]);
		});

		it('know the same topics, with all copies in sync, and how far they have grown', async () => {
			const context = contextOf(hosts[0]!);
			const names = ['orders', 'payments'];
			const topics = names.map(name => ({name, numPartitions: 3, replicationFactor: 3, assignments: [], configs: []}));
			await withBroker(context, 'kafka-01', 9092, wire =>
				wire.ask(apis.createTopics, {topics, timeoutMs: 10_000, validateOnly: false}),
			);
			await expect
				.poll(() => prove(brokerTests(cluster, hosts), 'topics').then(() => 'same', String), {timeout: 10_000})
				.toBe('same');
			await prove(brokerTests(cluster, hosts), 'copies');
			expect(await endOffsets(context, cluster, 'orders')).toEqual([0, 1, 2].map(partition => ({partition, offset: 0})));
			expect(await endOffsets(context, cluster, 'nothing')).toEqual([]);
		});

		it('answer to all else that is coded', async () => {
			await withBroker(contextOf(hosts[0]!), 'kafka-02', 9092, async wire => {
				expect(await wire.ask(apis.listGroups, {statesFilter: []})).toMatchObject({errorCode: 0, groups: []});
				// Voters from a list, of which the directories have no ids.
				const quorum = await quorumAt(wire);
				expect(quorum?.voters.map(({id, directoryId}) => [id, directoryId]).sort()).toEqual([1, 2, 3].map(id => [id, '']));
				for (const voter of quorum?.voters ?? []) expect(isCaughtUp(quorum!, voter), JSON.stringify(quorum)).toBe(true);
				expect((await wire.ask(apis.describeLogDirs, {topics: undefined})).results).toHaveLength(1);
				expect(await wire.ask(apis.listPartitionReassignments, {timeoutMs: 5000, topics: undefined})).toMatchObject({
					errorCode: 0,
					topics: [],
				});
				const {results} = await wire.ask(apis.describeConfigs, {
					resources: [{resourceType: 2, resourceName: 'orders', configurationKeys: ['min.insync.replicas']}],
					includeSynonyms: false,
					includeDocumentation: false,
				});
				expect(results[0]?.configs).toMatchObject([{name: 'min.insync.replicas', value: '2'}]);
				await wire.ask(apis.offsetFetch, {groups: [{groupId: 'none', topics: undefined}], requireStable: true});
			});
		});

		it('of which one hangs are not proven: its record and its copies are missed in bounded time', async () => {
			process.kill(kafka.pid('kafka-03'), 'SIGSTOP');
			const outcomes = await Promise.allSettled(
				hosts.map(host => smoke()(host)[0]!.apply!(contextOf(host)).then(() => undefined)),
			);
			process.kill(kafka.pid('kafka-03'), 'SIGCONT');
			expect(outcomes.map(({status}) => status)).toContain('rejected');
			const reasons = outcomes.flatMap(one => (one.status === 'rejected' ? [String(one.reason)] : []));
			expect(reasons.join('\n')).toMatch(/kafka-03/);
		});
	});
});
