import {describe, expect, test} from 'vitest';
import type {Cluster} from '../../../source/cluster/cluster.ts';
import type {ClusterIdentity} from '../../../source/cluster/identity.ts';
import type {FoundIds} from '../../../source/cluster/ids.ts';
import {InputError} from '../../../source/core/errors.ts';
import {identityOf, mergeIdentity, type Seen} from '../../../source/kafka/identity/identity.ts';
import {checkReplaced, type Memory, settle as settleHosts} from '../../../source/kafka/settled/settle.ts';
import {sampleCluster, sampleFacts} from '../../helpers/sample-cluster.ts';

const names = ['kafka-01', 'kafka-02', 'kafka-03'];

/** The sample without ids in its file, as most are. */
const cluster: Cluster = {
	...sampleCluster,
	zookeeper: {...sampleCluster.zookeeper, ids: {}},
	kafka: {...sampleCluster.kafka, ids: {}},
};

type Hosts = Readonly<Record<string, {readonly machineId?: string; readonly found?: FoundIds}>>;

/** Hosts `kafka-0N` are machines `mN` with the ids N and data of the cluster `abc`, but for what is said. */
function seen(hosts: Hosts = {}, of: readonly string[] = names): Seen {
	return {
		factsOf: new Map(of.map(name => [name, {...sampleFacts, machineId: hosts[name]?.machineId ?? `m${name.at(-1)}`}])),
		found: new Map(
			of.map(name => {
				const id = Number(name.at(-1));
				return [name, hosts[name]?.found ?? {zookeeper: id, broker: id, clusterId: 'abc'}];
			}),
		),
	};
}

/** Hosts that keep no record, as an earlier version left them. */
const settle = (file: Cluster, now: Seen, memory: Memory) => settleHosts(file, {...now, standings: new Map()}, memory).cluster;

const installed = (now: Seen = seen()): ClusterIdentity =>
	mergeIdentity(undefined, identityOf(settle(cluster, now, {replaced: []}), now));

function refusal(now: Seen, replaced: readonly string[] = [], file = cluster, recorded = installed()): readonly string[] {
	try {
		settle(file, now, {recorded, replaced});
	} catch (error) {
		if (!(error instanceof InputError)) throw error;
		expect(error.hint).toContain('Nothing was changed');
		return error.message
			.split('\n')
			.slice(1)
			.map(line => line.trim());
	}
	return [];
}

test('what is recorded', () => {
	const of = (id: number) => ({
		name: `kafka-0${id}`,
		machineId: `m${id}`,
		zookeeper: {id, dataDir: '/var/lib/zookeeper', hasData: true},
		kafka: {id, dataDirs: ['/var/lib/kafka/data'], clusterId: 'abc'},
	});
	expect(installed()).toEqual({clusterId: 'abc', hosts: [of(1), of(2), of(3)]});
});

test('the same hosts again are well, and so are those that had nothing yet', () => {
	expect(refusal(seen())).toEqual([]);
	const bare = seen({'kafka-01': {found: {}}, 'kafka-02': {found: {}}, 'kafka-03': {found: {}}});
	expect(refusal(bare, [], cluster, installed(bare))).toEqual([]);
	expect(refusal(seen(), [], cluster, installed(bare))).toEqual([]);
});

describe('what differs is told with both values', () => {
	const other = (change: Partial<Cluster['zookeeper'] & Cluster['kafka']>, role: 'zookeeper' | 'kafka') => ({
		...cluster,
		[role]: {...cluster[role], ...change},
	});
	test.each<[string, string, Seen, Cluster]>([
		[
			'another machine',
			'kafka-02 is another machine than at the first install: its machine id is m9, recorded is m2',
			seen({'kafka-02': {machineId: 'm9', found: {}}}),
			cluster,
		],
		[
			'another broker id on the disk',
			'kafka-02 has broker id 9 on its disk, recorded is 2',
			seen({'kafka-02': {found: {zookeeper: 2, kafka: 9, clusterId: 'abc'}}}),
			cluster,
		],
		[
			'another ZooKeeper id on the disk',
			'kafka-02 has ZooKeeper id 9 on its disk, recorded is 2',
			seen({'kafka-02': {found: {zookeeper: 9, kafka: 2, clusterId: 'abc'}}}),
			cluster,
		],
		[
			'an empty broker disk',
			'kafka-03 had the data of broker id 3 (cluster.id abc) in /var/lib/kafka/data, and there is no meta.properties now: its data is gone or not mounted',
			seen({'kafka-03': {found: {zookeeper: 3}}}),
			cluster,
		],
		[
			'an empty ZooKeeper disk',
			'kafka-03 had the data of ZooKeeper id 3 in /var/lib/zookeeper, and there is no myid now: its data is gone or not mounted',
			seen({'kafka-03': {found: {kafka: 3, clusterId: 'abc'}}}),
			cluster,
		],
		[
			'a moved directory',
			'zookeeper.dataDir of kafka-01 is /data/zk now, recorded is /var/lib/zookeeper',
			seen(),
			other({dataDir: '/data/zk'}, 'zookeeper'),
		],
		[
			'another data directory',
			'kafka.dataDirs of kafka-01 is /data/1, /data/2 now, recorded is /var/lib/kafka/data',
			seen(),
			other({dataDirs: ['/data/1', '/data/2']}, 'kafka'),
		],
	])('%s', (_, told, now, file) => {
		expect(refusal(now, [], file)).toContain(told);
	});

	test('another Kafka cluster, of all of them', () => {
		const hosts = Object.fromEntries(
			names.map((name, at) => [name, {found: {zookeeper: at + 1, broker: at + 1, clusterId: 'xyz'}}]),
		);
		expect(refusal(seen(hosts))).toEqual(names.map(name => `${name} has the data of the Kafka cluster xyz, recorded is abc`));
	});

	test('an id that the file changes on an empty disk', () => {
		const bare = seen({'kafka-02': {found: {}}});
		const file = other({ids: {'kafka-02': 8}}, 'kafka');
		expect(refusal(bare, [], file, installed(bare))).toEqual(['kafka.ids gives kafka-02 the broker id 8, recorded is 2']);
	});

	test('all at once, with the conflicts of the ids', () => {
		const now = seen({
			'kafka-01': {machineId: 'm7'},
			'kafka-02': {found: {}},
			'kafka-03': {found: {zookeeper: 3, kafka: 1, clusterId: 'abc'}},
		});
		expect(refusal(now)).toHaveLength(5);
	});
});

test('a further data directory is no move', () => {
	const file = {...cluster, kafka: {...cluster.kafka, dataDirs: ['/data/2', '/var/lib/kafka/data']}};
	expect(refusal(seen(), [], file)).toEqual([]);
});

test('a host without a machine id can not be told from another', () => {
	const now = seen({'kafka-02': {machineId: ''}});
	expect(refusal(now)).toEqual([]);
	// It is not forgotten for that.
	expect(mergeIdentity(installed(), identityOf(settle(cluster, now, {replaced: []}), now))).toEqual(installed());
});

describe('a replaced host', () => {
	const now = seen({'kafka-02': {machineId: 'm9', found: {}}});

	test('is accepted by its name alone, and keeps its ids', () => {
		expect(refusal(now, ['kafka-03'])).toHaveLength(1);
		const settled = settle(cluster, now, {recorded: installed(), replaced: ['kafka-02']});
		expect([settled.kafka.ids, settled.zookeeper.ids]).toEqual([sampleCluster.kafka.ids, sampleCluster.zookeeper.ids]);
	});

	test('brings its own id if its disk has one', () => {
		const restored = seen({'kafka-02': {machineId: 'm9', found: {kafka: 5, clusterId: 'abc'}}});
		expect(settle(cluster, restored, {recorded: installed(), replaced: ['kafka-02']}).kafka.ids).toMatchObject({'kafka-02': 5});
	});

	test('may not have an id that another one has', () => {
		const taken = seen({'kafka-02': {machineId: 'm9', found: {kafka: 3, clusterId: 'abc'}}});
		expect(() => settle(cluster, taken, {recorded: installed(), replaced: ['kafka-02']})).toThrow(
			'kafka-02 and kafka-03 have the same broker id 3',
		);
	});

	test('has to be one of the file', () => {
		expect(() => checkReplaced(cluster, ['kafka-02', 'kafka-04'])).toThrow(
			'--replaced names kafka-04, which the cluster file does not have',
		);
		expect(() => checkReplaced(cluster, names)).not.toThrow();
	});
});

test('a host that left stays in the record, and its ids are not given to a new one', () => {
	const all = ['kafka-01', 'kafka-03', 'kafka-04'];
	const file: Cluster = {...cluster, hosts: all.map(name => ({name})), roles: {...cluster.roles, zookeeper: all, kafka: all}};
	const now = seen({'kafka-04': {found: {}}}, all);
	const settled = settle(file, now, {recorded: installed(), replaced: []});
	expect(settled.kafka.ids).toEqual({'kafka-01': 1, 'kafka-03': 3, 'kafka-04': 4});
	const merged = mergeIdentity(installed(), identityOf(settled, now));
	expect(merged.hosts.map(({name, kafka}) => [name, kafka?.id])).toEqual([
		['kafka-01', 1],
		['kafka-03', 3],
		['kafka-04', 4],
		['kafka-02', 2],
	]);
	expect(merged.clusterId).toBe('abc');
});

test('a cluster all of whose brokers begin anew has no cluster.id until it has one', () => {
	const bare = seen(Object.fromEntries(names.map(name => [name, {machineId: `new-${name}`, found: {}}])));
	const settled = settle(cluster, bare, {recorded: installed(), replaced: names});
	expect(mergeIdentity(installed(), identityOf(settled, bare)).clusterId).toBeUndefined();
});
