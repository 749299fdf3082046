/** One line of `kafka-topics --describe`. */
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

/** The part of a line `Topic: a⇥Partition: 0⇥…` that has this name. */
const part = (line: string, name: string) => new RegExp(`(?:^|\\t)\\s*${name}: ?([^\\t]*)`).exec(line)?.[1]?.trim();
const ids = (list = '') => list.split(',').filter(Boolean).map(Number);

/**
 * All partitions that `kafka-topics --describe` tells of. A topic's own line has what is set for it or, by
 * `server.properties`, for all topics; `min.insync.replicas` is 1 where nobody set it.
 */
export function parseDescribe(output: string): readonly Partition[] {
	const minimum = new Map<string, number>();
	const found: Partition[] = [];
	for (const line of output.split('\n')) {
		const topic = part(line, 'Topic');
		if (topic === undefined) continue;
		const partition = part(line, 'Partition');
		if (partition === undefined) {
			minimum.set(topic, Number(/(?:^|,)min\.insync\.replicas=(\d+)/.exec(part(line, 'Configs') ?? '')?.[1] ?? 1));
			continue;
		}
		found.push({
			topic,
			partition: Number(partition),
			hasLeader: /^\d+$/.test(part(line, 'Leader') ?? ''),
			replicas: ids(part(line, 'Replicas')),
			inSync: ids(part(line, 'Isr')),
			moving: part(line, 'Adding Replicas') !== undefined || part(line, 'Removing Replicas') !== undefined,
			minInSync: minimum.get(topic) ?? 1,
		});
	}
	return found;
}
