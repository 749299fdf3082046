import {apis} from './apis.ts';
import type {Wire} from './client.ts';
import {codes} from './error-codes.ts';
import {topicsOf} from './topics.ts';

/** How a partition stands, and what its topic asks of it. */
export type Partition = {
	readonly topic: string;
	readonly partition: number;
	readonly hasLeader: boolean;
	readonly replicas: readonly number[];
	readonly inSync: readonly number[];
	/** A reassignment moves it to other brokers. */
	readonly moving: boolean;
	/** Its topic's `min.insync.replicas`. */
	readonly minInSync: number;
};

/** Of a resource whose configuration is asked for. */
const topicResource = 2;

/** The effective `min.insync.replicas` of topics; undefined if one of them is not there. */
export async function minimaOf(wire: Wire, names: readonly string[]): Promise<ReadonlyMap<string, number> | undefined> {
	const {results} = await wire.ask(apis.describeConfigs, {
		resources: names.map(resourceName => ({
			resourceType: topicResource,
			resourceName,
			configurationKeys: ['min.insync.replicas'],
		})),
		includeSynonyms: false,
		includeDocumentation: false,
	});
	const minima = new Map(results.map(({resourceName, configs}) => [resourceName, Number(configs[0]?.value)]));
	// A topic that was removed meanwhile has none.
	return names.every(name => Number.isInteger(minima.get(name))) ? minima : undefined;
}

/** The replicas that running reassignments add, by `TOPIC-PARTITION`; undefined if it is not the controller that was asked. */
export async function addingAt(controller: Wire): Promise<ReadonlyMap<string, readonly number[]> | undefined> {
	const {errorCode, topics} = await controller.ask(apis.listPartitionReassignments, {timeoutMs: 5000, topics: undefined});
	if (errorCode !== codes.none) return undefined;
	return new Map(
		topics.flatMap(({name, partitions}) =>
			partitions.map(({partitionIndex, addingReplicas}) => [`${name}-${partitionIndex}`, addingReplicas] as const),
		),
	);
}

/** All partitions, as the controller knows them; undefined where something of it is not known, for that is no reason for a restart. */
export async function partitionsAt(controller: Wire): Promise<readonly Partition[] | undefined> {
	// First, and awaited: a controller that was just elected answers it once it knows what there is.
	const adding = await addingAt(controller);
	const topics = await topicsOf(controller);
	if (adding === undefined) return undefined;
	if (topics.some(({errorCode}) => errorCode !== codes.none && errorCode !== codes.leaderNotAvailable)) return undefined;
	const minima = await minimaOf(
		controller,
		topics.map(({name}) => name),
	);
	if (minima === undefined) return undefined;
	return topics.flatMap(({name, partitions}) =>
		partitions.map(({partitionIndex, leaderId, replicaNodes, isrNodes}) => ({
			topic: name,
			partition: partitionIndex,
			hasLeader: leaderId >= 0,
			replicas: replicaNodes,
			inSync: isrNodes,
			moving: adding.has(`${name}-${partitionIndex}`),
			minInSync: minima.get(name)!,
		})),
	);
}
