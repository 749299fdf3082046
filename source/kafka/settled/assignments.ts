import type {Connection} from '../../core/connection.ts';
import {type Answer, answersIn, askZookeeper, type Read} from '../wire/zookeeper.ts';
import type {Assignment} from './view.ts';

async function ask(connection: Connection, port: number, reads: readonly Read[]): Promise<readonly Answer[] | undefined> {
	const {stdout} = await connection.exec(askZookeeper('localhost', port, reads, 30));
	return answersIn(stdout, reads);
}

/** The znode of a topic: `{"partitions":{"0":[1,2]},…}`. */
function replicasIn(topic: string, data: string): readonly Assignment[] {
	try {
		const {partitions = {}} = JSON.parse(data) as {partitions?: Record<string, unknown>};
		return Object.entries(partitions).map(([partition, replicas]) => ({
			topic,
			partition: Number(partition),
			replicas: Array.isArray(replicas) ? replicas.filter(id => typeof id === 'number') : [],
		}));
	} catch {
		return [];
	}
}

/** Which brokers have copies of which partitions, asked of the ZooKeeper of a host; undefined if it does not answer. */
export async function readAssignments(connection: Connection, port: number): Promise<readonly Assignment[] | undefined> {
	const [list] = (await ask(connection, port, [{list: '/brokers/topics'}])) ?? [];
	if (list === undefined) return undefined;
	// Without the node there is no topic yet.
	if (!('children' in list)) return [];
	const topics = list.children;
	if (topics.length === 0) return [];
	const answers = await ask(
		connection,
		port,
		topics.map(topic => ({get: `/brokers/topics/${topic}`})),
	);
	return answers?.flatMap((answer, index) => ('data' in answer ? replicasIn(topics[index]!, answer.data) : []));
}
