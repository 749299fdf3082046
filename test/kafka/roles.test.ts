import {describe, expect, it} from 'vitest';
import type {Cluster} from '../../source/cluster/cluster.ts';
import type {Facts} from '../../source/core/facts.ts';
import {replication} from '../../source/kafka/addresses.ts';
import {heapMb, heapOf} from '../../source/kafka/heap.ts';
import {javaMajor} from '../../source/kafka/platform/java-major.ts';
import {packageNames} from '../../source/kafka/platform/stage.ts';
import {sourcesOf} from '../../source/kafka/roles/connect/worker.ts';
import {modeIn} from '../../source/kafka/roles/zookeeper/four-letter-words.ts';
import {serversOf} from '../../source/kafka/roles/zookeeper/servers.ts';
import {sampleCluster, sampleFacts} from '../helpers/sample-cluster.ts';

const [one, two, three] = sampleCluster.hosts;
const withRoles = (roles: Partial<Cluster['roles']>): Cluster => ({...sampleCluster, roles: {...sampleCluster.roles, ...roles}});

describe('the ensemble', () => {
	it('writes the wildcard address into a member’s own line, for names may lead to a loopback address there', () => {
		expect(serversOf(sampleCluster, two!)).toEqual([
			{id: 1, address: 'kafka-01'},
			{id: 2, address: '0.0.0.0'},
			{id: 3, address: 'kafka-03'},
		]);
	});

	it('has no server lines when it is one server', () => {
		expect(serversOf(withRoles({zookeeper: ['kafka-01']}), one!)).toEqual([]);
	});

	it('shows its mode in the answer to stat and srvr', () => {
		expect(modeIn('Zookeeper version: 3.8.4\nMode: follower\nNode count: 5\n')).toBe('follower');
		expect(modeIn('This ZooKeeper instance is not currently serving requests\n')).toBeUndefined();
	});
});

describe('replication', () => {
	it.each([
		[['kafka-01'], {brokers: 1, replicationFactor: 1, minInSync: 1, transactionMinInSync: 1}],
		[['kafka-01', 'kafka-02'], {brokers: 2, replicationFactor: 2, minInSync: 1, transactionMinInSync: 2}],
		[['kafka-01', 'kafka-02', 'kafka-03'], {brokers: 3, replicationFactor: 3, minInSync: 2, transactionMinInSync: 2}],
	])('of brokers %j is %j', (kafka, wanted) => {
		expect(replication(withRoles({kafka}))).toEqual(wanted);
	});
});

describe('a heap', () => {
	it.each([
		['kafka', 64_000, '6144m'],
		['kafka', 16_000, '3968m'],
		['kafka', 1000, '512m'],
		['zookeeper', 16_000, '896m'],
		['connect', 2000, '512m'],
	] as const)('of %s on a host with %i MiB is %s', (service, memoryMb, heap) => {
		expect(heapOf(service, undefined, {...sampleFacts, memoryMb})).toBe(heap);
	});

	it('is as set, if it is', () => {
		expect(heapOf('kafka', '300m', sampleFacts)).toBe('300m');
		expect([heapMb('1g'), heapMb('512M'), heapMb('2048k')]).toEqual([1024, 512, 2]);
	});
});

describe('packages', () => {
	it('are those of the roles of a host', () => {
		expect(packageNames(sampleCluster, two!)(sampleFacts)).toEqual(['openjdk-17-jre-headless', 'curl', 'confluent-kafka']);
		expect(packageNames(sampleCluster, three!)({...sampleFacts, packageManager: 'dnf'})).toEqual([
			'java-17-openjdk-headless',
			'curl',
			'confluent-kafka',
			'confluent-schema-registry',
			'confluent-kafka-connect-jdbc',
		]);
	});

	it('have the Java that the host’s system has, if the file names none', () => {
		const on = (facts: Partial<Facts>, platform: Partial<Cluster['platform']> = {}) =>
			packageNames({...sampleCluster, platform: {...sampleCluster.platform, ...platform}}, two!)({...sampleFacts, ...facts})[0];
		expect(on({osVersion: '13'})).toBe('openjdk-21-jre-headless');
		expect(on({osVersion: '13'}, {javaPackage: 'temurin-17-jre'})).toBe('temurin-17-jre');
		const source = {archive: 'kafka_2.13-4.3.1.tgz', sha512: undefined, kafka: '4.3.1'};
		const amazon = {osId: 'amzn', osVersion: '2023', packageManager: 'dnf'} as const;
		expect(on(amazon, {version: '8.3', source})).toBe('java-17-amazon-corretto-headless');
		// A stage by itself has no preflight.
		expect(() => on({osVersion: '9', osName: 'Debian 9'})).toThrow('kafka-02 runs Debian 9, which has Java 8, and Confluent');
	});

	it.each([
		['openjdk version "17.0.15" 2025-04-15', 17],
		['java version "1.8.0_392"', 8],
		['openjdk version "21" 2023-09-19', 21],
		['bash: java: command not found', undefined],
	])('java -version %s is %s', (text, major) => {
		expect(javaMajor(text)).toBe(major);
	});
});

describe('sources', () => {
	it('live on one worker each, or every row would come twice', () => {
		const [source] = sampleCluster.connect.sources;
		const sources = ['a', 'b', 'c'].map(name => ({...source!, name}));
		const cluster = {...withRoles({connect: ['kafka-01', 'kafka-03']}), connect: {...sampleCluster.connect, sources}};
		expect(sourcesOf(cluster, one!).map(({name}) => name)).toEqual(['a', 'c']);
		expect(sourcesOf(cluster, two!)).toEqual([]);
		expect(sourcesOf(cluster, three!).map(({name}) => name)).toEqual(['b']);
	});
});
