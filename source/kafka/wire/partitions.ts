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

async function minimaOf(wire: Wire, names: readonly string[]): Promise<ReadonlyMap<string, number> | undefined> {
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

/** By topic and partition; undefined if it is not the controller that was asked. */
async function movingOf(wire: Wire): Promise<ReadonlySet<string> | undefined> {
	const {errorCode, topics} = await wire.ask(apis.listPartitionReassignments, {timeoutMs: 5000, topics: undefined});
	if (errorCode !== codes.none) return undefined;
	return new Set(topics.flatMap(({name, partitions}) => partitions.map(one => `${name}-${one.partitionIndex}`)));
}

/** All partitions, as the controller knows them; undefined where something of it is not known, for that is no reason for a restart. */
export async function partitionsAt(controller: Wire): Promise<readonly Partition[] | undefined> {
	const topics = await topicsOf(controller);
	if (topics.some(({errorCode}) => errorCode !== codes.none && errorCode !== codes.leaderNotAvailable)) return undefined;
	const [minima, moving] = await Promise.all([
		minimaOf(
			controller,
			topics.map(({name}) => name),
		),
		movingOf(controller),
	]);
	if (minima === undefined || moving === undefined) return undefined;
	return topics.flatMap(({name, partitions}) =>
		partitions.map(({partitionIndex, leaderId, replicaNodes, isrNodes}) => ({
			topic: name,
			partition: partitionIndex,
			hasLeader: leaderId >= 0,
			replicas: replicaNodes,
			inSync: isrNodes,
			moving: moving.has(`${name}-${partitionIndex}`),
			minInSync: minima.get(name)!,
		})),
	);
}
