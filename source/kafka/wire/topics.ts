import {StepError} from '../../core/errors.ts';
import {apis} from './apis.ts';
import type {Wire} from './client.ts';
import {codes, errorName} from './error-codes.ts';

/** What a broker is asked of all topics. */
export const everything = {topics: undefined, allowAutoTopicCreation: false, includeTopicAuthorizedOperations: false};

/** The topics that a broker knows, with how their partitions stand. Topics without a name are ones that it is not to show. */
export async function topicsOf(wire: Wire) {
	const {topics} = await wire.ask(apis.metadata, everything);
	return topics.flatMap(({name, ...topic}) => (name === undefined ? [] : [{name, ...topic}]));
}

export async function topicNames(wire: Wire): Promise<readonly string[]> {
	return (await topicsOf(wire)).map(({name}) => name).sort();
}

/** The partitions of one topic in their order; none while it is not known. */
export async function partitionsOf(wire: Wire, name: string) {
	const {topics} = await wire.ask(apis.metadata, {...everything, topics: [{topicId: '0'.repeat(32), name}]});
	return [...(topics[0]?.partitions ?? [])].sort((a, b) => a.partitionIndex - b.partitionIndex);
}

/** The broker that makes and removes topics: the controller, or in KRaft any that passes it on. */
export async function controllerOf(wire: Wire): Promise<number> {
	return (await wire.ask(apis.metadata, {...everything, topics: []})).controllerId;
}

/**
 * Makes a topic, if it is not there; `brokers` are the ids of the brokers of each partition, its leader first; `configs` are its
 * own settings. @throws StepError
 */
export async function createTopic(
	wire: Wire,
	name: string,
	brokers: readonly (readonly number[])[],
	configs: readonly {readonly name: string; readonly value: string}[],
): Promise<void> {
	const assignments = brokers.map((brokerIds, partitionIndex) => ({partitionIndex, brokerIds}));
	const one = {name, numPartitions: -1, replicationFactor: -1, assignments, configs};
	const {topics} = await wire.ask(apis.createTopics, {topics: [one], timeoutMs: 8000, validateOnly: false});
	const {errorCode = codes.none, errorMessage} = topics[0] ?? {};
	if (errorCode === codes.none || errorCode === codes.topicExists) return;
	throw new StepError(`the topic ${name} could not be made: ${errorMessage ?? errorName(errorCode)}`);
}

/** Removes topics; one that is not there is removed. @throws StepError */
export async function removeTopics(wire: Wire, topicNames: readonly string[]): Promise<void> {
	const {responses} = await wire.ask(apis.deleteTopics, {topicNames, timeoutMs: 8000});
	const kept = responses.find(({errorCode}) => errorCode !== codes.none && errorCode !== codes.unknownTopic);
	if (kept !== undefined) throw new StepError(`${kept.name} was not removed: ${errorName(kept.errorCode)}`);
}
