import {describe, expect, test} from 'vitest';
import type {Connection, Dialed} from '../../../../source/core/connection.ts';
import {DialError} from '../../../../source/core/errors.ts';
import type {Registered} from '../../../../source/kafka/metadata.ts';
import {
	assignments,
	authorities,
	controllerHost,
	registered,
	serves,
	uncontrolled,
} from '../../../../source/kafka/roles/controller/registered.ts';
import {readController} from '../../../../source/kafka/roles/controller/registered-by-commands.ts';
import {fakeContext} from '../../../helpers/context.ts';
import {fakeKafka} from '../../../helpers/fake-kafka.ts';
import {type FakeQuorum, quorumAnswer} from '../../../helpers/fake-quorum.ts';
import {kraftCluster} from '../../../helpers/sample-cluster.ts';
import {clusterId, directoryId, runningStandings} from '../../../helpers/standings.ts';

const well: FakeQuorum = {leader: 'kafka-02', voters: {'kafka-01': {}, 'kafka-02': {}, 'kafka-03': {}}};

type Broker = {
	readonly ids?: readonly number[];
	readonly quorum?: FakeQuorum;
	readonly clusterId?: string;
	readonly port?: number;
};

/** What a broker says of its cluster. What it advertises leads elsewhere. */
const broker = ({ids = [1, 2, 3], quorum = well, clusterId: id = clusterId, port = 9092}: Broker = {}) =>
	fakeKafka({
		metadata: () => ({
			throttleTimeMs: 0,
			brokers: ids.map(nodeId => ({nodeId, host: 'evil.example', port, rack: undefined})),
			clusterId: id,
			controllerId: 3,
			topics: ['orders', '__consumer_offsets'].map(name => ({
				errorCode: 0,
				name,
				topicId: '0'.repeat(32),
				isInternal: name.startsWith('__'),
				partitions: [
					{
						errorCode: 0,
						partitionIndex: 0,
						leaderId: 1,
						leaderEpoch: 0,
						replicaNodes: [1, 2],
						isrNodes: [1],
						offlineReplicas: [],
					},
				],
				topicAuthorizedOperations: 0,
			})),
		}),
		describeQuorum: () => quorumAnswer(quorum),
	});

/** kafka-01, from which these answer: `HOST:PORT` → a broker. */
function host(answers: Readonly<Record<string, () => Dialed>>, listening = '') {
	const asked: string[] = [];
	const connection: Connection = {
		exec: async () => ({code: 0, stdout: listening, stderr: ''}),
		async dial(name, port) {
			asked.push(`${name}:${port}`);
			const answer = answers[`${name}:${port}`];
			if (answer === undefined) throw new DialError(`nobody at ${name}:${port}`, {noWay: false});
			return answer();
		},
		close: async () => {},
	};
	return {asked, connection, context: fakeContext(connection)};
}

describe('what is known of the brokers', () => {
	test('is asked of the broker of the host itself, and leads to the names of the cluster file', async () => {
		const {context, asked} = host({'kafka-01:9092': broker()});
		expect(await registered(context, kraftCluster)).toEqual({
			ids: [1, 2, 3],
			endpoints: ['kafka-01', 'kafka-02', 'kafka-03'].map(name => ({host: name, port: 9092})),
			controller: 102,
			topics: ['orders', '__consumer_offsets'],
		});
		expect(asked).toEqual(['kafka-01:9092']);
	});

	test('is asked of the others where that does not answer, and on the port that it still has while that changes', async () => {
		const {context, asked} = host({'kafka-03:9092': broker({ids: [3]})});
		expect(await registered(context, kraftCluster)).toMatchObject({ids: [3]});
		expect(asked).toEqual(['kafka-01:9092', 'kafka-02:9092', 'kafka-03:9092']);
		const moving = host({'kafka-01:9095': broker()}, 'pid 7\nLISTEN 0 50 *:9095 *:* users:(("java",pid=7,fd=1))\n');
		expect(await registered(moving.context, kraftCluster)).toMatchObject({ids: [1, 2, 3]});
	});

	test('is unknown where nobody answers', async () => {
		expect(await registered(host({}).context, kraftCluster)).toBeUndefined();
	});

	test('has no controller while none is active, and no address that cannot be one', async () => {
		const found = await registered(
			host({'kafka-01:9092': broker({quorum: {voters: {}}, port: 70_000, ids: [1, 9]})}).context,
			kraftCluster,
		);
		expect(found).toMatchObject({ids: [1, 9], endpoints: [], controller: undefined});
	});

	test('comes from the others before the one that is to be restarted', () => {
		const known: Registered = {
			ids: [1, 2, 3],
			endpoints: ['kafka-01', 'kafka-02', 'kafka-03'].map(name => ({host: name, port: 9092})),
			controller: 102,
			topics: [],
		};
		expect(authorities(kraftCluster, 1, known).map(one => one.host)).toEqual(['kafka-02', 'kafka-03', 'kafka-01']);
	});
});

describe('the active controller', () => {
	const known = (controller: number | undefined): Registered => ({ids: [1, 2, 3], endpoints: [], controller, topics: []});
	const obstacleWith = (controller: number | undefined) => uncontrolled(host({}).context, kraftCluster, 1, known(controller));

	test('has to be one of the file before a broker is stopped: without one it would hang for minutes', async () => {
		expect(await obstacleWith(102)).toBeUndefined();
		for (const none of [undefined, 1, 109]) {
			expect(await obstacleWith(none)).toMatchObject({what: 'one of the controllers to be the active one'});
		}
	});

	test('is a node of the controllers, not a broker of the same number', () => {
		expect([controllerHost(kraftCluster, 103), controllerHost(kraftCluster, 3), controllerHost(kraftCluster, undefined)]).toEqual(
			['kafka-03', undefined, undefined],
		);
	});

	test.each<[string, number | undefined]>([
		['ClusterId:              rD8O\nLeaderId:               102\nLeaderEpoch:            3\n', 102],
		['LeaderId: -1\n', undefined],
		['LeaderId: 102; rm -rf /\n', undefined],
		[`LeaderId: ${'9'.repeat(40)}\n`, undefined],
		['the LeaderId: 7\n', undefined],
		['', undefined],
	])('is read from the answer of the tool: %j', (stdout, id) => {
		expect(readController(stdout)).toBe(id);
	});
});

describe('what a host serves, before a run', () => {
	const settings = {listeners: 'PLAINTEXT://:9092,CONTROLLER://:9093'};

	test('is what its broker says: the cluster, its brokers, and who votes', async () => {
		const {connection, asked} = host({'localhost:9092': broker({ids: [2, 3]})});
		const serving = await serves(connection, settings);
		expect(serving).toMatchObject({clusterId, brokers: [2, 3]});
		expect(serving?.voters?.map(({id, directoryId: one}) => [id, one])).toEqual(
			['kafka-01', 'kafka-02', 'kafka-03'].map((name, index) => [101 + index, directoryId(name, 'controller')]),
		);
		expect(asked).toEqual(['localhost:9092']);
	});

	test('is asked at the one address on which it listens; a name there, or all addresses, are none', async () => {
		for (const [listeners, address] of [
			['PLAINTEXT://10.0.0.5:9092,CONTROLLER://10.0.0.5:9093', '10.0.0.5'],
			['PLAINTEXT://[fd00::5]:9092', 'fd00::5'],
			['PLAINTEXT://0.0.0.0:9092', 'localhost'],
			['PLAINTEXT://elsewhere:9092', 'localhost'],
		] as const) {
			const {connection, asked} = host({[`${address}:9092`]: broker({ids: [2, 3]})});
			expect(await serves(connection, {listeners})).toMatchObject({clusterId});
			expect(asked).toEqual([`${address}:9092`]);
		}
		const standing = runningStandings(kraftCluster).get('kafka-01')!;
		const {connection} = host({'10.0.0.5:9092': broker()});
		expect(await assignments(connection, {...standing, kafka: {...standing.kafka!, address: '10.0.0.5'}})).toHaveLength(2);
	});

	test('has no cluster id that is none', async () => {
		const {connection} = host({'localhost:9092': broker({clusterId: '$(reboot)'})});
		expect(await serves(connection, settings)).toMatchObject({clusterId: undefined});
	});

	test('is nothing without a broker, a port, or an answer', async () => {
		const {connection, asked} = host({});
		const nothing: Parameters<typeof serves>[1][] = [
			undefined,
			{},
			{listeners: 'PLAINTEXT://:0'},
			{listeners: 'PLAINTEXT://:99999'},
		];
		for (const none of nothing) {
			expect(await serves(connection, none)).toBeUndefined();
		}
		expect(asked).toEqual([]);
		expect(await serves(connection, settings)).toBeUndefined();
	});

	test('has the copies of partitions, too', async () => {
		const standing = runningStandings(kraftCluster).get('kafka-01')!;
		const {connection} = host({'localhost:9092': broker()});
		expect(await assignments(connection, standing)).toEqual([
			{topic: 'orders', partition: 0, replicas: [1, 2], inSync: [1]},
			{topic: '__consumer_offsets', partition: 0, replicas: [1, 2], inSync: [1]},
		]);
		expect(await assignments(connection, {...standing, kafka: undefined})).toBeUndefined();
		expect(await assignments(host({}).connection, standing)).toBeUndefined();
	});
});
