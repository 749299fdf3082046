import type {Connection} from '../../source/core/connection.ts';
import {DialError} from '../../source/core/errors.ts';
import {fakeContext} from './context.ts';
import {fakeKafka} from './fake-kafka.ts';
import {kraftCluster} from './sample-cluster.ts';
import {directoryId} from './standings.ts';

/** How a controller stands. */
export type FakeVoter = {
	/** As the controllers know it; that which it was made with, if it is not said. An empty one is that of a list of voters. */
	readonly directory?: string;
	/** How long ago it had all that the active one had, in ms; undefined: never. */
	readonly behind?: number | undefined;
	/** It does not answer. */
	readonly down?: boolean;
};
/** By host. Nobody is active without a leader. */
export type FakeQuorum = {
	readonly leader?: string;
	readonly voters: Readonly<Record<string, FakeVoter>>;
	/** Copies that do not vote: id → directory id. */
	readonly observers?: Readonly<Record<number, string>>;
};

const now = 1_764_000_000_000;
const ids: Readonly<Record<string, number>> = kraftCluster.controller.ids;
const hexOf = (directory: string) => Buffer.from(directory, 'base64url').toString('hex').padEnd(32, '0');

/** What the active controller says of all, as DescribeQuorum has it. */
export function quorumAnswer({leader, voters, observers = {}}: FakeQuorum) {
	const replicaOf = (id: number, directory: string, behind: number | undefined) => ({
		replicaId: id,
		replicaDirectoryId: hexOf(directory),
		logEndOffset: 1000 - (behind ?? 1000),
		lastFetchTimestamp: behind === undefined ? -1 : now - behind,
		lastCaughtUpTimestamp: behind === undefined ? -1 : now - behind,
	});
	return {
		errorCode: 0,
		errorMessage: undefined,
		topics: [
			{
				topicName: '__cluster_metadata',
				partitions: [
					{
						partitionIndex: 0,
						errorCode: leader === undefined ? 6 : 0,
						errorMessage: undefined,
						leaderId: leader === undefined ? -1 : ids[leader]!,
						leaderEpoch: 3,
						highWatermark: 1000,
						currentVoters: Object.entries(voters).map(([name, {directory = directoryId(name, 'controller'), ...voter}]) =>
							replicaOf(ids[name]!, directory, 'behind' in voter ? voter.behind : 0),
						),
						observers: Object.entries(observers).map(([id, directory]) => replicaOf(Number(id), directory, 10)),
					},
				],
			},
		],
		nodes: [],
	};
}

/**
 * Controllers that answer over the wire, from kafka-01; each look is the next stand, the last one for ever. Only the active one
 * says how they stand.
 */
export function fakeQuorum(...stands: readonly FakeQuorum[]) {
	let look = 0;
	const asked: string[] = [];
	const standNow = () => stands[Math.min(look, stands.length - 1)]!;
	const connection: Connection = {
		exec: async () => ({code: 0, stdout: '', stderr: ''}),
		async dial(name, port) {
			asked.push(`${name}:${port}`);
			const stand = standNow();
			if (port !== kraftCluster.controller.port) throw new Error(`Nobody was to ask port ${port} of ${name}`);
			if (stand.voters[name]?.down === true) throw new DialError(`no answer from ${name}:${port}`, {noWay: false});
			return fakeKafka({
				describeQuorum: () => quorumAnswer(stand.leader === name ? stand : {voters: {}}),
			})();
		},
		close: async () => {},
	};
	const context = fakeContext(connection, {byCommands: () => false});
	const waiting = (what: string) => {
		look += 1;
		context.seen.waiting.push(what);
	};
	return {asked, context: {...context, waiting}};
}
