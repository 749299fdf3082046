import {expect, test} from 'vitest';
import type {Connection} from '../../../source/core/connection.ts';
import {DialError, LinkLostError, StepError} from '../../../source/core/errors.ts';
import type {Host} from '../../../source/core/inventory.ts';
import {smokeTest} from '../../../source/kafka/smoke-test/stage.ts';
import {fakeContext} from '../../helpers/context.ts';
import {sampleCluster} from '../../helpers/sample-cluster.ts';

/** The tools of one Kafka, and what its topics hold; any other command is an error. `links` is asked at each command. */
function brokers(links: (host: string, tool: string) => 'before' | 'after' | undefined = () => undefined) {
	const topics = new Map<string, string[]>([['orders', []]]);
	const deleted: string[] = [];
	const run = (command: string, host: string): string => {
		const create =
			/--create --if-not-exists --topic (\S+) --partitions 1 --replication-factor 3 --config compression\.type=producer$/.exec(
				command,
			);
		const produce = /^echo '(.+)' \| env .* timeout 60 kafka-console-producer --bootstrap-server (\S+):9092 --topic (\S+)$/.exec(
			command,
		);
		const consume =
			/kafka-console-consumer .* --topic (\S+) --partition 0 --offset earliest --max-messages (\d+) --timeout-ms 30000$/.exec(
				command,
			);
		const remove = /--delete --topic '?([^' ]+)'? --if-exists$/.exec(command);
		if (create !== null) topics.set(create[1]!, topics.get(create[1]!) ?? []);
		else if (produce !== null) {
			expect(produce[2]).toBe(host);
			topics.get(produce[3]!)!.push(produce[1]!);
		} else if (consume !== null) return topics.get(consume[1]!)!.slice(0, Number(consume[2])).join('\n');
		else if (remove !== null) {
			for (const topic of topics.keys()) if (new RegExp(`^${remove[1]}$`).test(topic)) deleted.push(topic);
			for (const topic of deleted) topics.delete(topic);
		} else throw new Error(`unscripted: ${command}`);
		return '';
	};
	const connection = (host: string): Connection => ({
		async exec(given) {
			const command = given.text;
			const tool = /kafka-(topics|console-\w+)/.exec(command)?.[0] ?? '';
			const lost = links(host, tool);
			const stdout = lost === 'before' ? '' : run(command, host);
			if (lost !== undefined) throw new LinkLostError(`the link to ${host} died`);
			return {code: 0, stdout, stderr: ''};
		},
		async dial() {
			throw new DialError(`${host} opens no channels`, {noWay: true});
		},
		async close() {},
	});
	return {topics, deleted, connection};
}

const [one, two, three] = sampleCluster.hosts as readonly [Host, Host, Host];

function stage(kafka: ReturnType<typeof brokers>, alone = true) {
	const {begin, hosts} = smokeTest(sampleCluster, sampleCluster.hosts, {alone});
	const steps = begin();
	const apply = (host: Host) => steps(host)[0]!.apply!(fakeContext(kafka.connection(host.name), {host}));
	return {hosts, apply};
}

test('a record of each broker is read back on each, and the topic is gone in the end', async () => {
	const kafka = brokers();
	const {hosts, apply} = stage(kafka);
	// All have written before the first has started to read.
	await Promise.all(hosts.map(apply));
	expect(kafka.deleted).toEqual([expect.stringMatching(/^kafka-setup-smoke-test-[0-9a-f]{8}$/)]);
	expect([...kafka.topics.keys()]).toEqual(['orders']);
});

test.each([
	[true, ['kafka-setup-smoke-test-notes']],
	[false, ['kafka-setup-smoke-test-0123abcd', 'kafka-setup-smoke-test-notes']],
])('with all hosts locked (%s) what a killed test left goes too, and nothing else', async (alone, left) => {
	const kafka = brokers();
	for (const name of ['kafka-setup-smoke-test-0123abcd', 'kafka-setup-smoke-test-notes']) kafka.topics.set(name, []);
	const {hosts, apply} = stage(kafka, alone);
	await Promise.all(hosts.map(apply));
	expect([...kafka.topics.keys()]).toEqual(['orders', ...left]);
});

test.each(['before', 'after'] as const)(
	'a link that dies %s a record was written: it is written again, and all are read',
	async when => {
		let dies: 'before' | 'after' | undefined = when;
		const kafka = brokers((host, tool) => {
			if (host !== 'kafka-02' || tool !== 'kafka-console-producer') return undefined;
			const now = dies;
			dies = undefined;
			return now;
		});
		const {apply} = stage(kafka);
		await expect(apply(two)).rejects.toBeInstanceOf(LinkLostError);
		const others = [apply(one), apply(three)];
		await new Promise(resolve => setTimeout(resolve, 50));
		expect(kafka.deleted).toEqual([]);
		await Promise.all([apply(two), ...others]);
		expect(kafka.deleted).toHaveLength(1);
	},
);

test('a broker that can not create the topic fails its host, and each of the others makes its own attempt', async () => {
	let attempts = 0;
	const kafka = brokers((_host, tool) => {
		if (tool === 'kafka-topics' && ++attempts === 1) throw new StepError('no broker');
		return undefined;
	});
	const {apply} = stage(kafka);
	await expect(apply(one)).rejects.toThrow('no broker');
	expect(attempts).toBe(1);
	await expect(apply(two)).rejects.toThrow('did not read the record of kafka-01');
	expect(attempts).toBe(2);
});
