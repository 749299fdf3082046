import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {type HostRecord, hostsIn, isRecord, parseRecord, recordText} from '../../../source/kafka/settled/record.ts';
import {recordOf} from '../../../source/kafka/settled/record-steps.ts';
import {running} from '../../helpers/judge.ts';
import {kraftCluster, sampleCluster, sampleFacts} from '../../helpers/sample-cluster.ts';
import {clusterId, quorumFor, runningStandings} from '../../helpers/standings.ts';

const recordIn = (standings: typeof running, name: string): HostRecord => {
	const record = standings.get(name)?.record;
	if (!isRecord(record)) throw new Error(`no record of ${name}`);
	return record;
};
const withZookeeper = recordIn(running, 'kafka-01');
const withControllers = recordIn(runningStandings(kraftCluster), 'kafka-01');
const readTo = (text: string): HostRecord => {
	const record = parseRecord(text);
	if (!isRecord(record)) throw new Error(`the record is ${record.bad}`);
	return record;
};

/** As the last 0.1.0 that knew ZooKeeper alone wrote it, for the sample cluster. */
const recorded = readFileSync(join(import.meta.dirname, '../../recorded/0.1.0/host/cluster.json'), 'utf8');

describe('a record', () => {
	test.each([
		['with ZooKeeper', withZookeeper, 1],
		['with controllers', withControllers, 2],
	])('of a cluster %s is read as it was written, in a format of its own', (_, record, format) => {
		const text = recordText(record);
		expect(readTo(text)).toEqual(record);
		expect(recordText(readTo(text))).toBe(text);
		expect(JSON.parse(text).format).toBe(format);
	});

	test('with the same facts in another order is the same bytes', () => {
		const turned = <T>(map: Readonly<Record<string, T>>) => Object.fromEntries(Object.entries(map).reverse());
		const {members, brokers, quorum} = withControllers;
		const other = {
			...withControllers,
			brokers: turned(brokers),
			members: {...members, ids: turned(members.ids)},
			quorum: {...quorum!, directoryIds: turned(quorum!.directoryIds)},
		};
		expect(recordText(other)).toBe(recordText(withControllers));
	});

	test('of controllers has what they were made with, and nothing of ZooKeeper', () => {
		const value = JSON.parse(recordText(withControllers));
		expect(value).toMatchObject({
			controller: {port: 9093, ids: {'kafka-01': 101, 'kafka-02': 102, 'kafka-03': 103}},
			quorum: quorumFor(kraftCluster),
			data: {controller: [{path: '/var/lib/kafka/controller', mount: '/'}], kafka: [{path: '/var/lib/kafka/data', mount: '/'}]},
		});
		expect(value).not.toHaveProperty('zookeeper');
		expect(value.data).not.toHaveProperty('zookeeper');
		expect(hostsIn(withControllers)).toEqual(['kafka-01', 'kafka-02', 'kafka-03']);
	});

	test.each([
		['of a later version', {...JSON.parse(recordText(withControllers)), format: 3}, 'newer'],
		['without what the controllers were made with', {...JSON.parse(recordText(withControllers)), quorum: undefined}, 'damaged'],
		['of controllers in the format of ZooKeeper', {...JSON.parse(recordText(withControllers)), format: 1}, 'damaged'],
		['of ZooKeeper in the format of controllers', {...JSON.parse(recordText(withZookeeper)), format: 2}, 'damaged'],
		['of a quorum of another kind', JSON.parse(recordText(withControllers).replace('"dynamic"', '"other"')), 'damaged'],
		['that is none', [], 'damaged'],
	])('%s is not guessed at', (_, value, bad) => {
		expect(parseRecord(JSON.stringify(value))).toEqual({bad});
	});
});

describe('what an earlier version wrote', () => {
	test('of a cluster with ZooKeeper is read, and written to the same bytes', () => {
		const record = readTo(recorded);
		expect(record).toMatchObject({
			keeper: 'zookeeper',
			members: {
				ids: {'kafka-01': 1, 'kafka-02': 2, 'kafka-03': 3},
				ports: {clientPort: 2181, peerPort: 2888, electionPort: 3888},
			},
			platform: '7.9',
		});
		expect(record.quorum).toBeUndefined();
		expect(recordText(record)).toBe(recorded);
	});

	test('and has not changed is not written anew by this version', () => {
		const shared = readTo(recorded);
		const facts = new Map([['kafka-01', {...sampleFacts, machineId: shared.machineId}]]);
		const known = {standings: new Map(), shared, clusterId};
		expect(recordText(recordOf(sampleCluster, {name: 'kafka-01'}, facts, known))).toBe(recorded);
	});
});

test('a record is raised by one when what all hosts share has changed, and only then', () => {
	const facts = new Map([['kafka-01', {...sampleFacts, machineId: 'm-kafka-01'}]]);
	const known = {standings: new Map(), shared: {...withControllers, revision: 4}, clusterId, quorum: quorumFor(kraftCluster)};
	const of = (cluster: typeof kraftCluster) => recordOf(cluster, {name: 'kafka-01'}, facts, known).revision;
	expect(of(kraftCluster)).toBe(4);
	expect(of({...kraftCluster, roles: {...kraftCluster.roles, 'schema-registry': ['kafka-02']}})).toBe(5);
});
