import type {Cluster} from '../../cluster/cluster.ts';
import type {ClusterIdentity, HostIdentity, Quorum, RoleIdentity} from '../../cluster/identity.ts';
import type {EarlierIds, FoundIds} from '../../cluster/ids.ts';
import {directoriesIn, type NumberedRole, numberedRole, numberedRoles} from '../../cluster/roles.ts';
import type {Facts} from '../../core/facts.ts';

/** What was read from the hosts when they were logged in to. */
export type Seen = {
	readonly factsOf: ReadonlyMap<string, Facts>;
	readonly found: ReadonlyMap<string, FoundIds>;
	/** What the controllers are made with, once it is drawn. */
	readonly quorum?: Quorum | undefined;
};

function roleIdentity(cluster: Cluster, role: NumberedRole, name: string, found: FoundIds): RoleIdentity | undefined {
	const {ids, data} = numberedRole(role);
	const id = cluster[role].ids[name];
	if (id === undefined || !cluster.roles[role].includes(name)) return undefined;
	const directories = data === undefined ? [] : directoriesIn(cluster[role], data);
	const {clusterId} = found;
	return {
		id,
		...(data === undefined ? {} : data.key === 'dataDir' ? {dataDir: directories[0]!} : {dataDirs: directories}),
		...(ids.onDisk.clusterKey === undefined ? {hasData: found[role] !== undefined} : clusterId === undefined ? {} : {clusterId}),
	};
}

/** What the cluster, with its ids complete, is known by from now on. A host that told nothing of itself has no entry. */
export function identityOf(cluster: Cluster, {factsOf, found, quorum}: Seen): ClusterIdentity {
	const hosts = cluster.hosts.flatMap(({name}): readonly HostIdentity[] => {
		const machineId = factsOf.get(name)?.machineId;
		if (machineId === undefined) return [];
		const mine = numberedRoles.flatMap(({id}) => {
			const identity = roleIdentity(cluster, id, name, found.get(name) ?? {});
			return identity === undefined ? [] : [[id, identity] as const];
		});
		return [{name, machineId, ...Object.fromEntries(mine)}];
	});
	const clusterId = hosts.flatMap(host => host.kafka?.clusterId ?? host.controller?.clusterId ?? [])[0];
	return {...(clusterId === undefined ? {} : {clusterId}), ...(quorum === undefined ? {} : {quorum}), hosts};
}

/**
 * The record with what is known now in the place of what was. Hosts that are in the cluster no more stay, and so does what
 * a host was in a role that it has no more, unless it is another machine now.
 */
export function mergeIdentity(recorded: ClusterIdentity | undefined, now: ClusterIdentity): ClusterIdentity {
	const before = recorded?.hosts ?? [];
	const merged = now.hosts.map(host => {
		const old = before.find(({name}) => name === host.name);
		// A host that tells no machine id this time is compared with the recorded one the next time.
		const machineId = host.machineId || (old?.machineId ?? '');
		return {...(old?.machineId === machineId ? old : {}), ...host, machineId};
	});
	const left = before.filter(({name}) => now.hosts.every(host => host.name !== name));
	// Where every broker has an empty disk, the cluster of before is no more.
	const remains = merged.some(({kafka, controller}) => kafka?.clusterId !== undefined || controller?.clusterId !== undefined);
	const clusterId = now.clusterId ?? (remains ? recorded?.clusterId : undefined);
	const quorum = now.quorum ?? recorded?.quorum;
	return {
		...(clusterId === undefined ? {} : {clusterId}),
		...(quorum === undefined ? {} : {quorum}),
		hosts: [...merged, ...left],
	};
}

/** The ids of the record, for giveIds. */
export const earlierIds = (recorded: ClusterIdentity | undefined): EarlierIds =>
	new Map(
		(recorded?.hosts ?? []).map(host => [
			host.name,
			Object.fromEntries(numberedRoles.flatMap(({id}) => (host[id] === undefined ? [] : [[id, host[id].id]]))),
		]),
	);
