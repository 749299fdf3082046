import {describe, expect, test, vi} from 'vitest';
import type {CommandResult} from '../../source/core/connection.ts';
import type {Host} from '../../source/core/inventory.ts';
import {pause} from '../../source/core/pause.ts';
import {brokerTests} from '../../source/kafka/roles/broker/broker-tests.ts';
import {smokeTest} from '../../source/kafka/smoke-test/stage.ts';
import {fakeContext} from '../helpers/context.ts';
import {type Faults, fakeBrokers, type Partition} from '../helpers/fake-brokers.ts';
import {sampleCluster} from '../helpers/sample-cluster.ts';

const hosts = sampleCluster.hosts as readonly [Host, Host, Host];
const all = sampleCluster.roles.kafka;
const whole = (leader: string): Partition => ({leader, replicas: all, inSync: all});

function cluster(
	faults: Faults = {},
	topics = new Map([['orders', [whole('kafka-01')]]]),
	signal = new AbortController().signal,
	byCommands = false,
) {
	const {dial, deleted, write, read} = fakeBrokers(topics, faults);
	const commands: string[] = [];
	const contextOf = (host: Host) =>
		fakeContext(
			{
				dial: dial(host.name),
				async exec({text}): Promise<CommandResult> {
					commands.push(text);
					const [, topic = '', , most] = /--topic (\S+)( .*--max-messages (\d+))?/.exec(text) ?? [];
					if (text.includes('--create') && !topics.has(topic))
						topics.set(
							topic,
							hosts.map(({name}) => whole(name)),
						);
					if (text.includes('kafka-console-producer')) write(topic, hosts.indexOf(host), `written on ${host.name}`);
					// As a consumer does, it waits for as many as it was told, and not for ever.
					for (let wait = 0; wait < 30 && read(topic).length < Number(most ?? 0); wait++) await pause(10, signal);
					const stdout = text.includes('kafka-console-consumer') ? read(topic).slice(0, Number(most)).join('\n') : '';
					return {code: 0, stdout, stderr: ''};
				},
				async close() {},
			},
			{host, signal, byCommands: () => byCommands},
		);
	const contexts = hosts.map(contextOf);
	const kafka = (id: string) => {
		const steps = brokerTests(sampleCluster, hosts);
		return Promise.all(
			hosts.map(async (host, at) =>
				steps(host)
					.find(step => step.id === id)
					?.apply?.(contexts[at]!),
			),
		);
	};
	const smoke = () => {
		const steps = smokeTest(sampleCluster, hosts, {alone: true}).begin();
		return Promise.all(hosts.map((host, at) => steps(host)[0]!.apply!(contexts[at]!)));
	};
	return {kafka, smoke, topics, deleted, commands, contexts};
}

/** Waits of many seconds are over soon. */
function hurry() {
	vi.useFakeTimers({toFake: ['Date'], now: 0});
	const ticking = setInterval(() => vi.setSystemTime(Date.now() + 5000), 20);
	return {
		end() {
			clearInterval(ticking);
			vi.useRealTimers();
		},
	};
}

describe('where nothing changed', () => {
	test('Kafka is asked itself, and no program is run', async () => {
		const {kafka, smoke, topics, deleted, commands, contexts} = cluster();
		await kafka('topics');
		await kafka('copies');
		await smoke();
		expect(commands).toEqual([]);
		expect(deleted).toEqual([expect.stringMatching(/^kafka-setup-smoke-test-[0-9a-f]{8}$/)]);
		expect([...topics.keys()]).toEqual(['orders']);
		expect(contexts[0]!.seen.shown).toEqual([
			'? the topics of kafka-01:9092',
			'? the partitions of kafka-01:9092 of which copies are missing',
			expect.stringMatching(/^\? create topic kafka-setup-smoke-test-/),
			'? write a record to kafka-01:9092, to be acknowledged by all its copies',
			'? read the records of kafka-01, kafka-02, kafka-03 from their brokers, and their copies from kafka-01:9092',
		]);
		expect(contexts[1]!.seen.reports).toEqual([{kind: 'endpoint', host: 'kafka-02', address: 'kafka-02:9092'}]);
	});

	test('a broker with another list of topics is told', async () => {
		const hurried = hurry();
		const {kafka} = cluster({topicsOf: name => (name === 'kafka-02' ? ['others'] : ['orders'])});
		await expect(kafka('topics')).rejects.toThrow(/the brokers know different topics: .*\[others\]/);
		hurried.end();
	});

	test('a topic that is made between two lists is no difference', async () => {
		let lists = 0;
		const {kafka} = cluster({topicsOf: () => (++lists === 1 ? [] : ['made', 'orders'])});
		await kafka('topics');
		expect(lists).toBeGreaterThan(3);
		// That of a smoke test comes and goes, and nothing is asked twice for it.
		lists = 0;
		const tested = cluster({topicsOf: () => (++lists === 1 ? ['orders'] : ['kafka-setup-smoke-test-0123abcd', 'orders'])});
		await tested.kafka('topics');
		expect(lists).toBe(3);
	});

	test('a third broker that lists what the second does not is no proof of the second', async () => {
		const hurried = hurry();
		const asked = new Map<string, number>();
		const {kafka} = cluster({
			topicsOf(name) {
				const times = (asked.get(name) ?? 0) + 1;
				asked.set(name, times);
				if (name === 'kafka-02') return [];
				return name === 'kafka-03' || times > 1 ? ['made'] : [];
			},
		});
		await expect(kafka('topics')).rejects.toThrow(/kafka-02 has \[\]/);
		hurried.end();
	});

	test('a stop while lists are asked for again is no difference', async () => {
		const stop = new AbortController();
		stop.abort();
		const {kafka} = cluster({topicsOf: name => (name === 'kafka-02' ? [] : ['made'])}, undefined, stop.signal);
		await expect(kafka('topics')).rejects.toThrow('stopped before');
	});

	test('a partition of which a copy is behind is told', async () => {
		const behind = {leader: 'kafka-01', replicas: all, inSync: ['kafka-01', 'kafka-02']};
		const {kafka} = cluster({}, new Map([['orders', [whole('kafka-02'), behind]]]));
		await expect(kafka('copies')).rejects.toMatchObject({
			message: '1 under-replicated partitions',
			tail: ['Topic: orders\tPartition: 1\tLeader: 1\tReplicas: 1,2,3\tIsr: 1,2'],
		});
	});

	test('a copy that a reassignment is making is not missing', async () => {
		const behind = {leader: 'kafka-01', replicas: all, inSync: ['kafka-01', 'kafka-02']};
		const partitions = [{partitionIndex: 0, replicas: [1, 2, 3], addingReplicas: [3], removingReplicas: []}];
		const {kafka} = cluster({moving: () => [{name: 'orders', partitions}]}, new Map([['orders', [behind]]]));
		await kafka('copies');
	});

	test('a broker that is not reached from another host is told', async () => {
		const {smoke} = cluster({unreachable: (from, to) => from === 'kafka-01' && to === 'kafka-03'});
		await expect(smoke()).rejects.toThrow('kafka-01 does not reach port 9092 of kafka-03');
	});

	test('what was written is read from brokers that compress all that they get', async () => {
		const {smoke, deleted} = cluster({compresses: true});
		await smoke();
		expect(deleted).toHaveLength(1);
	});

	test('a record that is not acknowledged by its copies is told', async () => {
		const {smoke} = cluster({produceError: name => (name === 'kafka-02' ? 7 : 0)});
		await expect(smoke()).rejects.toThrow('the broker of kafka-02 did not accept a record: REQUEST_TIMED_OUT');
	});

	test.each([
		['does not copy', () => []],
		['lies', () => ['something else']],
	])('a follower that %s is told', async (_what, copyOf) => {
		const hurried = hurry();
		const {smoke} = cluster({copyOf: (name, texts) => (name === 'kafka-03' ? copyOf() : texts)});
		await expect(smoke()).rejects.toMatchObject({
			message: 'kafka-03 did not read the record of kafka-01, kafka-02',
			tail: expect.arrayContaining(['written on kafka-01: its copy on kafka-03 is missing']),
		});
		hurried.end();
	});

	test('a host that opens no channels reads the records of those that do, and they read its record', async () => {
		const {smoke, commands} = cluster({noWay: from => from === 'kafka-03'});
		await smoke();
		// It is the last one, and so it removes the topic.
		for (const tool of ['console-producer', 'console-consumer', '--delete'])
			expect(commands.some(command => command.includes(tool))).toBe(true);
	});

	test('where the tools are run, the host that ends last asks the brokers themselves too: for what each accepts and copies', async () => {
		const {smoke, topics, contexts} = cluster({}, undefined, undefined, true);
		await smoke();
		const shown = contexts.flatMap(({seen}) => seen.shown);
		for (const {name} of hosts) {
			expect(shown).toContainEqual(expect.stringMatching(`^echo 'written on ${name}' \\| kafka-console-producer`));
			expect(shown).toContainEqual(expect.stringMatching(`^\\? read the records of .*, and their copies from ${name}:9092$`));
		}
		expect(contexts.filter(({seen}) => seen.shown.some(one => one.startsWith('?')))).toHaveLength(1);
		expect([...topics.keys()]).toEqual(['orders']);
		expect(contexts.map(({seen}) => seen.notes)).toEqual(hosts.map(() => ['read 3 of 3 records']));
	});

	test('a host that opens no channels runs the tools', async () => {
		const {kafka, commands} = cluster({noWay: from => from === 'kafka-01', topicsOf: () => []}, new Map());
		await kafka('topics');
		expect(commands).toEqual([expect.stringMatching(/ timeout 60 kafka-topics --list --bootstrap-server kafka-01:9092$/)]);
	});
});
