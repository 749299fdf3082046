import type {Cluster} from '../../../cluster/cluster.ts';
import {sh} from '../../../core/command.ts';
import {DialError, StepError} from '../../../core/errors.ts';
import type {Host} from '../../../core/inventory.ts';
import type {Context} from '../../../core/plan.ts';
import {brokers} from '../../addresses.ts';
import {client, toolRun} from '../../client.ts';
import {distributionOf, unitOf} from '../../distribution.ts';
import {type Obstacle, obstacle, type Patience, passGate, patience} from '../../gates.ts';
import {type Metadata, metadataOf, type Registered} from '../../metadata.ts';
import {withFirst} from '../../wire/broker.ts';
import {type Partition, partitionsAt} from '../../wire/partitions.ts';
import {brokerLives} from './broker-answers.ts';
import {parseDescribe} from './partitions.ts';

const hint =
	'See which: kafka-topics --describe --under-replicated-partitions, kafka-reassign-partitions --list; start the brokers that are down.';

/** By the tools: where the host opens no channels. */
async function described(context: Context, cluster: Cluster, {endpoints}: Registered): Promise<readonly Partition[] | undefined> {
	const servers = endpoints.length > 0 ? endpoints.map(({host, port}) => `${host}:${port}`).join(',') : brokers(cluster);
	const {code, stdout} = await context.exec(toolRun(sh`kafka-topics ${client(servers)} --describe`));
	return code === 0 ? parseDescribe(stdout) : undefined;
}

/** How all partitions stand, as those who know it say; undefined if they do not. */
async function describe(
	context: Context,
	cluster: Cluster,
	id: number,
	known: Registered,
): Promise<readonly Partition[] | undefined> {
	if (known.controller === undefined) return undefined;
	const [at, ...others] = metadataOf(cluster).authorities(cluster, id, known);
	if (at === undefined) return described(context, cluster, known);
	try {
		const partitions = await withFirst(context, [at, ...others], partitionsAt);
		// A broker that has just started knows of no topic yet: that is no proof that there is none.
		const there = new Set(partitions?.map(({topic}) => topic));
		return known.topics.every(topic => there.has(topic)) ? partitions : undefined;
	} catch (error) {
		if (error instanceof DialError) return error.noWay ? described(context, cluster, known) : undefined;
		if (error instanceof StepError) return undefined;
		throw error;
	}
}

const most = 3;
const some = (partitions: readonly Partition[]) => {
	const names = partitions.map(({topic, partition}) => `${topic}-${partition}`);
	return names.length > most ? `${names.slice(0, most).join(', ')} and ${names.length - most} more` : names.join(', ');
};
/** `kind` is what goes before "partition", `rest` what they are to do. */
const counted = (level: number, found: readonly Partition[], kind: string, rest: string): Obstacle | undefined => {
	const {length} = found;
	if (length === 0) return undefined;
	return obstacle(level, length, `${length} ${kind}partition${length === 1 ? '' : 's'} ${rest}: ${some(found)}`);
};

/** So few copies that the topic cannot do without any of them, ever: no gate could open for it. */
const cannotSpare = ({replicas, minInSync}: Partition) => replicas.length <= minInSync;

/** The first thing that speaks against a restart of a broker. */
export function firstObstacle(partitions: readonly Partition[], id: number): Obstacle | undefined {
	const offline = partitions.filter(one => !one.hasLeader);
	const needed = partitions.filter(one => one.inSync.includes(id) && !cannotSpare(one) && one.inSync.length - 1 < one.minInSync);
	const behind = partitions.filter(one => !one.moving && one.inSync.length < one.replicas.length);
	const moving = partitions.filter(one => one.moving);
	return (
		counted(4, offline, 'offline ', 'to get a leader') ??
		counted(3, needed, '', 'to have more in-sync replicas than min.insync.replicas') ??
		counted(2, behind, 'under-replicated ', 'to catch up') ??
		counted(1, moving, '', 'to be moved by the running reassignment')
	);
}

/** What a restart takes away for a moment, whenever it is done: remarks for the operator. */
export function losses(partitions: readonly Partition[], id: number): readonly string[] {
	const mine = partitions.filter(one => one.replicas.includes(id) && cannotSpare(one));
	const topics = (chosen: readonly Partition[]) => [...new Set(chosen.map(one => one.topic))].sort().join(', ');
	const alone = mine.filter(one => one.replicas.length === 1);
	const tight = mine.filter(one => one.replicas.length > 1);
	return [
		...(alone.length > 0 ? [`unavailable during the restart (one replica): ${topics(alone)}`] : []),
		...(tight.length > 0 ? [`no writes during the restart (min.insync.replicas): ${topics(tight)}`] : []),
	];
}

const missingNames = ({roles, kafka}: Cluster, {ids}: Registered) => roles.kafka.filter(name => !ids.includes(kafka.ids[name]!));

const noAnswer = (who: string) => obstacle(9, 0, `${who} to answer`);

const toRegister = ({title}: Metadata, names: readonly string[]) =>
	obstacle(8, names.length, `${names.join(', ')} to register in ${title}`);

/** What a broker that lives without being registered is asked for, before it is restarted. */
const unregistered = (metadata: Metadata, cluster: Cluster, {name}: Host, missing: readonly string[]): Obstacle => ({
	...toRegister(metadata, missing),
	hint: `${name} runs and answers, but ${metadata.title} does not know it: compare ${metadata.brokerProperty(cluster)} in ${distributionOf(cluster).files.kafka} with ${metadata.addresses(cluster)}, and see journalctl -u ${unitOf(cluster, 'kafka')} -n 50. To restart it all the same: systemctl restart ${unitOf(cluster, 'kafka')} on ${name}, then run this again.`,
});

/** Waits until a broker can be spared. */
export async function beforeBroker(context: Context, cluster: Cluster, host: Host, patient: Patience = patience): Promise<void> {
	const id = cluster.kafka.ids[host.name]!;
	const metadata = metadataOf(cluster);
	if (cluster.roles.kafka.length === 1) return context.note('the only broker: clients wait while it restarts');
	let notes: readonly string[] = [];
	const unsafe = async () => {
		const known = await metadata.registered(context, cluster);
		if (known === undefined) return noAnswer(metadata.title);
		const missing = missingNames(cluster, known);
		if (!known.ids.includes(id)) {
			if (await brokerLives(context, cluster, host)) return unregistered(metadata, cluster, host, missing);
			// To the cluster it is down already: only its restart brings it back.
			notes = [`it was not registered in ${metadata.title} and did not answer: restarted without waiting for the others`];
			return undefined;
		}
		if (missing.length > 0) return toRegister(metadata, missing);
		const leaderless = await metadata.uncontrolled(context, cluster, id, known);
		if (leaderless !== undefined) return leaderless;
		const partitions = await describe(context, cluster, id, known);
		if (partitions === undefined) return noAnswer('the brokers');
		notes = losses(partitions, id);
		return firstObstacle(partitions, id);
	};
	await passGate(context, unsafe, hint, patient);
	for (const note of notes) context.note(note);
}

/** Waits until a restarted broker is registered, and has caught up with all its partitions. */
export async function afterBroker(context: Context, cluster: Cluster, host: Host, patient: Patience = patience): Promise<void> {
	if (cluster.roles.kafka.length === 1) return;
	const id = cluster.kafka.ids[host.name]!;
	const metadata = metadataOf(cluster);
	const unsafe = async () => {
		const known = await metadata.registered(context, cluster);
		if (known === undefined) return noAnswer(metadata.title);
		if (!known.ids.includes(id)) return toRegister(metadata, [host.name]);
		const partitions = await describe(context, cluster, id, known);
		if (partitions === undefined) return noAnswer('the brokers');
		const behind = partitions.filter(one => one.replicas.includes(id) && !one.inSync.includes(id));
		return counted(1, behind, '', `to have ${host.name} in sync again`);
	};
	await passGate(context, unsafe, hint, patient);
}

/** The active controller is restarted last, or its office would wander from broker to broker. */
export async function isController(context: Context, cluster: Cluster, host: Host): Promise<boolean> {
	return (await metadataOf(cluster).registered(context, cluster))?.controller === cluster.kafka.ids[host.name];
}
