import {isDeepStrictEqual} from 'node:util';
import type {Cluster} from '../../cluster/cluster.ts';
import type {ClusterIdentity} from '../../cluster/identity.ts';
import {identityOf, mergeIdentity, type Seen} from '../../kafka/identity/identity.ts';
import type {Memory} from '../../kafka/settled/settle.ts';
import type {Clusters, StoredCluster} from '../../state/store/clusters.ts';

/** What is remembered of the cluster of a file, and how that is changed. */
export type ClusterMemory = Memory & {
	/** Keeps what the cluster, with its ids complete, is now. */
	readonly record: (cluster: Cluster, seen: Seen) => void;
};

type Options = Omit<Memory, 'recorded'> & {
	/** Absolute. */
	readonly file: string;
	readonly name: string;
	readonly version: string;
	/** Told if it can't be kept: that must not stop the run. */
	readonly say: (text: string) => void;
};

export function rememberCluster(
	clusters: Pick<Clusters, 'list' | 'keep'>,
	{file, name, version, say, ...how}: Options,
): ClusterMemory {
	const stored = clusters.list().find(one => one.file === file && one.name === name);
	const recorded: ClusterIdentity | undefined = stored && {
		...(stored.clusterId === undefined ? {} : {clusterId: stored.clusterId}),
		...(stored.quorum === undefined ? {} : {quorum: stored.quorum}),
		hosts: stored.hosts,
	};
	let latest = recorded;
	let firstAt = stored?.firstAt;
	return {
		/** What is remembered now: a look after a run compares with what the run recorded. */
		get recorded() {
			return latest;
		},
		...how,
		record(cluster, seen) {
			// What a host was that has been replaced is forgotten: all but its ids, which the cluster has by now.
			const base = latest && {
				...latest,
				hosts: latest.hosts.filter(host => latest !== recorded || !how.replaced.includes(host.name)),
			};
			const next = mergeIdentity(base, identityOf(cluster, seen));
			if (isDeepStrictEqual(next, latest)) return;
			const lastAt = new Date().toISOString();
			const kept: StoredCluster = {...next, name, file, firstAt: firstAt ?? lastAt, lastAt, recordedBy: version};
			try {
				clusters.keep(kept);
				latest = next;
				firstAt = kept.firstAt;
			} catch (error) {
				say(`Which machines ${name} is installed on could not be remembered: ${(error as Error).message}`);
			}
		},
	};
}
