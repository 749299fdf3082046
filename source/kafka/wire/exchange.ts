import {StepError} from '../../core/errors.ts';
import {pause} from '../../core/pause.ts';
import type {Context} from '../../core/plan.ts';
import {apis} from './apis.ts';
import type {Wire} from './client.ts';
import {codes, errorName} from './error-codes.ts';
import {batchOf, textsIn} from './records.ts';

export type TopicPartition = {readonly topic: string; readonly partition: number};

/** How long a topic that was just made may take until it can be written. */
const patienceMs = 30_000;
const mostBytes = 1_000_000;
/**
 * A broker that has nothing to send waits so long for something before it says so. A follower learns a little later than its
 * leader what may be read, and tells nobody who waits: so not for long.
 */
const waitMs = 100;

/** What a broker says of a topic that it does not know yet. */
export const passing: readonly number[] = [
	codes.unknownTopic,
	codes.leaderNotAvailable,
	codes.notLeader,
	codes.notEnoughReplicas,
	codes.notEnoughReplicasAfterAppend,
];

async function produce(wire: Wire, {topic, partition}: TopicPartition, text: string): Promise<number> {
	const {responses} = await wire.ask(apis.produce, {
		transactionalId: undefined,
		// All in-sync replicas.
		acks: -1,
		timeoutMs: 8000,
		topicData: [{name: topic, partitionData: [{index: partition, records: batchOf([text], Date.now())}]}],
	});
	return responses[0]?.partitionResponses[0]?.errorCode ?? codes.unknownTopic;
}

/** Writes a text to the leader of a partition, once all its in-sync replicas have it. @throws StepError */
export async function writeText(wire: Wire, to: TopicPartition, text: string, {host, signal}: Context): Promise<void> {
	const end = Date.now() + patienceMs;
	for (;;) {
		const code = await produce(wire, to, text);
		if (code === codes.none) return;
		if (!passing.includes(code) || Date.now() > end || signal.aborted) {
			throw new StepError(`the broker of ${host.name} did not accept a record: ${errorName(code)}`, {
				hint: 'See whether all copies are in sync: kafka-topics --describe --under-replicated-partitions',
			});
		}
		await pause(50, signal);
	}
}

/** The texts that a broker has of a partition, as its leader or as a follower; undefined while it does not say. */
export async function fetch(wire: Wire, {topic, partition}: TopicPartition): Promise<readonly string[] | undefined> {
	const {responses} = await wire.ask(apis.fetch, {
		// A client, not a replica.
		replicaId: -1,
		maxWaitMs: waitMs,
		minBytes: 1,
		maxBytes: mostBytes,
		isolationLevel: 0,
		sessionId: 0,
		sessionEpoch: -1,
		topics: [
			{
				topic,
				partitions: [
					{
						partition,
						currentLeaderEpoch: -1,
						fetchOffset: 0,
						lastFetchedEpoch: -1,
						logStartOffset: -1,
						partitionMaxBytes: mostBytes,
					},
				],
			},
		],
		forgottenTopicsData: [],
		rackId: '',
	});
	const found = responses[0]?.partitions[0];
	return found === undefined || found.errorCode !== codes.none ? undefined : textsIn(found.records ?? Buffer.alloc(0));
}
