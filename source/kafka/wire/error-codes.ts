/** Codes of Kafka's protocol that something is done about, and the names of those that an operator may meet (Kafka's documentation, "Error Codes"). */
export const codes = {
	none: 0,
	unknownTopic: 3,
	leaderNotAvailable: 5,
	notLeader: 6,
	timedOut: 7,
	notEnoughReplicas: 19,
	notEnoughReplicasAfterAppend: 20,
	topicExists: 36,
	notController: 41,
} as const;

const names: Readonly<Record<number, string>> = {
	3: 'UNKNOWN_TOPIC_OR_PARTITION',
	5: 'LEADER_NOT_AVAILABLE',
	6: 'NOT_LEADER_OR_FOLLOWER',
	7: 'REQUEST_TIMED_OUT',
	19: 'NOT_ENOUGH_REPLICAS',
	20: 'NOT_ENOUGH_REPLICAS_AFTER_APPEND',
	29: 'TOPIC_AUTHORIZATION_FAILED',
	31: 'CLUSTER_AUTHORIZATION_FAILED',
	36: 'TOPIC_ALREADY_EXISTS',
	37: 'INVALID_PARTITIONS',
	38: 'INVALID_REPLICATION_FACTOR',
	39: 'INVALID_REPLICA_ASSIGNMENT',
	41: 'NOT_CONTROLLER',
	44: 'POLICY_VIOLATION',
	56: 'KAFKA_STORAGE_ERROR',
};

/** An error as Kafka's own tools name it. */
export const errorName = (code: number): string => names[code] ?? `error ${code} of Kafka's protocol`;
