import {describe, expect, it} from 'vitest';
import {afterBroker, beforeBroker} from '../../../../source/kafka/roles/broker/gate.ts';
import {parseDescribe} from '../../../../source/kafka/roles/broker/partitions.ts';
import {fakeContext} from '../../../helpers/context.ts';
import {type Answer, fakeConnection} from '../../../helpers/fake-connection.ts';
import {sampleCluster} from '../../../helpers/sample-cluster.ts';

// As zookeeper-shell 3.9 writes it when it reads its commands from a pipe.
const shell = (
	ids: readonly number[],
	{port = 9092, controller = 1}: {port?: number; controller?: number | null} = {},
): Answer => ({
	command:
		"printf '%s\\n' 'ls /brokers/ids' 'get /brokers/ids/1' 'get /brokers/ids/2' 'get /brokers/ids/3' 'get /controller' | timeout 30 zookeeper-shell kafka-01:2181,kafka-02:2181,kafka-03:2181 2>/dev/null",
	stdout: [
		'Connecting to kafka-01:2181\nWelcome to ZooKeeper!\nJLine support is disabled\n\nWATCHER::\n',
		'WatchedEvent state:SyncConnected type:None path:null',
		`[${ids.join(', ')}]`,
		...ids.map(
			id =>
				`{"features":{},"endpoints":["PLAINTEXT://kafka-0${id}:${port}"],"jmx_port":-1,"port":${port},"host":"kafka-0${id}","version":5}`,
		),
		...(controller === null
			? []
			: [`{"version":2,"brokerid":${controller},"timestamp":"1700000000000","kraftControllerEpoch":-1}`]),
	].join('\n'),
});
const listening = (pid: number, ...ports: readonly number[]): Answer => ({
	command: 'pid=$(systemctl show confluent-kafka -p MainPID --value); echo "pid $pid"; ss -Hltnp 2>/dev/null | grep "pid=$pid,"',
	stdout: `pid ${pid}\n${ports.map(port => `LISTEN 0 50 *:${port} *:* users:(("java",pid=${pid},fd=1))\n`).join('')}`,
	code: ports.length > 0 ? 0 : 1,
});
const asked = (host: string, port: number, code: number): Answer => ({
	command: `/dev\\/tcp\\/${host}\\/${port} && printf/`,
	code,
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
		await pass(beforeBroker, [shell([1, 2, 3], {port: 9999}), describes(whole, 9999)]);
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
			'1 partition to have more in-sync replicas than min.insync.replicas: a-0',
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
			'unavailable during the restart (one replica): single',
			'no writes during the restart (min.insync.replicas): two',
		]);
	});

	it('a broker that ZooKeeper does not know and that is dead or hangs keeps nobody waiting', async () => {
		const note = 'it was not registered in ZooKeeper and did not answer: restarted without waiting for the others';
		expect((await pass(beforeBroker, [shell([2, 3]), listening(0)])).notes).toEqual([note]);
		const hangs = [shell([2, 3]), listening(77, 9999), asked('kafka-01', 9092, 1), asked('kafka-01', 9999, 124)];
		expect((await pass(beforeBroker, hangs)).notes).toEqual([note]);
	});

	it('a broker that ZooKeeper does not know, but lives and answers, is not restarted: it waits for it to register', async () => {
		const lives = [shell([], {controller: null}), listening(77, 9999), asked('kafka-01', 9092, 1), asked('kafka-01', 9999, 0)];
		const seen = await pass(beforeBroker, [...lives, shell([1, 2, 3]), describes(whole)]);
		expect(seen).toMatchObject({waiting: ['kafka-01, kafka-02, kafka-03 to register in ZooKeeper'], notes: []});
	});

	it('one that never registers ends the step, with what was seen and what to do', async () => {
		const connection = fakeConnection([shell([2, 3]), listening(77, 9092), asked('kafka-01', 9092, 0)]);
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
		['no broker is the controller', [shell([1, 2, 3], {controller: null})], 'one of the brokers to be the active controller'],
		['the controller is gone', [shell([1, 2, 3], {controller: 7})], 'one of the brokers to be the active controller'],
		[
			'the controller does not answer',
			[shell([1, 2, 3], {controller: 2}), asked('kafka-02', 9092, 124)],
			'kafka-02, the active controller, to answer',
		],
	])('%s: a controlled shutdown is not begun', async (_what, answers, waiting) => {
		const next = [shell([1, 2, 3], {controller: 3}), asked('kafka-03', 9092, 0), describes(whole)];
		expect((await pass(beforeBroker, [...answers, ...next])).waiting).toEqual([waiting]);
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

	it.each([
		['a name that is none', line('a b', '1', '1')],
		['replicas that are no ids', line('a', '1,x', '1')],
		['a partition without a number', line('a', '1', '1').replace('Partition: 0', 'Partition: $(id)')],
	])('with %s is no answer', (_what, text) => {
		expect(parseDescribe(text)).toBeUndefined();
	});
});
