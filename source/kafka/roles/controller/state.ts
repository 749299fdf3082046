import type {Cluster} from '../../../cluster/cluster.ts';
import {sh} from '../../../core/command.ts';
import {DialError, StepError} from '../../../core/errors.ts';
import type {Context} from '../../../core/plan.ts';
import {toolRun} from '../../client.ts';
import {withBroker} from '../../wire/broker.ts';
import {type QuorumState, quorumAt, type Replica} from '../../wire/quorum.ts';
import {controllers} from './quorum.ts';

/** What asks a controller how all of them stand. */
export const describeQuorum = (address: string, form: '--status' | '--replication') =>
	sh`kafka-metadata-quorum --bootstrap-controller ${address} describe ${form}`;

const number = (text: string | undefined) => (text !== undefined && /^-?\d+$/.test(text) ? Number(text) : undefined);

/**
 * The table of `describe --replication`: node id, directory id, end offset, lag, two times and a status. A quorum from a list of
 * voters has directory ids of zeros.
 * @returns undefined for what is not such a table
 */
/** So many characters of an answer are read: a member has a line. */
const mostRead = 64 * 1024;

export function parseReplication(stdout: string): QuorumState | undefined {
	const rows = stdout
		.slice(0, mostRead)
		.split('\n')
		.flatMap(line => {
			const [id, directoryId = '', endOffset, , , lastCaughtUp, status] = line.trim().split(/\s+/);
			const numbers = [number(id), number(endOffset), number(lastCaughtUp)];
			if (numbers.includes(undefined) || status === undefined) return [];
			const replica: Replica = {
				id: numbers[0]!,
				directoryId: /^A+$/.test(directoryId) ? '' : directoryId,
				endOffset: numbers[1]!,
				lastCaughtUp: numbers[2]!,
			};
			return [{status, replica}];
		});
	const leader = rows.find(({status}) => status === 'Leader')?.replica;
	if (leader === undefined) return undefined;
	const isVoter = (status: string) => status === 'Leader' || status === 'Follower';
	return {
		leader: leader.id,
		highWatermark: leader.endOffset,
		voters: rows.filter(({status}) => isVoter(status)).map(({replica}) => replica),
		observers: rows.filter(({status}) => !isVoter(status)).map(({replica}) => replica),
	};
}

/** @param addresses several, for one of them may be down */
async function byCommand(context: Context, addresses: string): Promise<QuorumState | undefined> {
	const {code, stdout} = await context.exec(toolRun(describeQuorum(addresses, '--replication')));
	return code === 0 ? parseReplication(stdout) : undefined;
}

/** How the controllers stand, as the active one says, asked from the host of the context; undefined if none is, or it does not answer. */
export async function quorumState(context: Context, cluster: Cluster): Promise<QuorumState | undefined> {
	const {port} = cluster.controller;
	for (const name of cluster.roles.controller) {
		try {
			const state = await withBroker(context, name, port, quorumAt);
			if (state !== undefined) return state;
		} catch (error) {
			if (error instanceof DialError && error.noWay) return byCommand(context, controllers(cluster));
			if (!(error instanceof DialError || error instanceof StepError)) throw error;
		}
	}
	return undefined;
}

/** How far behind a voter may be that counts as caught up, in milliseconds: `controller.quorum.fetch.timeout.ms`, by which Strimzi judges too. */
const mostBehindMs = 2000;

/** Whether a voter has all that the active one had a moment ago. */
export function isCaughtUp(state: QuorumState, voter: Replica): boolean {
	if (voter.id === state.leader) return true;
	const leader = state.voters.find(({id}) => id === state.leader);
	return leader !== undefined && voter.lastCaughtUp >= 0 && leader.lastCaughtUp - voter.lastCaughtUp < mostBehindMs;
}
