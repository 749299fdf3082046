import type {Partition} from '../../wire/partitions.ts';

/** The parts of a line `Topic: a⇥Partition: 0⇥…` by their names. */
function partsIn(line: string): ReadonlyMap<string, string> {
	const parts = new Map<string, string>();
	for (const part of line.split('\t')) {
		const colon = part.indexOf(':');
		const name = part.slice(0, Math.max(0, colon)).trim();
		if (!parts.has(name)) parts.set(name, part.slice(colon + 1).trim());
	}
	return parts;
}

/** undefined unless it is a list of ids. */
const idsIn = (list = '') => (/^(\d{1,10}(,\d{1,10})*)?$/.test(list) ? list.split(',').filter(Boolean).map(Number) : undefined);
const isTopic = (name: string) => /^[\w.-]{1,249}$/.test(name);

function partitionOf(parts: ReadonlyMap<string, string>, topic: string, minInSync: number): Partition | undefined {
	const partition = /^\d{1,10}$/.exec(parts.get('Partition') ?? '')?.[0];
	const [replicas, inSync] = [idsIn(parts.get('Replicas')), idsIn(parts.get('Isr'))];
	if (partition === undefined || replicas === undefined || inSync === undefined) return undefined;
	return {
		topic,
		partition: Number(partition),
		hasLeader: /^\d+$/.test(parts.get('Leader') ?? ''),
		replicas,
		inSync,
		moving: parts.has('Adding Replicas') || parts.has('Removing Replicas'),
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
		if (!line.includes('Topic:')) continue;
		const parts = partsIn(line);
		const topic = parts.get('Topic');
		if (topic === undefined) continue;
		if (!isTopic(topic)) return undefined;
		if (!parts.has('Partition')) {
			minimum.set(topic, Number(/(?:^|,)min\.insync\.replicas=(\d+)/.exec(parts.get('Configs') ?? '')?.[1] ?? 1));
			continue;
		}
		const partition = partitionOf(parts, topic, minimum.get(topic) ?? 1);
		if (partition === undefined) return undefined;
		found.push(partition);
	}
	return found;
}
