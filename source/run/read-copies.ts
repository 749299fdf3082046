import type {Cluster} from '../cluster/cluster.ts';
import type {Session} from '../core/session.ts';
import {metadataOf} from '../kafka/metadata.ts';
import type {Standing} from '../kafka/settled/standing.ts';
import type {Assignment} from '../kafka/settled/view.ts';

/** Which brokers have which copies, by the first host that serves the metadata; undefined if none does. */
export async function readCopies(
	cluster: Cluster,
	standings: ReadonlyMap<string, Standing>,
	sessions: ReadonlyMap<string, Session>,
): Promise<readonly Assignment[] | undefined> {
	for (const [name, standing] of standings) {
		const session = sessions.get(name);
		if (standing.serves === undefined || session === undefined) continue;
		return metadataOf(cluster).assignments(session.connection, standing);
	}
	return undefined;
}
