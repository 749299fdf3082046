import type {Cluster} from '../../cluster/cluster.ts';
import {StepError} from '../../core/errors.ts';
import {pause} from '../../core/pause.ts';
import type {Context} from '../../core/plan.ts';
import {brokerWith} from '../addresses.ts';
import {apis} from './apis.ts';
import {withAnyBroker, withBroker} from './broker.ts';
import {codes, errorName} from './error-codes.ts';
import {passing} from './exchange.ts';
import {topicsOf} from './topics.ts';

export type EndOffset = {readonly partition: number; readonly offset: number};

type Unread = {readonly partition: number; readonly code: number};

/** The offset after the last record. */
const latest = -1;
/** How long a leader may take to be elected, and to know it. */
const patienceMs = 10_000;

/** One look at each partition: how far it has grown, or the code of what its leader says instead. */
async function look(context: Context, cluster: Cluster, topic: string): Promise<readonly (EndOffset | Unread)[]> {
	const {port} = cluster.kafka;
	const topics = await withAnyBroker(context, cluster, topicsOf);
	const partitions = topics.find(({name}) => name === topic)?.partitions ?? [];
	return Promise.all(
		partitions.map(async ({partitionIndex, leaderId}) => {
			const leader = brokerWith(cluster, leaderId);
			if (leader === undefined) return {partition: partitionIndex, code: codes.leaderNotAvailable};
			const {topics: answer} = await withBroker(context, leader, port, wire =>
				wire.ask(apis.listOffsets, {
					replicaId: -1,
					isolationLevel: 0,
					topics: [{name: topic, partitions: [{partitionIndex, currentLeaderEpoch: -1, timestamp: latest}]}],
				}),
			);
			const {errorCode = codes.unknownTopic, offset = 0} = answer[0]?.partitions[0] ?? {};
			return errorCode === codes.none ? {partition: partitionIndex, offset} : {partition: partitionIndex, code: errorCode};
		}),
	);
}

/** How far each partition of a topic has grown, by what its leader says; a topic that is not there has none. @throws StepError */
export async function endOffsets(context: Context, cluster: Cluster, topic: string): Promise<readonly EndOffset[]> {
	const end = Date.now() + patienceMs;
	for (;;) {
		const found = await look(context, cluster, topic);
		const [bad] = found.flatMap(one => ('code' in one ? [one] : []));
		if (bad === undefined) return found.flatMap(one => ('offset' in one ? [one] : [])).sort((a, b) => a.partition - b.partition);
		if (!passing.includes(bad.code) || Date.now() > end || context.signal.aborted)
			throw new StepError(`partition ${bad.partition} of ${topic} was not read: ${errorName(bad.code)}`);
		await pause(100, context.signal);
	}
}
