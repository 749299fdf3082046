import type {Session} from '../core/session.ts';
import type {Cluster} from '../kafka/cluster.ts';
import {readAssignments} from '../kafka/settled/assignments.ts';
import {missingBrokers} from '../kafka/settled/judge-brokers.ts';
import type {Standing} from '../kafka/settled/standing.ts';
import {type Assignment, viewOf} from '../kafka/settled/view.ts';

/** Which brokers have which copies, where a recorded broker is not in the file any more; it is not asked otherwise. */
export async function copiesNeeded(
	cluster: Cluster,
	standings: ReadonlyMap<string, Standing>,
	sessions: ReadonlyMap<string, Session>,
): Promise<readonly Assignment[] | undefined> {
	const {shared} = viewOf({cluster, standings, replaced: []});
	if (Object.keys(missingBrokers({cluster, shared})).length === 0) return undefined;
	for (const [name, {zookeeper}] of standings) {
		const session = sessions.get(name);
		if (zookeeper?.serves === undefined || zookeeper.clientPort === undefined || session === undefined) continue;
		return readAssignments(session.connection, zookeeper.clientPort);
	}
	return undefined;
}
