import {describe, expect, it} from 'vitest';
import {afterBroker, beforeBroker} from '../../source/kafka/broker-gate.ts';
import {parseDescribe} from '../../source/kafka/partitions.ts';
import {fakeContext} from '../helpers/context.ts';
import {type Answer, fakeConnection} from '../helpers/fake-connection.ts';
import {sampleCluster} from '../helpers/sample-cluster.ts';

// As zookeeper-shell 3.9 writes it when it reads its commands from a pipe.
const shell = (ids: readonly number[], port = 9092): Answer => ({
	command:
		"printf '%s\\n' 'ls /brokers/ids' 'get /brokers/ids/1' 'get /brokers/ids/2' 'get /brokers/ids/3' | timeout 30 zookeeper-shell kafka-01:2181,kafka-02:2181,kafka-03:2181 2>/dev/null",
	stdout: [
		'Connecting to kafka-01:2181\nWelcome to ZooKeeper!\nJLine support is disabled\n\nWATCHER::\n',
		'WatchedEvent state:SyncConnected type:None path:null',
		`[${ids.join(', ')}]`,
		...ids.map(
			id =>
				`{"features":{},"endpoints":["PLAINTEXT://kafka-0${id}:${port}"],"jmx_port":-1,"port":${port},"host":"kafka-0${id}","version":5}`,
		),
	].join('\n'),
});
const topic = (name: string, factor: number, configs: string) =>
	`Topic: ${name}\tTopicId: YWoNy-8WSgWYoJK3TIuYCQ\tPartitionCount: 1\tReplicationFactor: ${factor}\tConfigs: ${configs}`;
const line = (name: string, replicas: string, isr: string, more = '', leader: string = isr.split(',')[0]!) =>
	`\tTopic: ${name}\tPartition: 0\tLeader: ${leader}\tReplicas: ${replicas}\tIsr: ${isr}${more}\tElr: N/A\tLastKnownElr: N/A`;
const describes = (lines: readonly string[], port = 9092): Answer => ({
	command: `timeout 60 kafka-topics --bootstrap-server ${[1, 2, 3].map(id => `kafka-0${id}:${port}`).join(',')} --describe`,
	stdout: `${lines.join('\n')}\n`,
});
const min2 = 'cleanup.policy=compact,min.insync.replicas=2,segment.bytes=104857600';
const whole = [topic('a', 3, min2), line('a', '2,1,3', '2,1,3')];
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
		expect(await pass(beforeBroker, [shell([1, 2, 3]), describes(whole)])).toMatchObject({waiting: [], notes: []});
	});

	it('the brokers are asked where they listen now, for their port may be what changes', async () => {
		await pass(beforeBroker, [shell([1, 2, 3], 9999), describes(whole, 9999)]);
	});

	it.each<[string, Answer[], string]>([
		['ZooKeeper does not answer', [{command: '/zookeeper-shell/', code: 124}], 'ZooKeeper to answer'],
		['a broker is not registered', [shell([1, 3])], 'kafka-02 to register in ZooKeeper'],
		['no broker answers', [shell([1, 2, 3]), {command: '/kafka-topics/', code: 1}], 'the brokers to answer'],
		[
			'a partition is offline',
			[shell([1, 2, 3]), describes([topic('b', 1, ''), line('b', '2', '', '', 'none'), ...whole])],
			'1 offline partition to get a leader: b-0',
		],
		[
			'a partition needs this copy',
			[shell([1, 2, 3]), describes([topic('a', 3, min2), line('a', '2,1,3', '2,1')])],
			'1 partition to have more copies in sync than min.insync.replicas: a-0',
		],
		[
			'a partition elsewhere lacks a copy',
			[shell([1, 2, 3]), describes([topic('a', 2, ''), line('a', '2,3', '2')])],
			'1 under-replicated partition to catch up: a-0',
		],
		[
			'a reassignment runs',
			[shell([1, 2, 3]), describes([topic('a', 3, ''), line('a', '3,1,2', '1,2', '\tAdding Replicas: 3\tRemoving Replicas: 2')])],
			'1 partition to be moved by the running reassignment: a-0',
		],
	])('%s: it waits', async (_what, answers, waiting) => {
		const seen = await pass(beforeBroker, [...answers, shell([1, 2, 3]), describes(whole)]);
		expect(seen.waiting).toEqual([waiting]);
	});

	it('topics that can never do without a copy are named, and do not block', async () => {
		const lines = [topic('single', 1, min2), line('single', '1', '1'), topic('two', 2, min2), line('two', '1,3', '3,1')];
		const elsewhere = [topic('other', 1, ''), line('other', '2', '2')];
		const seen = await pass(beforeBroker, [shell([1, 2, 3]), describes([...lines, ...elsewhere, ...whole])]);
		expect(seen.waiting).toEqual([]);
		expect(seen.notes).toEqual([
			'while it restarted, nobody had the only copy of some partitions of: single',
			'while it restarted, there were fewer copies than min.insync.replicas of: two',
		]);
	});

	it('a broker that the cluster does not count on keeps nobody waiting', async () => {
		const seen = await pass(beforeBroker, [shell([2, 3])]);
		expect(seen.notes).toEqual(['it was not registered in ZooKeeper: restarted without waiting for the others']);
	});

	it('the only broker asks nothing, and says what that means', async () => {
		const alone = {...sampleCluster, roles: {...sampleCluster.roles, kafka: ['kafka-01']}};
		expect((await pass(beforeBroker, [], alone)).notes).toEqual(['the only broker: clients wait while it restarts']);
	});
});

describe('after a restart', () => {
	it('it is registered, then in every ISR, and what others lack is for the next gate', async () => {
		const elsewhere = [topic('b', 2, ''), line('b', '2,3', '2')];
		const seen = await pass(afterBroker, [
			shell([2, 3]),
			shell([1, 2, 3]),
			describes([topic('a', 3, min2), line('a', '2,1,3', '2,3')]),
			shell([1, 2, 3]),
			describes([...whole, ...elsewhere]),
		]);
		expect(seen.waiting).toEqual(['kafka-01 to register in ZooKeeper', '1 partition to have kafka-01 in sync again: a-0']);
	});
});

describe('the answer of kafka-topics --describe', () => {
	it('is read, also with a name that looks like a field', () => {
		const partitions = parseDescribe([topic('Isr', 2, ''), line('Isr', '3,10', '10'), 'WARNING: words', ''].join('\n'));
		expect(partitions).toEqual([
			{topic: 'Isr', partition: 0, hasLeader: true, replicas: [3, 10], inSync: [10], moving: false, minInSync: 1},
		]);
	});
});
