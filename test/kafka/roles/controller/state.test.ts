import {describe, expect, test} from 'vitest';
import {DialError} from '../../../../source/core/errors.ts';
import {isCaughtUp, parseReplication, quorumState} from '../../../../source/kafka/roles/controller/state.ts';
import type {QuorumState, Replica} from '../../../../source/kafka/wire/quorum.ts';
import {fakeContext} from '../../../helpers/context.ts';
import {fakeQuorum} from '../../../helpers/fake-quorum.ts';
import {kraftCluster} from '../../../helpers/sample-cluster.ts';

/** What `kafka-metadata-quorum … describe --replication` of Kafka 4.3.1 says: three voters, one of them dead, and two brokers. */
const dynamic = `NodeId\tDirectoryId           \tLogEndOffset\tLag\tLastFetchTimestamp\tLastCaughtUpTimestamp\tStatus  \t
102   \tP4QwuWo7QcWmyp3xuRJlkQ\t5017        \t0  \t1764435000123     \t1764435000123        \tLeader  \t
101   \tq1Zn0wR4T3epaS_u5n5sGQ\t5017        \t0  \t1764434999980     \t1764434999980        \tFollower\t
103   \tXo1mHSiSQ9u5jsuC7d9d1A\t0           \t5017\t-1                \t-1                   \tFollower\t
1     \tzqkzN0IfSOiTxa0c9P7PLw\t5017        \t0  \t1764434999970     \t1764434999970        \tObserver\t
2     \t9V1CTcb1RdGlZ-bE2CxM5Q\t4990        \t27 \t1764434999000     \t1764434998000        \tObserver\t
`;
/** The same of 3.9.2 with a list of voters: no directory ids. */
const fixed = `NodeId	DirectoryId           	LogEndOffset	Lag	LastFetchTimestamp	LastCaughtUpTimestamp	Status
101   	AAAAAAAAAAAAAAAAAAAAAA	120         	0  	1764435000123     	1764435000123        	Leader
`;

describe('the table of the tool', () => {
	test('of a dynamic quorum', () => {
		expect(parseReplication(dynamic)).toEqual({
			leader: 102,
			highWatermark: 5017,
			voters: [
				{id: 102, directoryId: 'P4QwuWo7QcWmyp3xuRJlkQ', endOffset: 5017, lastCaughtUp: 1_764_435_000_123},
				{id: 101, directoryId: 'q1Zn0wR4T3epaS_u5n5sGQ', endOffset: 5017, lastCaughtUp: 1_764_434_999_980},
				{id: 103, directoryId: 'Xo1mHSiSQ9u5jsuC7d9d1A', endOffset: 0, lastCaughtUp: -1},
			],
			observers: [
				{id: 1, directoryId: 'zqkzN0IfSOiTxa0c9P7PLw', endOffset: 5017, lastCaughtUp: 1_764_434_999_970},
				{id: 2, directoryId: '9V1CTcb1RdGlZ-bE2CxM5Q', endOffset: 4990, lastCaughtUp: 1_764_434_998_000},
			],
		});
	});

	test('of a list of voters has no directory ids', () => {
		expect(parseReplication(fixed)).toMatchObject({
			leader: 101,
			voters: [{id: 101, directoryId: '', endOffset: 120}],
			observers: [],
		});
	});

	test.each([
		['nothing', ''],
		['its head alone', dynamic.split('\n')[0]!],
		['no leader', dynamic.replace('Leader', 'Follower')],
		['a warning in place of it', 'WARN [AdminClient] Connection to node -1 could not be established. Leader\n'],
		['a row that was cut', '102 P4QwuWo7QcWmyp3xuRJlkQ 5017 0 1764435000123 1764435000123\n'],
		['words for numbers', '1e2 P4Qw 5017 0 0x1 NaN Leader\n'],
		['a status that is shell', '102 P4Qw 5017 0 1 1 $(id)\n'],
		['another table', 'ClusterId: a\nLeaderId: 101\nLeaderEpoch: 5\n'],
	])('is none where there is %s', (_, text) => {
		expect(parseReplication(text)).toBeUndefined();
	});

	test('lines that are not of it are passed over', () => {
		expect(
			parseReplication(`Picked up JAVA_TOOL_OPTIONS: -Xmx64m\n\n${dynamic}\u001b[31m101 x y z Leader\n`)?.voters,
		).toHaveLength(3);
	});
});

describe('a voter has caught up', () => {
	const at = (id: number, lastCaughtUp: number): Replica => ({id, directoryId: '', endOffset: 9, lastCaughtUp});
	const state = (...voters: readonly Replica[]): QuorumState => ({leader: 101, highWatermark: 9, voters, observers: []});
	const after = (ms: number) => isCaughtUp(state(at(101, 10_000), at(102, 10_000 - ms)), at(102, 10_000 - ms));

	test('if it had all that the active one had less than two seconds ago', () => {
		expect([after(0), after(1999), after(2000), after(9000)]).toEqual([true, true, false, false]);
	});

	test('if it is the active one itself', () => {
		expect(isCaughtUp(state(), at(101, -1))).toBe(true);
	});

	test('not if it never fetched, nor where the active one is no voter that is told of', () => {
		expect(isCaughtUp(state(at(101, 0)), at(102, -1))).toBe(false);
		expect(isCaughtUp(state(at(103, 10_000)), at(102, 10_000))).toBe(false);
	});

	test('by the table, a dead voter has not', () => {
		const found = parseReplication(dynamic)!;
		expect(found.voters.map(voter => isCaughtUp(found, voter))).toEqual([true, true, false]);
	});
});

describe('the controllers are asked', () => {
	test('one after the other, until it is the active one', async () => {
		const {context, asked} = fakeQuorum({leader: 'kafka-03', voters: {'kafka-01': {}, 'kafka-02': {down: true}, 'kafka-03': {}}});
		expect(await quorumState(context, kraftCluster)).toMatchObject({leader: 103});
		expect(asked).toEqual(['kafka-01:9093', 'kafka-02:9093', 'kafka-03:9093']);
	});

	test('and none of them knows where none is active', async () => {
		const {context} = fakeQuorum({voters: {'kafka-01': {}, 'kafka-02': {}, 'kafka-03': {}}});
		expect(await quorumState(context, kraftCluster)).toBeUndefined();
	});

	test('by the tool where a host opens no channels: at all of them, for the first may be down', async () => {
		const commands: string[] = [];
		const context = fakeContext({
			async exec({text}) {
				commands.push(text);
				return {code: 0, stdout: dynamic, stderr: ''};
			},
			async dial() {
				throw new DialError('no channels', {noWay: true});
			},
			close: async () => {},
		});
		expect(await quorumState(context, kraftCluster)).toMatchObject({leader: 102});
		expect(commands).toHaveLength(1);
		expect(commands[0]).toContain(
			'kafka-metadata-quorum --bootstrap-controller kafka-01:9093,kafka-02:9093,kafka-03:9093 describe --replication',
		);
	});
});
