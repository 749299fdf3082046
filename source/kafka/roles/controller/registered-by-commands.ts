import type {Cluster} from '../../../cluster/cluster.ts';
import {sh} from '../../../core/command.ts';
import type {Context} from '../../../core/plan.ts';
import {brokerWith} from '../../addresses.ts';
import {client, toolRun} from '../../client.ts';
import {isPort} from '../../listening.ts';
import type {Endpoint, Registered} from '../../metadata.ts';

/** What asks for the active controller. */
export const describeStatus = (servers: string) => sh`kafka-metadata-quorum ${client(servers)} describe --status`;

/** The id of the active controller in the answer. */
export function readController(stdout: string): number | undefined {
	const found = /^LeaderId:\s*(\d{1,10})\s*$/m.exec(stdout)?.[1];
	return found === undefined ? undefined : Number(found);
}

/** The brokers in what `kafka-broker-api-versions` says: `kafka-01:9092 (id: 1 rack: null isFenced: false) -> (`, without a fence before 4.0. */
export function nodesIn(stdout: string): readonly {readonly id: number; readonly port: number}[] {
	const lines = stdout.matchAll(/^[\w.:[\]-]+:(\d{1,5}) \(id: (\d{1,10}) [^()]*\) -> /gm);
	return [...lines].map(([, port, id]) => ({id: Number(id), port: Number(port)}));
}

/** What a broker knows of the others, by the tools: where the host opens no channels. Undefined if none answers. */
export async function registeredByCommands(
	context: Context,
	cluster: Cluster,
	asked: readonly Endpoint[],
): Promise<Registered | undefined> {
	const servers = asked.map(({host, port}) => `${host}:${port}`).join(',');
	const {code, stdout} = await context.exec(toolRun(sh`kafka-broker-api-versions ${client(servers)}`));
	const nodes = code === 0 ? nodesIn(stdout) : [];
	if (nodes.length === 0) return undefined;
	const status = await context.exec(toolRun(describeStatus(servers)));
	return {
		ids: nodes.map(({id}) => id),
		endpoints: nodes.flatMap(({id, port}) => {
			const host = brokerWith(cluster, id);
			return host !== undefined && isPort(port) ? [{host, port}] : [];
		}),
		controller: status.code === 0 ? readController(status.stdout) : undefined,
		// By the tools the partitions are asked of those who list the topics as well: there is nothing to compare.
		topics: [],
	};
}
