/**
 * How many copies of a record there are, and how many have to be written before it counts (Kafka's own advice for three
 * brokers and more; with two, a minimum of two would stop all writes at every restart).
 */
export const usualReplication = (brokers: number) => ({
	replicationFactor: Math.min(3, brokers),
	minInSync: brokers >= 3 ? 2 : 1,
	transactionMinInSync: Math.min(2, brokers),
});
