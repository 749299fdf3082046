import type {Cluster} from '../../cluster/cluster.ts';
import {StepError} from '../../core/errors.ts';
import type {Host} from '../../core/inventory.ts';
import {pause} from '../../core/pause.ts';
import type {Context} from '../../core/plan.ts';
import {replication} from '../addresses.ts';
import {apis} from '../wire/apis.ts';
import {withBroker} from '../wire/broker.ts';
import type {Wire} from '../wire/client.ts';
import {codes, errorName} from '../wire/error-codes.ts';
import {fetch, write} from '../wire/exchange.ts';
import {controllerOf, topicNames} from '../wire/topics.ts';
import {byHand, leftBehind, recordOf, type TestTopic} from './test-topic.ts';

/** How long a record may take until it is everywhere. */
const patienceMs = 30_000;

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
	/** Topics are made and removed by the controller. */
	const atController = async <T>(context: Context, use: (wire: Wire) => Promise<T>) => {
		const id = await own(context, controllerOf);
		const name = brokers.find(broker => ids[broker] === id) ?? context.host.name;
		return withBroker(context, name, port, use);
	};

	const create = async (wire: Wire) => {
		const assignments = hosts.map((_, partitionIndex) => ({
			partitionIndex,
			brokerIds: replicasOf(partitionIndex).map(name => ids[name]!),
		}));
		const one = {name: topic, numPartitions: -1, replicationFactor: -1, assignments, configs: []};
		const {topics} = await wire.ask(apis.createTopics, {topics: [one], timeoutMs: 10_000, validateOnly: false});
		const {errorCode = codes.none, errorMessage} = topics[0] ?? {};
		if (errorCode === codes.none || errorCode === codes.topicExists) return;
		throw new StepError(`the topic ${topic} could not be made: ${errorMessage ?? errorName(errorCode)}`);
	};

	/** What the leader of a partition has, and the copy of the context's own broker, if it has one. */
	const readPartition = async (context: Context, index: number) => {
		const leader = hosts[index]!.name;
		const {name} = context.host;
		const there = (await withBroker(context, leader, port, wire => fetch(wire, {topic, partition: index}))) ?? [];
		if (leader === name || !replicasOf(index).includes(name)) return {there, copied: there};
		return {there, copied: (await own(context, wire => fetch(wire, {topic, partition: index}))) ?? []};
	};

	const read = async (context: Context) => {
		const all = await Promise.all(hosts.map((_, index) => readPartition(context, index)));
		const there = all.flatMap(one => one.there);
		const copied = all.flatMap(one => one.copied);
		const missing = hosts.filter(host => !copied.includes(recordOf(host)));
		const lines = hosts.map(host => {
			const record = recordOf(host);
			if (copied.includes(record)) return record;
			return there.includes(record) ? `${record}: its copy on ${context.host.name} is missing` : `${record}: missing`;
		});
		return {missing: missing.map(({name}) => name), lines};
	};

	return {
		create: context =>
			context.ask(
				`create topic ${topic}, partition n led by broker n`,
				tools.create(context.host),
				() => atController(context, create),
				() => [],
			),
		async produce(context) {
			const {name} = context.host;
			const what = `write a record to ${name}:${port}, to be acknowledged by all its copies`;
			await context.ask(
				what,
				tools.produce(context.host),
				() => own(context, wire => write(wire, {topic, partition: hosts.indexOf(context.host)}, recordOf(context.host), context)),
				() => [recordOf(context.host)],
			);
		},
		async read(context) {
			const {name} = context.host;
			const command = tools.read(context.host, hosts.length);
			const untilThere = async () => {
				const end = Date.now() + patienceMs;
				for (;;) {
					const found = await read(context);
					if (found.missing.length === 0 || Date.now() > end || context.signal.aborted) return found;
					await pause(50, context.signal);
				}
			};
			const what = `read the records of ${hosts.map(host => host.name).join(', ')} from their brokers, and their copies from ${name}:${port}`;
			const {missing, lines} = await context.ask(what, command, untilThere, found => found.lines);
			return {command: command.text, code: missing.length === 0 ? 0 : 1, output: lines.join('\n'), missing};
		},
		remove: context =>
			atController(context, async wire => {
				const left = alone ? (await topicNames(wire)).filter(name => leftBehind.test(name)) : [];
				await wire.ask(apis.deleteTopics, {topicNames: [...new Set([topic, ...left])], timeoutMs: 10_000});
			}),
	};
}
