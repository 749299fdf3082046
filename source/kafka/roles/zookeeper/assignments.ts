import type {Connection} from '../../../core/connection.ts';
import type {Assignment} from '../../settled/view.ts';
import {type Answer, answersIn, askZookeeper, type Read} from './wire.ts';

type Place = {readonly address: string; readonly port: number};

async function ask(
	connection: Connection,
	{address, port}: Place,
	reads: readonly Read[],
): Promise<readonly Answer[] | undefined> {
	if (reads.length === 0) return [];
	const {stdout} = await connection.exec(askZookeeper(address, port, reads, 30));
	return answersIn(stdout, reads);
}

const idsIn = (value: unknown): readonly number[] => (Array.isArray(value) ? value.filter(id => typeof id === 'number') : []);

function objectIn(answer: Answer | undefined): Readonly<Record<string, unknown>> {
	if (answer === undefined || !('data' in answer)) return {};
	try {
		const value: unknown = JSON.parse(answer.data);
		return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
	} catch {
		return {};
	}
}

/** The znode of a topic: `{"partitions":{"0":[1,2]},…}`. */
function replicasIn(topic: string, answer: Answer): readonly Omit<Assignment, 'inSync'>[] {
	const {partitions} = objectIn(answer);
	if (typeof partitions !== 'object' || partitions === null) return [];
	return Object.entries(partitions).map(([partition, replicas]) => ({
		topic,
		partition: Number(partition),
		replicas: idsIn(replicas),
	}));
}

/**
 * Which brokers have copies of which partitions, and which of them are in sync, asked of the ZooKeeper of a host in three
 * exchanges; undefined if it does not answer. The state of a partition is `{"leader":1,"isr":[1,2],…}`.
 */
export async function readAssignments(connection: Connection, place: Place): Promise<readonly Assignment[] | undefined> {
	const [list] = (await ask(connection, place, [{list: '/brokers/topics'}])) ?? [];
	if (list === undefined) return undefined;
	// Without the node there is no topic yet.
	const topics = 'children' in list ? list.children : [];
	const answers = await ask(
		connection,
		place,
		topics.map(topic => ({get: `/brokers/topics/${topic}`})),
	);
	const partitions = answers?.flatMap((answer, index) => replicasIn(topics[index]!, answer));
	if (partitions === undefined) return undefined;
	const states = await ask(
		connection,
		place,
		partitions.map(({topic, partition}) => ({get: `/brokers/topics/${topic}/partitions/${partition}/state`})),
	);
	return states && partitions.map((one, index) => ({...one, inSync: idsIn(objectIn(states[index]).isr)}));
}
