import * as z from 'zod/mini';
import type {Cluster} from '../../../cluster/cluster.ts';
import {type Command, sh} from '../../../core/command.ts';
import type {Context} from '../../../core/plan.ts';
import {clientScheme} from '../../listeners.ts';
import {isPort} from '../../listening.ts';
import type {Endpoint, Registered} from '../../metadata.ts';
import {zookeepers} from './addresses.ts';
import {type Answer, answersIn, askZookeeper, type Read} from './wire.ts';

const brokerNode = z.object({endpoints: z.array(z.string())});
const controllerNode = z.object({brokerid: z.int().check(z.minimum(0))});

/** The content of a znode, if it is JSON. */
function nodeIn(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

const contentOf = (answer: Answer | undefined) => (answer !== undefined && 'data' in answer ? nodeIn(answer.data) : undefined);

const childrenOf = (answer: Answer | undefined) => (answer !== undefined && 'children' in answer ? answer.children : []);

const controllerIn = (node: unknown): number | undefined => controllerNode.safeParse(node).data?.brokerid;

/** @returns undefined unless this is an address that a broker of the cluster file could have. */
function endpointOf({roles}: Cluster, text: string): Endpoint | undefined {
	const [, scheme, host, digits] = /^([A-Z_]+:\/\/)([A-Za-z0-9.-]+):(\d{1,5})$/.exec(text) ?? [];
	if (scheme !== clientScheme) return undefined;
	const port = Number(digits);
	return host !== undefined && roles.kafka.includes(host) && isPort(port) ? {host, port} : undefined;
}

/** What is read: the ids that are registered, the controller, the topics, those that are being deleted, and where each broker of the file listens. */
export const readsOf = ({roles, kafka}: Cluster): readonly Read[] => [
	{list: '/brokers/ids'},
	{get: '/controller'},
	{list: '/brokers/topics'},
	{list: '/admin/delete_topics'},
	...roles.kafka.map(name => ({get: `/brokers/ids/${kafka.ids[name]}`})),
];

/** Anybody who reaches ZooKeeper can write there: only numbers, and names that the cluster file has, are taken from it. */
export function readRegistered(
	cluster: Cluster,
	[ids, controller, topics, deleted, ...brokers]: readonly Answer[],
): Registered | undefined {
	if (ids === undefined || !('children' in ids) || !ids.children.every(id => /^\d{1,10}$/.test(id))) return undefined;
	const endpoints = brokers
		.flatMap(answer => brokerNode.safeParse(contentOf(answer)).data?.endpoints ?? [])
		.flatMap(text => endpointOf(cluster, text) ?? []);
	const gone = childrenOf(deleted);
	return {
		ids: ids.children.map(Number),
		endpoints,
		controller: controllerIn(contentOf(controller)),
		topics: childrenOf(topics).filter(name => !gone.includes(name)),
	};
}

/** Asks the members in turn, from the host of the context, until one answers. */
export async function registered(context: Context, cluster: Cluster): Promise<Registered | undefined> {
	const reads = readsOf(cluster);
	for (const name of cluster.roles.zookeeper) {
		const {stdout} = await context.exec(askZookeeper(name, cluster.zookeeper.clientPort, reads));
		const answers = answersIn(stdout, reads);
		if (answers !== undefined) return readRegistered(cluster, answers);
	}
	return undefined;
}

/** What asks for the active controller. */
export const askController = (cluster: Cluster): Command => sh`zookeeper-shell ${zookeepers(cluster)} get /controller`;

/** The tool logs much before the content, which has a line. */
const mostRead = 16 * 1024;

/** The id of the active controller in the answer: the first line that is the content of its znode. */
export const readController = (stdout: string): number | undefined =>
	stdout
		.slice(-mostRead)
		.split('\n')
		.filter(line => line.startsWith('{'))
		.flatMap(line => controllerIn(nodeIn(line)) ?? [])[0];
