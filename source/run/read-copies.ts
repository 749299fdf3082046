import type {Session} from '../core/session.ts';
import {readAssignments} from '../kafka/settled/assignments.ts';
import type {Standing} from '../kafka/settled/standing.ts';
import type {Assignment} from '../kafka/settled/view.ts';

/** Which brokers have which copies, by the first ZooKeeper of the hosts that serves; undefined if none does. */
export async function readCopies(
	standings: ReadonlyMap<string, Standing>,
	sessions: ReadonlyMap<string, Session>,
): Promise<readonly Assignment[] | undefined> {
	for (const [name, {zookeeper}] of standings) {
		const session = sessions.get(name);
		if (zookeeper?.serves === undefined || zookeeper.clientPort === undefined || session === undefined) continue;
		return readAssignments(session.connection, zookeeper.clientPort);
	}
	return undefined;
}
