import {apis} from './apis.ts';
import type {Wire} from './client.ts';
import {codes} from './error-codes.ts';

/** A node that has the metadata log, or a copy of it. Times are milliseconds since 1970, -1 where it never happened. */
export type Replica = {
	readonly id: number;
	/** Empty in a quorum that was made from a list of voters. */
	readonly directoryId: string;
	readonly endOffset: number;
	readonly lastCaughtUp: number;
};

/** The controllers, as their leader knows them. */
export type QuorumState = {
	readonly leader: number;
	readonly highWatermark: number;
	readonly voters: readonly Replica[];
	readonly observers: readonly Replica[];
};

/** 16 bytes in hex as Kafka writes an id. */
const textOf = (hex: string) => (/^0*$/.test(hex) ? '' : Buffer.from(hex, 'hex').toString('base64url'));

/** How the controllers stand, asked of the active one or of any broker; undefined where another controller was asked, or none is active. */
export async function quorumAt(wire: Wire): Promise<QuorumState | undefined> {
	const {errorCode, topics} = await wire.ask(apis.describeQuorum, {
		topics: [{topicName: '__cluster_metadata', partitions: [{partitionIndex: 0}]}],
	});
	const found = topics[0]?.partitions[0];
	if (errorCode !== codes.none || found === undefined || found.errorCode !== codes.none || found.leaderId < 0) return undefined;
	const replicas = (all: typeof found.currentVoters): readonly Replica[] =>
		all.map(({replicaId, replicaDirectoryId, logEndOffset, lastCaughtUpTimestamp}) => ({
			id: replicaId,
			directoryId: textOf(replicaDirectoryId),
			endOffset: logEndOffset,
			lastCaughtUp: lastCaughtUpTimestamp,
		}));
	return {
		leader: found.leaderId,
		highWatermark: found.highWatermark,
		voters: replicas(found.currentVoters),
		observers: replicas(found.observers),
	};
}
