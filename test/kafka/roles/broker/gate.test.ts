import {describe, expect, it} from 'vitest';
import {DialError} from '../../../../source/core/errors.ts';
import {afterBroker, beforeBroker} from '../../../../source/kafka/roles/broker/gate.ts';
import {parseDescribe} from '../../../../source/kafka/roles/broker/partitions.ts';
import {fakeContext} from '../../../helpers/context.ts';
import {type Answer, fakeConnection} from '../../../helpers/fake-connection.ts';
import {fakeKafka} from '../../../helpers/fake-kafka.ts';
import {sampleCluster} from '../../../helpers/sample-cluster.ts';
import {zookeeperAnswers} from '../../../helpers/zookeeper-answers.ts';

/** What ZooKeeper says of the brokers. */
const registered = (
	ids: readonly number[],
	{
		port = 9092,
		controller = 1,
		topics = [],
		deleted = [],
	}: {port?: number; controller?: number | null; topics?: readonly string[]; deleted?: readonly string[]} = {},
): Answer => ({
	command: '/dev\\/tcp\\/kafka-01\\/2181 && printf/',
	stdout: zookeeperAnswers([
		ids.map(String),
		controller === null
			? undefined
			: `{"version":2,"brokerid":${controller},"timestamp":"1700000000000","kraftControllerEpoch":-1}`,
		topics,
		deleted,
		...[1, 2, 3].map(id =>
			ids.includes(id)
				? `{"features":{},"endpoints":["PLAINTEXT://kafka-0${id}:${port}"],"jmx_port":-1,"port":${port},"host":"kafka-0${id}","version":5}`
				: undefined,
		),
	]),
});
const silent = (name: string): Answer => ({command: `/dev\\/tcp\\/${name}\\/2181 && printf/`, code: 124});
const zookeeperSilent = ['kafka-01', 'kafka-02', 'kafka-03'].map(silent);
const listening = (pid: number, ...ports: readonly number[]): Answer => ({
	command: 'pid=$(systemctl show confluent-kafka -p MainPID --value); echo "pid $pid"; ss -Hltnp 2>/dev/null | grep "pid=$pid,"',
	stdout: `pid ${pid}\n${ports.map(port => `LISTEN 0 50 *:${port} *:* users:(("java",pid=${pid},fd=1))\n`).join('')}`,
	code: ports.length > 0 ? 0 : 1,
});
const asked = (host: string, port: number, code: number): Answer => ({
	command: `/dev\\/tcp\\/${host}\\/${port} && printf/`,
	code,
});
type Topic = {
	readonly name: string;
	readonly minimum: number;
	readonly replicas: readonly number[];
	readonly inSync: readonly number[];
	readonly to?: readonly number[];
};
const topic = (
	name: string,
	minimum: number,
	replicas: readonly number[],
	inSync: readonly number[] = replicas,
	to?: readonly number[],
): Topic => ({
	name,
	minimum,
	replicas,
	inSync,
	...(to === undefined ? {} : {to}),
});

/** What the controller says of the topics, each of one partition. */
const describes = (topics: readonly Topic[], controller = 'kafka-01', port = 9092): Answer => ({
	command: `dial ${controller}:${port}`,
	dialed: fakeKafka({
		metadata: () => ({
			throttleTimeMs: 0,
			brokers: [],
			clusterId: undefined,
			controllerId: 1,
			topics: topics.map(({name, replicas, inSync}) => ({
				errorCode: 0,
				name,
				topicId: '0'.repeat(32),
				isInternal: false,
				partitions: [
					{
						errorCode: inSync.length === 0 ? 5 : 0,
						partitionIndex: 0,
						leaderId: inSync[0] ?? -1,
						leaderEpoch: 0,
						replicaNodes: replicas,
						isrNodes: inSync,
						offlineReplicas: [],
					},
				],
				topicAuthorizedOperations: 0,
			})),
		}),
		describeConfigs: ({resources}) => ({
			throttleTimeMs: 0,
			results: resources.map(({resourceName}) => ({
				errorCode: 0,
				errorMessage: undefined,
				resourceType: 2,
				resourceName,
				configs: [
					{
						name: 'min.insync.replicas',
						value: String(topics.find(({name}) => name === resourceName)!.minimum),
						readOnly: false,
						configSource: 5,
						isSensitive: false,
						synonyms: [],
						configType: 3,
						documentation: undefined,
					},
				],
			})),
		}),
		listPartitionReassignments: () => ({
			throttleTimeMs: 0,
			errorCode: 0,
			errorMessage: undefined,
			topics: topics.flatMap(({name, replicas, to}) =>
				to === undefined ? [] : [{name, partitions: [{partitionIndex: 0, replicas, addingReplicas: to, removingReplicas: []}]}],
			),
		}),
	}),
});
const deaf = (at: string, noWay: boolean): Answer => ({
	command: `dial ${at}`,
	dialed() {
		throw new DialError('no', {noWay});
	},
});
const whole = [topic('a', 2, [2, 1, 3])];
const quick = {limitMs: 60_000, pollMs: 1};
const [one] = sampleCluster.hosts;

async function pass(gate: typeof beforeBroker, script: readonly Answer[], cluster = sampleCluster) {
	const connection = fakeConnection(script);
	const context = fakeContext(connection);
	await gate(context, cluster, one!, quick);
	connection.done();
	return context.seen;
}

describe('before a restart', () => {
	it('a whole cluster takes two questions', async () => {
		expect(await pass(beforeBroker, [registered([1, 2, 3]), describes(whole)])).toMatchObject({waiting: [], notes: []});
	});

	it('the brokers are asked where they listen now, for their port may be what changes', async () => {
		await pass(beforeBroker, [registered([1, 2, 3], {port: 9999}), describes(whole, 'kafka-01', 9999)]);
	});

	it.each<[string, Answer[], string]>([
		['ZooKeeper does not answer', zookeeperSilent, 'ZooKeeper to answer'],
		['a broker is not registered', [registered([1, 3])], 'kafka-02 to register in ZooKeeper'],
		['no broker answers', [registered([1, 2, 3]), deaf('kafka-01:9092', false), {command: ':'}], 'the brokers to answer'],
		[
			'a partition is offline',
			[registered([1, 2, 3]), describes([topic('b', 1, [2], []), ...whole])],
			'1 offline partition to get a leader: b-0',
		],
		[
			'a partition needs this copy',
			[registered([1, 2, 3]), describes([topic('a', 2, [2, 1, 3], [2, 1])])],
			'1 partition to have more in-sync replicas than min.insync.replicas: a-0',
		],
		[
			'a partition elsewhere lacks a copy',
			[registered([1, 2, 3]), describes([topic('a', 1, [2, 3], [2])])],
			'1 under-replicated partition to catch up: a-0',
		],
		[
			'a reassignment runs',
			[registered([1, 2, 3]), describes([topic('a', 1, [3, 1, 2], [1, 2], [3])])],
			'1 partition to be moved by the running reassignment: a-0',
		],
	])('%s: it waits', async (_what, answers, waiting) => {
		const seen = await pass(beforeBroker, [...answers, registered([1, 2, 3]), describes(whole)]);
		expect(seen.waiting).toEqual([waiting]);
	});

	it('a controller that does not know all topics yet is no proof: it waits', async () => {
		const seen = await pass(beforeBroker, [
			registered([1, 2, 3], {topics: ['a']}),
			describes([]),
			registered([1, 2, 3], {topics: ['a', 'gone'], deleted: ['gone']}),
			describes(whole),
		]);
		expect(seen.waiting).toEqual(['the brokers to answer']);
	});

	it('topics that can never do without a copy are named, and do not block', async () => {
		const mine = [topic('single', 2, [1]), topic('two', 2, [1, 3], [3, 1])];
		const elsewhere = [topic('other', 1, [2])];
		const seen = await pass(beforeBroker, [registered([1, 2, 3]), describes([...mine, ...elsewhere, ...whole])]);
		expect(seen.waiting).toEqual([]);
		expect(seen.notes).toEqual([
			'unavailable during the restart (one replica): single',
			'no writes during the restart (min.insync.replicas): two',
		]);
	});

	it('a broker that ZooKeeper does not know and that is dead or hangs keeps nobody waiting', async () => {
		const note = 'it was not registered in ZooKeeper and did not answer: restarted without waiting for the others';
		expect((await pass(beforeBroker, [registered([2, 3]), listening(0)])).notes).toEqual([note]);
		const hangs = [registered([2, 3]), listening(77, 9999), asked('kafka-01', 9092, 1), asked('kafka-01', 9999, 124)];
		expect((await pass(beforeBroker, hangs)).notes).toEqual([note]);
	});

	it('a broker that ZooKeeper does not know, but lives and answers, is not restarted: it waits for it to register', async () => {
		const lives = [
			registered([], {controller: null}),
			listening(77, 9999),
			asked('kafka-01', 9092, 1),
			asked('kafka-01', 9999, 0),
		];
		const seen = await pass(beforeBroker, [...lives, registered([1, 2, 3]), describes(whole)]);
		expect(seen).toMatchObject({waiting: ['kafka-01, kafka-02, kafka-03 to register in ZooKeeper'], notes: []});
	});

	it('one that never registers ends the step, with what was seen and what to do', async () => {
		const connection = fakeConnection([registered([2, 3]), listening(77, 9092), asked('kafka-01', 9092, 0)]);
		const gate = beforeBroker(fakeContext(connection), sampleCluster, one!, {limitMs: -1, pollMs: 1});
		await expect(gate).rejects.toMatchObject({
			message: expect.stringContaining('waited for kafka-01 to register in ZooKeeper'),
			hint: expect.stringMatching(
				/kafka-01 runs and answers, but ZooKeeper does not know it: .*systemctl restart confluent-kafka/,
			),
		});
		connection.done();
	});

	it.each<[string, Answer[], string]>([
		[
			'no broker is the controller',
			[registered([1, 2, 3], {controller: null})],
			'one of the brokers to be the active controller',
		],
		['the controller is gone', [registered([1, 2, 3], {controller: 7})], 'one of the brokers to be the active controller'],
		[
			'the controller does not answer',
			[registered([1, 2, 3], {controller: 2}), asked('kafka-02', 9092, 124)],
			'kafka-02, the active controller, to answer',
		],
	])('%s: a controlled shutdown is not begun', async (_what, answers, waiting) => {
		const next = [registered([1, 2, 3], {controller: 3}), asked('kafka-03', 9092, 0), describes(whole, 'kafka-03')];
		expect((await pass(beforeBroker, [...answers, ...next])).waiting).toEqual([waiting]);
	});

	it('the only broker asks nothing, and says what that means', async () => {
		const alone = {...sampleCluster, roles: {...sampleCluster.roles, kafka: ['kafka-01']}};
		expect((await pass(beforeBroker, [], alone)).notes).toEqual(['the only broker: clients wait while it restarts']);
	});
});

describe('after a restart', () => {
	it('it is registered, then in every ISR, and what others lack is for the next gate', async () => {
		const elsewhere = [topic('b', 1, [2, 3], [2])];
		const seen = await pass(afterBroker, [
			registered([2, 3]),
			registered([1, 2, 3]),
			describes([topic('a', 2, [2, 1, 3], [2, 3])]),
			registered([1, 2, 3]),
			describes([...whole, ...elsewhere]),
		]);
		expect(seen.waiting).toEqual(['kafka-01 to register in ZooKeeper', '1 partition to have kafka-01 in sync again: a-0']);
	});
});

describe('where the host opens no channels', () => {
	it('the partitions are asked for by kafka-topics', async () => {
		const described = {
			command: '/ timeout 60 kafka-topics --bootstrap-server kafka-01:9092,kafka-02:9092,kafka-03:9092 --describe$/',
			stdout: '\tTopic: a\tPartition: 0\tLeader: 2\tReplicas: 2,1,3\tIsr: 2,1\n',
		};
		const rest = {...described, stdout: described.stdout.replace('Isr: 2,1', 'Isr: 2,1,3')};
		const once = [registered([1, 2, 3]), deaf('kafka-01:9092', true)];
		const seen = await pass(beforeBroker, [...once, described, ...once, rest]);
		expect(seen.waiting).toEqual(['1 under-replicated partition to catch up: a-0']);
	});
});

const line = (name: string, replicas: string, isr: string) =>
	`\tTopic: ${name}\tPartition: 0\tLeader: ${isr.split(',')[0]}\tReplicas: ${replicas}\tIsr: ${isr}\tElr: N/A\tLastKnownElr: N/A`;
const heading = (name: string) =>
	`Topic: ${name}\tTopicId: YWoNy-8WSgWYoJK3TIuYCQ\tPartitionCount: 1\tReplicationFactor: 2\tConfigs: `;

describe('the answer of kafka-topics --describe', () => {
	it('is read, also with a name that looks like a field', () => {
		const partitions = parseDescribe([heading('Isr'), line('Isr', '3,10', '10'), 'WARNING: words', ''].join('\n'));
		expect(partitions).toEqual([
			{topic: 'Isr', partition: 0, hasLeader: true, replicas: [3, 10], inSync: [10], moving: false, minInSync: 1},
		]);
	});

	it.each([
		['a name that is none', line('a b', '1', '1')],
		['replicas that are no ids', line('a', '1,x', '1')],
		['a partition without a number', line('a', '1', '1').replace('Partition: 0', 'Partition: $(id)')],
	])('with %s is no answer', (_what, text) => {
		expect(parseDescribe(text)).toBeUndefined();
	});
});
