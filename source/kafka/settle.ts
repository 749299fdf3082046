import {InputError} from '../core/errors.ts';
import type {ClusterIdentity} from '../core/identity.ts';
import type {Cluster} from './cluster.ts';
import {earlierIds, type Seen} from './identity.ts';
import {identityProblems} from './identity-problems.ts';
import {giveIds, refuseIds} from './ids.ts';

/** What is remembered of a cluster. */
export type Memory = {
	readonly recorded?: ClusterIdentity | undefined;
	/** Hosts that are other machines, or have other data, on purpose. */
	readonly replaced: readonly string[];
	/** What is done is to take it away: data that is gone, and ids that don't fit each other, are no reason against it. */
	readonly mayBeGone?: boolean;
};

/** @throws InputError for the name of a replaced host that is none of the cluster */
export function checkReplaced(cluster: Cluster, replaced: readonly string[]): void {
	const names = cluster.hosts.map(host => host.name);
	const unknown = replaced.filter(name => !names.includes(name));
	if (unknown.length === 0) return;
	throw new InputError(`--replaced names ${unknown.join(', ')}, which the cluster file does not have`, {
		hint: `Its hosts are ${names.join(', ')}.`,
	});
}

/**
 * The cluster with its ids complete, after its hosts were compared with what is remembered of them.
 * @throws InputError that names every difference and every conflict of the ids, before anything is changed
 */
export function settle(cluster: Cluster, seen: Seen, {recorded, replaced, mayBeGone = false}: Memory): Cluster {
	const {cluster: settled, problems} = giveIds(cluster, seen.found, earlierIds(recorded));
	const differences = recorded === undefined ? [] : identityProblems(recorded, cluster, seen, {replaced, mayBeGone});
	if (differences.length === 0) refuseIds(mayBeGone ? [] : problems);
	else {
		const lines = [...differences, ...problems].map(problem => `  ${problem}`);
		throw new InputError(`These are not the hosts that ${cluster.name} was installed on:\n${lines.join('\n')}`, {
			hint: 'Nothing was touched. If it is a mistake, mend the addresses, the mounts or the cluster file. A host that was replaced, or whose data was moved or given up on purpose, is accepted by naming it: kafka-setup apply FILE --replaced HOST. kafka-setup moves no data: move it by hand first.',
		});
	}
	return settled;
}
