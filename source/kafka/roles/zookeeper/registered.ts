import * as z from 'zod/mini';
import type {Cluster} from '../../../cluster/cluster.ts';
import {type Command, sh} from '../../../core/command.ts';
import type {Context} from '../../../core/plan.ts';
import {clientScheme} from '../../listeners.ts';
import {isPort} from '../../listening.ts';
import type {Endpoint, Registered} from '../../metadata.ts';
import {zookeepers} from './addresses.ts';

const brokerNode = z.object({endpoints: z.array(z.string())});
const controllerNode = z.object({brokerid: z.int().check(z.minimum(0))});

/** The lines that are JSON: the contents of znodes, as zookeeper-shell prints them. */
function nodesIn(stdout: string): readonly unknown[] {
	return stdout
		.split('\n')
		.filter(line => line.startsWith('{'))
		.flatMap(line => {
			try {
				return [JSON.parse(line) as unknown];
			} catch {
				return [];
			}
		});
}

/** @returns undefined unless this is an address that a broker of the cluster file could have. */
function endpointOf({roles}: Cluster, text: string): Endpoint | undefined {
	const [, scheme, host, digits] = /^([A-Z_]+:\/\/)([A-Za-z0-9.-]+):(\d{1,5})$/.exec(text) ?? [];
	if (scheme !== clientScheme) return undefined;
	const port = Number(digits);
	return host !== undefined && roles.kafka.includes(host) && isPort(port) ? {host, port} : undefined;
}

/** Anybody who reaches ZooKeeper can write there: only numbers, and names that the cluster file has, are taken from it. */
export function readRegistered(cluster: Cluster, stdout: string): Registered | undefined {
	const list = /^\[(\d{1,10}(?:, \d{1,10})*)?\]$/m.exec(stdout);
	if (list === null) return undefined;
	const nodes = nodesIn(stdout);
	const endpoints = nodes
		.flatMap(node => brokerNode.safeParse(node).data?.endpoints ?? [])
		.flatMap(text => endpointOf(cluster, text) ?? []);
	return {ids: (list[1] ?? '').split(', ').filter(Boolean).map(Number), endpoints, controller: controllerIn(nodes)};
}

const controllerIn = (nodes: readonly unknown[]): number | undefined =>
	nodes.flatMap(node => controllerNode.safeParse(node).data?.brokerid ?? [])[0];

/** One Java for all of it. */
export async function registered(context: Context, cluster: Cluster): Promise<Registered | undefined> {
	const {roles, kafka} = cluster;
	const words = ['ls /brokers/ids', ...roles.kafka.map(name => `get /brokers/ids/${kafka.ids[name]}`), 'get /controller'];
	const {stdout} = await context.exec(
		sh`printf ${'%s\\n'} ${words} | timeout 30 zookeeper-shell ${zookeepers(cluster)} 2>/dev/null`,
	);
	return readRegistered(cluster, stdout);
}

/** What asks for the active controller. */
export const askController = (cluster: Cluster): Command => sh`zookeeper-shell ${zookeepers(cluster)} get /controller`;

/** The id of the active controller in the answer. */
export const readController = (stdout: string): number | undefined => controllerIn(nodesIn(stdout));
