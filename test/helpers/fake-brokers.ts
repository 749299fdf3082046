import type {Dialed} from '../../source/core/connection.ts';
import {DialError} from '../../source/core/errors.ts';
import {crc32c} from '../../source/kafka/wire/crc32c.ts';
import {batchOf} from '../../source/kafka/wire/records.ts';
import {fakeKafka} from './fake-kafka.ts';
import {sampleCluster} from './sample-cluster.ts';

const names = sampleCluster.roles.kafka;
const idOf = (name: string) => sampleCluster.kafka.ids[name]!;

/** `leader` is `none` where no broker leads it. */
export type Partition = {readonly leader: string; readonly replicas: readonly string[]; readonly inSync: readonly string[]};

/** What differs from three brokers that are well. */
export type Faults = {
	/** What a broker tells of the topics, if not all of them. */
	readonly topicsOf?: (name: string) => readonly string[];
	/** What a broker has of the texts that were written to a partition of which it has a copy. */
	readonly copyOf?: (name: string, texts: readonly string[]) => readonly string[];
	/** The error of a record that is written to a broker. */
	readonly produceError?: (name: string) => number;
	readonly moving?: () => readonly {
		readonly name: string;
		readonly partitions: readonly {
			readonly partitionIndex: number;
			readonly replicas: readonly number[];
			readonly addingReplicas: readonly number[];
			readonly removingReplicas: readonly number[];
		}[];
	}[];
	/** The brokers have `compression.type=zstd`, which a topic can have otherwise. */
	readonly compresses?: boolean;
	readonly noWay?: (from: string) => boolean;
	readonly unreachable?: (from: string, to: string) => boolean;
};

/** A batch that is marked as one that zstd has compressed. */
function compressed(batch: Buffer): Buffer {
	const [checksum, attributes] = [17, 21];
	batch.writeInt16BE(4, attributes);
	batch.writeInt32BE(crc32c(batch.subarray(attributes)) | 0, checksum);
	return batch;
}

/** The brokers of the sample cluster: topics with their partitions, and the texts in them. */
export function fakeBrokers(topics: Map<string, readonly Partition[]>, faults: Faults = {}) {
	const texts = new Map<string, string[]>();
	const deleted: string[] = [];
	const asWritten = new Set<string>();
	const batch = (topic: string, all: readonly string[]) =>
		faults.compresses === true && !asWritten.has(topic) ? compressed(batchOf(all, 1)) : batchOf(all, 1);
	const textsOf = (topic: string, partition: number) => {
		const key = `${topic}-${partition}`;
		const found = texts.get(key) ?? [];
		texts.set(key, found);
		return found;
	};
	const brokerOf = (name: string) =>
		fakeKafka({
			metadata: ({topics: asked}) => ({
				throttleTimeMs: 0,
				brokers: [],
				clusterId: undefined,
				controllerId: idOf('kafka-02'),
				topics: (faults.topicsOf?.(name) ?? [...topics.keys()])
					.filter(topic => asked?.some(one => one.name === topic) ?? true)
					.map(topic => ({
						errorCode: 0,
						name: topic,
						topicId: '0'.repeat(32),
						isInternal: false,
						partitions: (topics.get(topic) ?? []).map(({leader, replicas, inSync}, partitionIndex) => ({
							errorCode: 0,
							partitionIndex,
							leaderId: leader === 'none' ? -1 : idOf(leader),
							leaderEpoch: 0,
							replicaNodes: replicas.map(idOf),
							isrNodes: inSync.map(idOf),
							offlineReplicas: [],
						})),
						topicAuthorizedOperations: 0,
					})),
			}),
			listPartitionReassignments: () => ({
				throttleTimeMs: 0,
				errorCode: 0,
				errorMessage: undefined,
				topics: faults.moving?.() ?? [],
			}),
			createTopics: ({topics: asked}) => {
				for (const {name: topic, assignments, configs} of asked) {
					if (configs.some(one => one.name === 'compression.type' && one.value === 'producer')) asWritten.add(topic);
					const nameOf = (id: number) => names.find(one => idOf(one) === id)!;
					const partitions = assignments.map(({brokerIds}) => {
						const replicas = brokerIds.map(nameOf);
						return {leader: replicas[0]!, replicas, inSync: replicas};
					});
					topics.set(topic, partitions);
				}
				return {
					throttleTimeMs: 0,
					topics: asked.map(one => ({
						name: one.name,
						topicId: '0'.repeat(32),
						errorCode: name === 'kafka-02' ? 0 : 41,
						errorMessage: undefined,
						numPartitions: 3,
						replicationFactor: 3,
						configs: undefined,
					})),
				};
			},
			produce: ({topicData}) => {
				const [{name: topic, partitionData}] = topicData as [(typeof topicData)[number]];
				const [{index}] = partitionData as [(typeof partitionData)[number]];
				const errorCode = topics.get(topic)?.[index]?.leader === name ? (faults.produceError?.(name) ?? 0) : 6;
				if (errorCode === 0) textsOf(topic, index).push(`written on ${name}`);
				const answer = {
					index,
					errorCode,
					baseOffset: 0,
					logAppendTimeMs: -1,
					logStartOffset: 0,
					recordErrors: [],
					errorMessage: undefined,
				};
				return {throttleTimeMs: 0, responses: [{name: topic, partitionResponses: [answer]}]};
			},
			fetch: ({topics: asked}) => {
				const [{topic, partitions}] = asked as [(typeof asked)[number]];
				const [{partition}] = partitions as [(typeof partitions)[number]];
				const {leader, replicas} = topics.get(topic)![partition]!;
				const all = textsOf(topic, partition);
				const mine = leader === name ? all : (faults.copyOf?.(name, all) ?? all);
				const answer = {
					partitionIndex: partition,
					errorCode: replicas.includes(name) ? 0 : 6,
					highWatermark: mine.length,
					lastStableOffset: mine.length,
					logStartOffset: 0,
					abortedTransactions: [],
					preferredReadReplica: -1,
					records: mine.length === 0 ? Buffer.alloc(0) : batch(topic, mine),
				};
				return {throttleTimeMs: 0, errorCode: 0, sessionId: 0, responses: [{topic, partitions: [answer]}]};
			},
			deleteTopics: ({topicNames}) => {
				for (const one of topicNames) if (topics.delete(one)) deleted.push(one);
				return {throttleTimeMs: 0, responses: topicNames.map(one => ({name: one, errorCode: 0, errorMessage: undefined}))};
			},
		});
	const dial =
		(from: string) =>
		async (to: string, port: number): Promise<Dialed> => {
			if (faults.noWay?.(from)) throw new DialError(`${from} opens no channels`, {noWay: true});
			if (faults.unreachable?.(from, to)) throw new DialError(`${from} does not reach port ${port} of ${to}`, {noWay: false});
			if (port !== sampleCluster.kafka.port) throw new Error(`Nobody was to ask port ${port} of ${to}`);
			return brokerOf(to)();
		};
	/** What a tool writes, and what it reads of a whole topic. */
	const write = (topic: string, partition: number, text: string) => void textsOf(topic, partition).push(text);
	const read = (topic: string) => (topics.get(topic) ?? []).flatMap((_, partition) => textsOf(topic, partition));
	return {dial, deleted, write, read};
}
