import type {Cluster} from '../../../cluster/cluster.ts';
import {type Command, sh} from '../../../core/command.ts';
import {CancelledError, StepError} from '../../../core/errors.ts';
import type {Host} from '../../../core/inventory.ts';
import type {Context, Step} from '../../../core/plan.ts';
import {names} from '../../../core/view/words.ts';
import {must} from '../../../host/shell.ts';
import {until} from '../../../host/until.ts';
import {brokerWith} from '../../addresses.ts';
import {client, toolRun} from '../../client.ts';
import {unitOf} from '../../distribution.ts';
import {metadataOf} from '../../metadata.ts';
import {leftBehind} from '../../smoke-test/test-topic.ts';
import {withBroker, withController} from '../../wire/broker.ts';
import {inForm, overWire} from '../../wire/in-form.ts';
import {addingAt, type Partition} from '../../wire/partitions.ts';
import {topicNames, topicsOf} from '../../wire/topics.ts';
import {parseDescribe} from './partitions.ts';

const linesIn = (text: string) => text.split('\n').filter(Boolean);

/**
 * The topics that the broker of a host lists. The tool asks the broker at its address who the others are, and then any of them for
 * the topics (seen with Kafka 3.9). So what it says is shown, and the broker itself is asked what it lists.
 */
function topicList(context: Context, name: string, port: number): Promise<readonly string[]> {
	const address = `${name}:${port}`;
	const command = sh`kafka-topics --list ${client(address)}`;
	const ask = () => withBroker(context, name, port, topicNames);
	return inForm(context, async form => {
		if (form === 'wire')
			return context.ask(`the topics of ${address}`, command, ask, names => (names.length === 0 ? ['none'] : names));
		const {stdout} = await must(context, toolRun(command), {show: command.text});
		return overWire(ask, async () => linesIn(stdout).sort());
	});
}

/** The seed's test: each broker's list of topics; all brokers must know the same ones. */
function topicsTest(cluster: Cluster): Step {
	const {port} = cluster.kafka;
	const lists = new Map<string, string>();
	const ask = async (context: Context, name: string) => {
		// The smoke test runs beside this one: its topic comes and goes.
		const list = await topicList(context, name, port);
		lists.set(name, list.filter(topic => !leftBehind.test(topic)).join(', '));
	};
	return {
		id: 'topics',
		title: 'Brokers list the same topics',
		async apply(context) {
			const {name} = context.host;
			const others = () => [...lists.keys()].filter(one => lists.get(one) !== lists.get(name));
			await ask(context, name);
			const differing = others();
			if (differing.length > 0) {
				// Schema Registry, or a client, may have made a topic in between: then all list it by now.
				const again = async () => {
					for (const one of [name, ...differing]) await ask(context, one);
					return others();
				};
				const left = await until(context, 15, `${names(differing)} to list the same topics`, again, found => found.length === 0);
				if (context.signal.aborted) throw new CancelledError(`stopped before ${names(differing)} was asked again`);
				const [other] = left;
				if (other !== undefined) throw differ(cluster, lists, name, other);
			}
			return context.report({kind: 'endpoint', host: name, address: `${name}:${port}`});
		},
	};
}

const differ = (cluster: Cluster, lists: ReadonlyMap<string, string>, ...[one, other]: readonly [string, string]) =>
	new StepError(`the brokers know different topics: ${one} has [${lists.get(one)}], ${other} has [${lists.get(other)}]`, {
		hint: `Either they are of different clusters (compare ${metadataOf(cluster).brokerProperty(cluster)} and the cluster.id in meta.properties on both), or one of them does not hear the active controller: journalctl -u ${unitOf(cluster, 'kafka')} -n 50 there.`,
	});

/** A line for each partition of which a broker says that not all copies are in sync. */
async function underReplicated(context: Context, cluster: Cluster): Promise<readonly string[]> {
	const topics = await withBroker(context, context.host.name, cluster.kafka.port, topicsOf);
	// Copies that a reassignment is making are not missing yet.
	const adding = (await withController(context, cluster, addingAt)) ?? new Map<string, readonly number[]>();
	return topics.flatMap(topic =>
		topic.partitions
			.filter(
				({partitionIndex, isrNodes, replicaNodes}) =>
					isrNodes.length < replicaNodes.length - (adding.get(`${topic.name}-${partitionIndex}`)?.length ?? 0),
			)
			.map(
				({partitionIndex, leaderId, replicaNodes, isrNodes}) =>
					`Topic: ${topic.name}\tPartition: ${partitionIndex}\tLeader: ${leaderId < 0 ? 'none' : leaderId}\tReplicas: ${replicaNodes.join(',')}\tIsr: ${isrNodes.join(',')}`,
			),
	);
}

/** The tool lists the topics and then describes each, and fails for one that is removed in between: then it is run again. */
async function runTwice(context: Context, command: Command): Promise<string> {
	const {code, stdout} = await context.show(toolRun(command), {as: command.text});
	return code === 0 ? stdout : (await must(context, toolRun(command), {show: command.text})).stdout;
}

/** Partitions without a leader: the brokers that had their last copies in sync are down. */
function offlineError(cluster: Cluster, offline: readonly Partition[], command: Command, lines: readonly string[]): StepError {
	const ids = [...new Set(offline.flatMap(({inSync}) => inSync))].sort((a, b) => a - b);
	const last = ids.map(id => `broker ${id} (${brokerWith(cluster, id) ?? 'not in the cluster file'})`).join(', ');
	return new StepError(
		`${offline.length} partitions are offline: their last copies in sync are on ${last || 'no broker'}, which does not serve them`,
		{
			command: command.text,
			tail: lines.slice(-20),
			hint: `Start it with its own disk (journalctl -u ${unitOf(cluster, 'kafka')} -n 50): records that are on no other disk are lost with it. Without that disk, see which topics these are before anything else.`,
		},
	);
}

function copiesTest(cluster: Cluster): Step {
	const {port} = cluster.kafka;
	return {
		id: 'copies',
		title: 'No under-replicated partitions',
		async apply(context) {
			const {name} = context.host;
			const command = sh`kafka-topics --describe --under-replicated-partitions ${client(`${name}:${port}`)}`;
			const lines = await inForm(context, async form =>
				form === 'wire'
					? context.ask(
							`the partitions of ${name}:${port} of which copies are missing`,
							command,
							() => underReplicated(context, cluster),
							found => (found.length === 0 ? ['none'] : found),
						)
					: linesIn(await runTwice(context, command)).filter(line => line.includes('Partition:')),
			);
			if (lines.length === 0) return;
			const offline = (parseDescribe(lines.join('\n')) ?? []).filter(({hasLeader}) => !hasLeader);
			if (offline.length > 0) throw offlineError(cluster, offline, command, lines);
			throw new StepError(`${lines.length} under-replicated partitions`, {
				command: command.text,
				tail: lines.slice(-20),
				hint: `See which broker is behind or down: journalctl -u ${unitOf(cluster, 'kafka')} -n 50`,
			});
		},
	};
}

function controllerTest(cluster: Cluster): Step {
	const metadata = metadataOf(cluster);
	return {
		id: 'controller',
		title: 'Active controller',
		async apply(context) {
			const command = metadata.askController(cluster);
			const ask = async () => (await metadata.registered(context, cluster))?.controller;
			const byCommand = async () => {
				const {stdout} = await must(context, toolRun(command), {show: command.text});
				return {id: metadata.readController(stdout), tail: stdout.split('\n').slice(-20)};
			};
			const {id, tail} = context.byCommands()
				? await byCommand()
				: {
						id: await context.ask(`${metadata.title} for the active controller`, command, ask, found => [
							found === undefined ? 'none' : `node ${found}`,
						]),
						tail: [],
					};
			if (id === undefined) {
				throw new StepError('there is no active controller', {
					command: command.text,
					tail,
					hint: `One is elected as soon as they reach ${metadata.title}: journalctl -u ${unitOf(cluster, 'kafka')} -n 50`,
				});
			}
			const name = metadata.controllerHost(cluster, id);
			context.note(`${name ?? `node ${id}`}: controller`);
			// A controller that is a process of its own is reported by its own stage.
			if (name !== undefined && cluster.kafka.ids[name] === id) context.report({kind: 'member', host: name, part: 'controller'});
		},
	};
}

/** What the brokers are tested by, once all are there. */
export function brokerTests(cluster: Cluster, hosts: readonly Host[]): (host: Host) => readonly Step[] {
	const topics = topicsTest(cluster);
	const copies = copiesTest(cluster);
	const controller = controllerTest(cluster);
	// Each on a host of its own, where there are as many: they run side by side.
	const second = hosts[1] ?? hosts[0];
	return host => [topics, ...(host === hosts[0] ? [copies] : []), ...(host === second ? [controller] : [])];
}
