import type {Partition} from '../../wire/partitions.ts';

/** The part of a line `Topic: a⇥Partition: 0⇥…` that has this name. */
const part = (line: string, name: string) => new RegExp(`(?:^|\\t)\\s*${name}: ?([^\\t]*)`).exec(line)?.[1]?.trim();
/** undefined unless it is a list of ids. */
const idsIn = (list = '') => (/^(\d{1,10}(,\d{1,10})*)?$/.test(list) ? list.split(',').filter(Boolean).map(Number) : undefined);
const isTopic = (name: string) => /^[\w.-]{1,249}$/.test(name);

function partitionOf(line: string, topic: string, minInSync: number): Partition | undefined {
	const partition = /^\d{1,10}$/.exec(part(line, 'Partition') ?? '')?.[0];
	const [replicas, inSync] = [idsIn(part(line, 'Replicas')), idsIn(part(line, 'Isr'))];
	if (partition === undefined || replicas === undefined || inSync === undefined) return undefined;
	return {
		topic,
		partition: Number(partition),
		hasLeader: /^\d+$/.test(part(line, 'Leader') ?? ''),
		replicas,
		inSync,
		moving: part(line, 'Adding Replicas') !== undefined || part(line, 'Removing Replicas') !== undefined,
		minInSync,
	};
}

/**
 * All partitions that `kafka-topics --describe` tells of. A topic's own line has what is set for it or, by
 * `server.properties`, for all topics; `min.insync.replicas` is 1 where nobody set it.
 * @returns undefined if a line about a topic is not as kafka-topics writes it: what cannot be read is no reason for a restart
 */
export function parseDescribe(output: string): readonly Partition[] | undefined {
	const minimum = new Map<string, number>();
	const found: Partition[] = [];
	for (const line of output.split('\n')) {
		const topic = part(line, 'Topic');
		if (topic === undefined) continue;
		if (!isTopic(topic)) return undefined;
		if (part(line, 'Partition') === undefined) {
			minimum.set(topic, Number(/(?:^|,)min\.insync\.replicas=(\d+)/.exec(part(line, 'Configs') ?? '')?.[1] ?? 1));
			continue;
		}
		const partition = partitionOf(line, topic, minimum.get(topic) ?? 1);
		if (partition === undefined) return undefined;
		found.push(partition);
	}
	return found;
}
