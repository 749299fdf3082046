import type {ClusterIdentity} from '../../cluster/identity.ts';
import {giveIds} from '../../cluster/ids.ts';
import {idsOfRoles} from '../../kafka/identity/found-ids.ts';
import {earlierIds} from '../../kafka/identity/identity.ts';
import type {GiveIds} from '../../ui/wizard/wizard-functions.ts';

/** Gives ids as a run gives them to a cluster of which this is recorded. */
export function idGiver(recorded: ClusterIdentity | undefined): GiveIds {
	const earlier = earlierIds(recorded);
	return (cluster, disks) => {
		const found = new Map([...disks].map(([host, all]) => [host, idsOfRoles(cluster, host, all)]));
		const {given, conflicts} = giveIds(cluster, found, earlier);
		return {given, conflicts};
	};
}
