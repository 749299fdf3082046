import {
	bool,
	type Fields,
	int8,
	int16,
	int32,
	int64,
	list,
	nullableBytes,
	nullableList,
	nullableString,
	string,
	struct,
	type Type,
	uint16,
	uuid,
	type Values,
} from './types.ts';

/** A request of Kafka's protocol in one version, and its answer. */
export type Api<Q, A> = {
	readonly key: number;
	readonly version: number;
	readonly request: Type<Q>;
	readonly response: Type<A>;
};

function api<Q extends Fields, A extends Fields>(
	key: number,
	version: number,
	request: Q,
	response: A,
): Api<Values<Q>, Values<A>> {
	return {key, version, request: struct(request), response: struct(response)};
}

const throttleTimeMs = int32;
const errorCode = int16;
const errorMessage = nullableString;
const broker = struct({nodeId: int32, host: string, port: int32, rack: nullableString});
const replica = struct({
	replicaId: int32,
	replicaDirectoryId: uuid,
	logEndOffset: int64,
	lastFetchTimestamp: int64,
	lastCaughtUpTimestamp: int64,
});

/**
 * What is asked of brokers. Each version is one that brokers from Kafka 3.3 on and the newest (4.3) know, and flexible. The names are
 * those of Kafka's message definitions (`common/message/*.json` in its clients' jar), which a test compares with these.
 */
export const apis = {
	produce: api(
		0,
		9,
		{
			transactionalId: nullableString,
			acks: int16,
			timeoutMs: int32,
			topicData: list(struct({name: string, partitionData: list(struct({index: int32, records: nullableBytes}))})),
		},
		{
			responses: list(
				struct({
					name: string,
					partitionResponses: list(
						struct({
							index: int32,
							errorCode,
							baseOffset: int64,
							logAppendTimeMs: int64,
							logStartOffset: int64,
							recordErrors: list(struct({batchIndex: int32, batchIndexErrorMessage: nullableString})),
							errorMessage,
						}),
					),
				}),
			),
			throttleTimeMs,
		},
	),
	fetch: api(
		1,
		12,
		{
			replicaId: int32,
			maxWaitMs: int32,
			minBytes: int32,
			maxBytes: int32,
			isolationLevel: int8,
			sessionId: int32,
			sessionEpoch: int32,
			topics: list(
				struct({
					topic: string,
					partitions: list(
						struct({
							partition: int32,
							currentLeaderEpoch: int32,
							fetchOffset: int64,
							lastFetchedEpoch: int32,
							logStartOffset: int64,
							partitionMaxBytes: int32,
						}),
					),
				}),
			),
			forgottenTopicsData: list(struct({topic: string, partitions: list(int32)})),
			rackId: string,
		},
		{
			throttleTimeMs,
			errorCode,
			sessionId: int32,
			responses: list(
				struct({
					topic: string,
					partitions: list(
						struct({
							partitionIndex: int32,
							errorCode,
							highWatermark: int64,
							lastStableOffset: int64,
							logStartOffset: int64,
							abortedTransactions: nullableList(struct({producerId: int64, firstOffset: int64})),
							preferredReadReplica: int32,
							records: nullableBytes,
						}),
					),
				}),
			),
		},
	),
	listOffsets: api(
		2,
		7,
		{
			replicaId: int32,
			isolationLevel: int8,
			topics: list(
				struct({
					name: string,
					partitions: list(struct({partitionIndex: int32, currentLeaderEpoch: int32, timestamp: int64})),
				}),
			),
		},
		{
			throttleTimeMs,
			topics: list(
				struct({
					name: string,
					partitions: list(struct({partitionIndex: int32, errorCode, timestamp: int64, offset: int64, leaderEpoch: int32})),
				}),
			),
		},
	),
	metadata: api(
		3,
		12,
		{
			topics: nullableList(struct({topicId: uuid, name: nullableString})),
			allowAutoTopicCreation: bool,
			includeTopicAuthorizedOperations: bool,
		},
		{
			throttleTimeMs,
			brokers: list(broker),
			clusterId: nullableString,
			controllerId: int32,
			topics: list(
				struct({
					errorCode,
					name: nullableString,
					topicId: uuid,
					isInternal: bool,
					partitions: list(
						struct({
							errorCode,
							partitionIndex: int32,
							leaderId: int32,
							leaderEpoch: int32,
							replicaNodes: list(int32),
							isrNodes: list(int32),
							offlineReplicas: list(int32),
						}),
					),
					topicAuthorizedOperations: int32,
				}),
			),
		},
	),
	offsetFetch: api(
		9,
		8,
		{
			groups: list(struct({groupId: string, topics: nullableList(struct({name: string, partitionIndexes: list(int32)}))})),
			requireStable: bool,
		},
		{
			throttleTimeMs,
			groups: list(
				struct({
					groupId: string,
					topics: list(
						struct({
							name: string,
							partitions: list(
								struct({
									partitionIndex: int32,
									committedOffset: int64,
									committedLeaderEpoch: int32,
									metadata: nullableString,
									errorCode,
								}),
							),
						}),
					),
					errorCode,
				}),
			),
		},
	),
	listGroups: api(
		16,
		4,
		{statesFilter: list(string)},
		{throttleTimeMs, errorCode, groups: list(struct({groupId: string, protocolType: string, groupState: string}))},
	),
	createTopics: api(
		19,
		7,
		{
			topics: list(
				struct({
					name: string,
					numPartitions: int32,
					replicationFactor: int16,
					assignments: list(struct({partitionIndex: int32, brokerIds: list(int32)})),
					configs: list(struct({name: string, value: nullableString})),
				}),
			),
			timeoutMs: int32,
			validateOnly: bool,
		},
		{
			throttleTimeMs,
			topics: list(
				struct({
					name: string,
					topicId: uuid,
					errorCode,
					errorMessage,
					numPartitions: int32,
					replicationFactor: int16,
					configs: nullableList(
						struct({name: string, value: nullableString, readOnly: bool, configSource: int8, isSensitive: bool}),
					),
				}),
			),
		},
	),
	deleteTopics: api(
		20,
		5,
		{topicNames: list(string), timeoutMs: int32},
		{throttleTimeMs, responses: list(struct({name: string, errorCode, errorMessage}))},
	),
	describeConfigs: api(
		32,
		4,
		{
			resources: list(struct({resourceType: int8, resourceName: string, configurationKeys: nullableList(string)})),
			includeSynonyms: bool,
			includeDocumentation: bool,
		},
		{
			throttleTimeMs,
			results: list(
				struct({
					errorCode,
					errorMessage,
					resourceType: int8,
					resourceName: string,
					configs: list(
						struct({
							name: string,
							value: nullableString,
							readOnly: bool,
							configSource: int8,
							isSensitive: bool,
							synonyms: list(struct({name: string, value: nullableString, source: int8})),
							configType: int8,
							documentation: nullableString,
						}),
					),
				}),
			),
		},
	),
	describeLogDirs: api(
		35,
		4,
		{topics: nullableList(struct({topic: string, partitions: list(int32)}))},
		{
			throttleTimeMs,
			errorCode,
			results: list(
				struct({
					errorCode,
					logDir: string,
					topics: list(
						struct({
							name: string,
							partitions: list(struct({partitionIndex: int32, partitionSize: int64, offsetLag: int64, isFutureKey: bool})),
						}),
					),
					totalBytes: int64,
					usableBytes: int64,
				}),
			),
		},
	),
	listPartitionReassignments: api(
		46,
		0,
		{timeoutMs: int32, topics: nullableList(struct({name: string, partitionIndexes: list(int32)}))},
		{
			throttleTimeMs,
			errorCode,
			errorMessage,
			topics: list(
				struct({
					name: string,
					partitions: list(
						struct({
							partitionIndex: int32,
							replicas: list(int32),
							addingReplicas: list(int32),
							removingReplicas: list(int32),
						}),
					),
				}),
			),
		},
	),
	describeQuorum: api(
		55,
		2,
		{topics: list(struct({topicName: string, partitions: list(struct({partitionIndex: int32}))}))},
		{
			errorCode,
			errorMessage,
			topics: list(
				struct({
					topicName: string,
					partitions: list(
						struct({
							partitionIndex: int32,
							errorCode,
							errorMessage,
							leaderId: int32,
							leaderEpoch: int32,
							highWatermark: int64,
							currentVoters: list(replica),
							observers: list(replica),
						}),
					),
				}),
			),
			nodes: list(struct({nodeId: int32, listeners: list(struct({name: string, host: string, port: uint16}))})),
		},
	),
	describeCluster: api(
		60,
		1,
		{includeClusterAuthorizedOperations: bool, endpointType: int8},
		{
			throttleTimeMs,
			errorCode,
			errorMessage,
			endpointType: int8,
			clusterId: string,
			controllerId: int32,
			brokers: list(struct({brokerId: int32, host: string, port: int32, rack: nullableString})),
			clusterAuthorizedOperations: int32,
		},
	),
} as const;
