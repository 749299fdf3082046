import type {Cluster} from '../../../cluster/cluster.ts';
import type {Command} from '../../../core/command.ts';
import type {Channel, Connection} from '../../../core/connection.ts';
import {DialError, StepError} from '../../../core/errors.ts';
import type {Context} from '../../../core/plan.ts';
import {brokers, brokerWith} from '../../addresses.ts';
import {unitOf} from '../../distribution.ts';
import {type Obstacle, obstacle} from '../../gates.ts';
import {isPort, listeningOf} from '../../listening.ts';
import type {Endpoint, Registered, Serving} from '../../metadata.ts';
import {ownAddressIn} from '../../own-address.ts';
import type {Settings} from '../../settings.ts';
import {clusterIdPattern} from '../../settled/cluster-id.ts';
import type {Standing} from '../../settled/standing.ts';
import type {Assignment} from '../../settled/view.ts';
import {apis} from '../../wire/apis.ts';
import {withBroker} from '../../wire/broker.ts';
import {WireError} from '../../wire/bytes.ts';
import {openWire, type Wire} from '../../wire/client.ts';
import {quorumAt} from '../../wire/quorum.ts';
import {everything, topicsOf} from '../../wire/topics.ts';
import {describeStatus, registeredByCommands} from './registered-by-commands.ts';

/** What a broker knows of the others. Names of hosts come from the cluster file, never from what is advertised. */
async function registeredAt(cluster: Cluster, wire: Wire): Promise<Registered> {
	const {brokers: found, topics} = await wire.ask(apis.metadata, everything);
	const quorum = await quorumAt(wire);
	return {
		ids: found.map(({nodeId}) => nodeId),
		endpoints: found.flatMap(({nodeId, port}) => {
			const host = brokerWith(cluster, nodeId);
			return host !== undefined && isPort(port) ? [{host, port}] : [];
		}),
		controller: quorum?.leader,
		topics: topics.flatMap(({name}) => name ?? []),
	};
}

/** Where a broker may be asked from a host: its own, on the port that it has now or is to have, then the others. */
async function candidates(context: Context, cluster: Cluster): Promise<readonly Endpoint[]> {
	const {roles, kafka} = cluster;
	const own = context.host.name;
	const {ports} = roles.kafka.includes(own) ? await listeningOf(context, unitOf(cluster, 'kafka')) : {ports: []};
	const at = (host: string, port: number): Endpoint => ({host, port});
	const others = roles.kafka.filter(name => name !== own).map(name => at(name, kafka.port));
	return [...[...new Set([kafka.port, ...ports])].filter(() => roles.kafka.includes(own)).map(port => at(own, port)), ...others];
}

/** Asks the brokers in turn, from the host of the context, until one answers. */
export async function registered(context: Context, cluster: Cluster): Promise<Registered | undefined> {
	const asked = await candidates(context, cluster);
	for (const {host, port} of asked) {
		try {
			return await withBroker(context, host, port, wire => registeredAt(cluster, wire));
		} catch (error) {
			if (error instanceof DialError && error.noWay) return registeredByCommands(context, cluster, asked);
			if (!(error instanceof DialError || error instanceof StepError)) throw error;
		}
	}
	return undefined;
}

export const askController = (cluster: Cluster): Command => describeStatus(brokers(cluster));

export const controllerHost = ({roles, controller}: Cluster, id: number | undefined): string | undefined =>
	roles.controller.find(name => controller.ids[name] === id);

/** Any broker knows how partitions stand; one that is about to be restarted is asked last. */
export const authorities = (cluster: Cluster, broker: number, {endpoints}: Registered): readonly Endpoint[] => {
	const own = brokerWith(cluster, broker);
	return [...endpoints.filter(({host}) => host !== own), ...endpoints.filter(({host}) => host === own)];
};

export async function uncontrolled(
	_context: Context,
	cluster: Cluster,
	_broker: number,
	{controller}: Registered,
): Promise<Obstacle | undefined> {
	if (controllerHost(cluster, controller) !== undefined) return undefined;
	return {
		...obstacle(7, 0, 'one of the controllers to be the active one'),
		hint: `See why none is: ${askController(cluster).text}, and journalctl -u ${unitOf(cluster, 'controller')} -n 50 on each of them.`,
	};
}

/** Asks the broker of a host itself, before there is a run. Undefined if it does not answer. */
async function askOwn<T>(
	connection: Connection,
	address: string,
	port: number,
	ask: (wire: Wire) => Promise<T>,
): Promise<T | undefined> {
	let channel: Channel;
	try {
		({channel} = await connection.dial(address, port));
	} catch (error) {
		if (error instanceof DialError) return undefined;
		throw error;
	}
	const wire = openWire(channel);
	try {
		return await ask(wire);
	} catch (error) {
		if (error instanceof WireError) return undefined;
		throw error;
	} finally {
		wire.close();
	}
}

function portIn(settings: Settings | undefined): number | undefined {
	const port = Number(/:(\d{1,5})(?:,|$)/.exec(settings?.listeners ?? '')?.[1]);
	return isPort(port) ? port : undefined;
}

/** What the broker of a host knows of its cluster. */
export async function serves(connection: Connection, broker: Settings | undefined): Promise<Serving | undefined> {
	const port = portIn(broker);
	if (port === undefined) return undefined;
	const answer = await askOwn(connection, ownAddressIn(broker?.listeners), port, async wire => {
		const own = await wire.ask(apis.metadata, {...everything, topics: []});
		return {...own, quorum: await quorumAt(wire)};
	});
	if (answer === undefined) return undefined;
	const {clusterId, brokers: found, quorum} = answer;
	return {
		voters: quorum?.voters,
		clusterId: clusterId !== undefined && clusterIdPattern.test(clusterId) ? clusterId : undefined,
		brokers: found.map(({nodeId}) => nodeId),
	};
}

/** Which brokers have which copies, by the broker of a host. */
export async function assignments(connection: Connection, {kafka}: Standing): Promise<readonly Assignment[] | undefined> {
	if (kafka?.port === undefined) return undefined;
	const topics = await askOwn(connection, kafka.address, kafka.port, topicsOf);
	return topics?.flatMap(({name, partitions}) =>
		partitions.map(({partitionIndex, replicaNodes, isrNodes}) => ({
			topic: name,
			partition: partitionIndex,
			replicas: replicaNodes,
			inSync: isrNodes,
		})),
	);
}
