import {apis} from './apis.ts';
import type {Wire} from './client.ts';

const everything = {topics: undefined, allowAutoTopicCreation: false, includeTopicAuthorizedOperations: false};

/** The topics that a broker knows, with how their partitions stand. Topics without a name are ones that it is not to show. */
export async function topicsOf(wire: Wire) {
	const {topics} = await wire.ask(apis.metadata, everything);
	return topics.flatMap(({name, ...topic}) => (name === undefined ? [] : [{name, ...topic}]));
}

export async function topicNames(wire: Wire): Promise<readonly string[]> {
	return (await topicsOf(wire)).map(({name}) => name).sort();
}

/** The broker that makes and removes topics: the controller, or in KRaft any that passes it on. */
export async function controllerOf(wire: Wire): Promise<number> {
	return (await wire.ask(apis.metadata, {...everything, topics: []})).controllerId;
}
