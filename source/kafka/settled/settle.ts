import type {Cluster} from '../../cluster/cluster.ts';
import type {ClusterIdentity, Quorum} from '../../cluster/identity.ts';
import {type EarlierIds, giveIds, inOrder} from '../../cluster/ids.ts';
import {InputError} from '../../core/errors.ts';
import type {Remark} from '../../host/remarks.ts';
import {earlierIds, type Seen} from '../identity/identity.ts';
import {identityProblems} from '../identity/identity-problems.ts';
import {quorumOf} from '../roles/controller/quorum.ts';
import {differencesOf, refusal, removalRefusal} from './judge.ts';
import {workersNow} from './judge-connect.ts';
import {clusterName} from './judge-identity.ts';
import {removals} from './judge-removal.ts';
import type {HostRecord} from './record.ts';
import type {KnownCluster} from './record-steps.ts';
import {remarksOf} from './remarks.ts';
import type {Standing} from './standing.ts';
import {type Assignment, type View, viewOf} from './view.ts';

/** What is remembered of a cluster. */
export type Memory = {
	readonly recorded?: ClusterIdentity | undefined;
	/** Hosts that are other machines, or have other data, on purpose. */
	readonly replaced: readonly string[];
	/** Hosts of which the operator knows that data is lost with them. */
	readonly dataLost?: readonly string[] | undefined;
	/** The run removes it: data that is gone, ids that don't fit each other, and an earlier removal are no reason against it. */
	readonly mayBeGone?: boolean;
};

/** What was read from the hosts, and which copies the brokers have, where that had to be known. */
export type Arrived = Seen & {
	readonly standings: ReadonlyMap<string, Standing>;
	readonly assignments?: readonly Assignment[] | undefined;
};

export type Settled = {
	/** With its ids complete, its members in the order of their ids, and each source at its worker. */
	readonly cluster: Cluster;
	readonly known: KnownCluster;
	/** What is worth a line, by host. */
	readonly remarks: ReadonlyMap<string, readonly Remark[]>;
};

/** @throws InputError for the name of a replaced host that is none of the cluster */
export function checkReplaced(cluster: Cluster, replaced: readonly string[], flag = '--replaced'): void {
	const names = cluster.hosts.map(host => host.name);
	const unknown = replaced.filter(name => !names.includes(name));
	if (unknown.length === 0) return;
	throw new InputError(`${flag} names ${unknown.join(', ')}, which the cluster file does not have`, {
		hint: `Its hosts are ${names.join(', ')}.`,
	});
}

/** The ids that hosts have on record, on this machine and on the hosts. */
function earlierOf(recorded: ClusterIdentity | undefined, shared: HostRecord | undefined): EarlierIds {
	const earlier = new Map(earlierIds(recorded));
	for (const [name, id] of Object.entries(shared?.members.ids ?? {}))
		earlier.set(name, {...earlier.get(name), [shared!.keeper]: id});
	for (const [name, kafka] of Object.entries(shared?.brokers ?? {})) earlier.set(name, {...earlier.get(name), kafka});
	return earlier;
}

/** Where a host has a record of its own, or its peers have, that tells more than what this machine remembers. */
const tellsItself = ({hosts, shared}: View, name: string) =>
	shared !== undefined || hosts.some(host => host.name === name && host.standing.record !== undefined);

function problemsOf(view: View, given: readonly string[], arrived: Arrived, {recorded, replaced, mayBeGone = false}: Memory) {
	const differences = mayBeGone ? clusterName(view) : differencesOf(view);
	const remembered =
		recorded === undefined
			? []
			: identityProblems(
					{...recorded, hosts: recorded.hosts.filter(({name}) => !tellsItself(view, name))},
					view.cluster,
					arrived,
					{replaced, mayBeGone},
				);
	return {differences, problems: [...remembered, ...(mayBeGone ? [] : given)]};
}

/** A version that the file leaves open is that of the cluster on its hosts: a newer kafka-setup moves none. */
function withVersion(cluster: Cluster, {shared}: View): Cluster {
	const {platform} = cluster;
	return platform.versionIsOpen && shared !== undefined
		? {...cluster, platform: {...platform, version: shared.platform}}
		: cluster;
}

/** What the controllers are made with: what the hosts keep and their disks say, then what this machine drew, then a new draw. */
function quorumIn({cluster, hosts, shared, clusterIds}: View, recorded: ClusterIdentity | undefined): Quorum | undefined {
	if (cluster.roles.controller.length === 0) return undefined;
	const [clusterId] = clusterIds.keys();
	const onDisk = hosts.flatMap(({name, standing}) => {
		const directoryId = standing.disks.get(cluster.controller.dataDir)?.meta?.directoryId;
		return directoryId === undefined ? [] : [[name, directoryId] as const];
	});
	const found = {...(clusterId === undefined ? {} : {clusterId}), directoryIds: Object.fromEntries(onDisk)};
	return quorumOf(cluster, [found, shared?.quorum, recorded?.quorum]);
}

/**
 * The cluster with everything that is settled by its hosts: compared before anything is changed.
 * @throws SettledError that names every difference and every conflict of the ids
 */
export function settle(file: Cluster, arrived: Arrived, memory: Memory): Settled {
	const {standings, found, assignments} = arrived;
	const {replaced, recorded} = memory;
	const first = viewOf({cluster: file, standings, replaced});
	const cluster = withVersion(file, first);
	const {cluster: withIds, problems: conflicts} = giveIds(cluster, found, earlierOf(recorded, first.shared));
	const workerOf = Object.fromEntries(workersNow(first));
	const settled = inOrder({...withIds, connect: {...withIds.connect, workerOf}});
	const view = viewOf({cluster: settled, standings, replaced, assignments, dataLost: memory.dataLost});
	if (memory.mayBeGone !== true && clusterName(view).length === 0) {
		const removed = removals(view);
		if (removed.length > 0) throw removalRefusal(cluster.name, removed);
	}
	const {differences, problems} = problemsOf(view, conflicts, arrived, memory);
	if (differences.length + problems.length > 0) throw refusal(cluster.name, differences, problems);
	const [clusterId] = view.clusterIds.keys();
	const quorum = quorumIn(view, recorded);
	const known = {standings, shared: view.shared, clusterId, replaced, ...(quorum === undefined ? {} : {quorum})};
	return {cluster: settled, known, remarks: remarksOf(view)};
}
