import type {Cluster} from '../../cluster/cluster.ts';
import {StepError} from '../../core/errors.ts';
import type {Host} from '../../core/inventory.ts';
import type {Context} from '../../core/plan.ts';
import {until} from '../../host/until.ts';
import {brokerWith, replication} from '../addresses.ts';
import {withBroker, withController} from '../wire/broker.ts';
import type {Wire} from '../wire/client.ts';
import {writeText} from '../wire/exchange.ts';
import {createTopic, partitionsOf, removeTopics, topicNames} from '../wire/topics.ts';
import {readBack} from './read-back.ts';
import {asWritten, byHand, leftBehind, recordOf, type TestTopic} from './test-topic.ts';

/**
 * The topic over Kafka's own protocol. Partition n has its leader on host n, so that each record is accepted by the broker of
 * its own host; each host reads every record from its leader, and its copy from its own broker.
 */
export function topicByWire(cluster: Cluster, hosts: readonly Host[], topic: string, alone: boolean): TestTopic {
	const {port, ids} = cluster.kafka;
	const brokers = cluster.roles.kafka;
	const {replicationFactor} = replication(cluster);
	/** The brokers of a partition, its leader first. */
	const replicasOf = (index: number): readonly string[] => {
		const leader = brokers.indexOf(hosts[index]!.name);
		return Array.from({length: replicationFactor}, (_, step) => brokers[(leader + step) % brokers.length]!);
	};
	const tools = byHand(cluster, hosts, topic);
	const own = <T>(context: Context, use: (wire: Wire) => Promise<T>) => withBroker(context, context.host.name, port, use);
	const create = (wire: Wire) =>
		createTopic(
			wire,
			topic,
			hosts.map((_, index) => replicasOf(index).map(name => ids[name]!)),
			[asWritten],
		);
	/**
	 * The brokers of each partition, its leader first, as the own broker knows them: a host that opens no channels may have made
	 * the topic, with leaders of Kafka's choice.
	 */
	const brokersOf = async (context: Context): Promise<readonly (readonly string[])[]> => {
		const nameOf = (id: number) => brokerWith(cluster, id) ?? '';
		const made = await until(
			context,
			30,
			`the leaders of ${topic}`,
			() => own(context, wire => partitionsOf(wire, topic)),
			found => found.length === hosts.length && found.every(({leaderId}) => leaderId >= 0),
			50,
		);
		if (made.length < hosts.length) throw new StepError(`the topic ${topic} is not known to the broker of ${context.host.name}`);
		return made.map(({leaderId, replicaNodes}) => [leaderId, ...replicaNodes.filter(id => id !== leaderId)].map(nameOf));
	};
	const write = async (context: Context) => {
		const mine = (await brokersOf(context)).findIndex(([leader]) => leader === context.host.name);
		const partition = mine < 0 ? hosts.indexOf(context.host) : mine;
		await own(context, async wire => {
			const to = {topic, partition};
			await writeText(wire, to, recordOf(context.host), context);
			// A follower learns that all copies have a record with the next one that it gets, or after replica.fetch.wait.max.ms (0.5 s),
			// and is not read beyond before. So it gets another one.
			await writeText(wire, to, recordOf(context.host), context);
		});
	};

	return {
		create: context =>
			context.ask(
				`create topic ${topic}, partition n led by broker n`,
				tools.create(context.host),
				() => withController(context, cluster, create),
				() => [],
			),
		async produce(context) {
			const {name} = context.host;
			const what = `write a record to ${name}:${port}, to be acknowledged by all its copies`;
			await context.ask(
				what,
				tools.produce(context.host),
				() => write(context),
				() => [recordOf(context.host)],
			);
		},
		async read(context) {
			const {name} = context.host;
			const command = tools.read(context.host, hosts.length);
			const what = `read the records of ${hosts.map(host => host.name).join(', ')} from their brokers, and their copies from ${name}:${port}`;
			const {missing, lines} = await context.ask(
				what,
				command,
				async () => readBack(context, {hosts, port, topic, brokersOf: await brokersOf(context)}),
				found => found.lines,
			);
			return {command: command.text, code: missing.length === 0 ? 0 : 1, output: lines.join('\n'), missing};
		},
		remove: context =>
			withController(context, cluster, async wire => {
				const left = alone ? (await topicNames(wire)).filter(name => leftBehind.test(name)) : [];
				await removeTopics(wire, [...new Set([topic, ...left])]);
			}),
	};
}
