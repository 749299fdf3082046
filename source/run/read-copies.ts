import type {Session} from '../core/session.ts';
import {metadata} from '../kafka/metadata.ts';
import type {Standing} from '../kafka/settled/standing.ts';
import type {Assignment} from '../kafka/settled/view.ts';

/** Which brokers have which copies, by the first host that serves the metadata; undefined if none does. */
export async function readCopies(
	standings: ReadonlyMap<string, Standing>,
	sessions: ReadonlyMap<string, Session>,
): Promise<readonly Assignment[] | undefined> {
	for (const [name, {metadata: member}] of standings) {
		const session = sessions.get(name);
		if (member?.serves === undefined || session === undefined) continue;
		return metadata.assignments(session.connection, member);
	}
	return undefined;
}
