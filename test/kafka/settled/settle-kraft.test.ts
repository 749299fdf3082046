import {describe, expect, test} from 'vitest';
import type {Cluster} from '../../../source/cluster/cluster.ts';
import type {ClusterIdentity} from '../../../source/cluster/identity.ts';
import type {FoundIds} from '../../../source/cluster/ids.ts';
import {identityOf, mergeIdentity} from '../../../source/kafka/identity/identity.ts';
import {isRecord, recordText} from '../../../source/kafka/settled/record.ts';
import {recordOf} from '../../../source/kafka/settled/record-steps.ts';
import {type Memory, settle} from '../../../source/kafka/settled/settle.ts';
import type {Standing} from '../../../source/kafka/settled/standing.ts';
import {changed, running as withZookeeper} from '../../helpers/judge.ts';
import {kraftCluster, sampleCluster, sampleFacts} from '../../helpers/sample-cluster.ts';
import {bareStanding, clusterId, directoryId, disk, quorumFor, runningStandings} from '../../helpers/standings.ts';

const running = runningStandings(kraftCluster);
const hosts = kraftCluster.hosts.map(({name}) => name);
const bare = new Map(hosts.map(name => [name, bareStanding]));
const factsOf = new Map(hosts.map(name => [name, {...sampleFacts, machineId: `m-${name}`}]));
const nothing: Memory = {replaced: []};

/** As the file says it: without ids. */
const withoutIds = (cluster: Cluster): Cluster => ({
	...cluster,
	controller: {...cluster.controller, ids: {}},
	zookeeper: {...cluster.zookeeper, ids: {}},
	kafka: {...cluster.kafka, ids: {}},
});
const foundOn = (standings: ReadonlyMap<string, Standing>, cluster: Cluster): ReadonlyMap<string, FoundIds> =>
	new Map(
		[...standings].map(([name, {disks}]) => {
			const meta = disks.get(cluster.kafka.dataDirs[0]!)?.meta;
			return [name, meta === undefined ? {} : {kafka: cluster.kafka.ids[name]!, clusterId: meta.clusterId!}];
		}),
	);
const settled = (cluster: Cluster, standings: ReadonlyMap<string, Standing>, memory: Memory = nothing) =>
	settle(withoutIds(cluster), {factsOf, found: foundOn(standings, cluster), standings}, memory);

describe('a version that the file leaves open', () => {
	const open = (cluster: Cluster, version = '8.3'): Cluster => ({
		...cluster,
		platform: {...cluster.platform, version, versionIsOpen: true},
	});
	const at = (version: string) => runningStandings({...kraftCluster, platform: {...kraftCluster.platform, version}});

	test('is that of the record: a newer kafka-setup moves none', () => {
		for (const version of ['7.9', '8.0', '8.2']) {
			expect(settled(open(kraftCluster), at(version)).cluster.platform.version).toBe(version);
		}
		expect(settled(open(sampleCluster, '7.9'), withZookeeper).cluster.platform.version).toBe('7.9');
	});

	test('is the newest where nothing is installed', () => {
		expect(settled(open(kraftCluster), bare).cluster.platform.version).toBe('8.3');
	});

	test('but one that the file names has to be that of the record', () => {
		expect(() => settled(kraftCluster, at('8.2'))).toThrow('does not fit the cluster on its hosts');
	});
});

describe('what the controllers are made with', () => {
	const quorum = quorumFor(kraftCluster)!;

	test('is drawn where nothing is known, and never for ZooKeeper', () => {
		const {known} = settled(kraftCluster, bare);
		expect(known.quorum).toMatchObject({kind: 'dynamic', combined: false});
		expect(Object.keys(known.quorum!.directoryIds)).toEqual(hosts);
		expect(known.quorum!.clusterId).not.toBe(clusterId);
		expect(settled(sampleCluster, bare).known.quorum).toBeUndefined();
		expect(settled(sampleCluster, withZookeeper).known.quorum).toBeUndefined();
	});

	test('is what the hosts keep, and a run that changes nothing writes the records that are there', () => {
		for (const version of ['7.9', '8.3']) {
			const cluster = {...kraftCluster, platform: {...kraftCluster.platform, version}};
			const standings = runningStandings(cluster);
			const {cluster: now, known} = settled(cluster, standings);
			expect(known.quorum).toEqual(quorumFor(cluster));
			for (const {name} of cluster.hosts) {
				const {record} = standings.get(name)!;
				expect(isRecord(record) && recordText(record)).toBe(recordText(recordOf(now, {name}, factsOf, known)));
			}
		}
	});

	test('is what this machine drew, if no host has it yet: a first install that was cut before the first format', () => {
		const recorded: ClusterIdentity = {quorum, hosts: []};
		expect(settled(kraftCluster, bare, {recorded, replaced: []}).known.quorum).toEqual(quorum);
	});

	test('is what one host has, though this machine drew otherwise', () => {
		const one = changed(bare, 'kafka-02', () => ({...bareStanding, record: running.get('kafka-02')!.record}));
		const recorded: ClusterIdentity = {quorum: {...quorum, clusterId: 'drawn-here', directoryIds: {}}, hosts: []};
		expect(settled(kraftCluster, one, {recorded, replaced: []}).known.quorum).toEqual(quorum);
	});

	test('has the directory ids that are on the disks where no record tells', () => {
		const {dataDir, ids} = kraftCluster.controller;
		const formatted = changed(bare, 'kafka-01', () => ({
			...bareStanding,
			disks: new Map([
				[
					dataDir,
					disk(dataDir, {meta: {broker: String(ids['kafka-01']), clusterId, directoryId: directoryId('kafka-01', 'controller')}}),
				],
			]),
		}));
		const {known} = settled(kraftCluster, formatted);
		expect(known.quorum).toMatchObject({clusterId, directoryIds: {'kafka-01': directoryId('kafka-01', 'controller')}});
	});

	test('is remembered with the cluster, and stays so where a run knows nothing of it', () => {
		const {cluster, known} = settled(kraftCluster, running);
		const found = foundOn(running, kraftCluster);
		const first = mergeIdentity(undefined, identityOf(cluster, {factsOf, found, quorum: known.quorum}));
		expect(first.quorum).toEqual(quorum);
		expect(mergeIdentity(first, identityOf(cluster, {factsOf, found})).quorum).toEqual(quorum);
	});
});

test('ids that are on record are given again, those of controllers too', () => {
	const wiped = changed(running, 'kafka-02', standing => ({
		...bareStanding,
		disks: new Map([...standing.disks.keys()].map(path => [path, disk(path)])),
	}));
	const memory: Memory = {replaced: ['kafka-02'], dataLost: ['kafka-02']};
	// Its directory is still a voter: that is refused, but not for its ids.
	expect(() => settled(kraftCluster, wiped, memory)).toThrow('does not fit the cluster on its hosts');
	const on79 = {...kraftCluster, platform: {...kraftCluster.platform, version: '7.9'}};
	const {cluster} = settled(
		on79,
		changed(runningStandings(on79), 'kafka-02', () => wiped.get('kafka-02')!),
		memory,
	);
	expect([cluster.controller.ids, cluster.kafka.ids]).toEqual([kraftCluster.controller.ids, kraftCluster.kafka.ids]);
});
