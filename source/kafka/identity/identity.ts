import type {Cluster} from '../../cluster/cluster.ts';
import type {ClusterIdentity, HostIdentity} from '../../cluster/identity.ts';
import type {EarlierIds, FoundIds} from '../../cluster/ids.ts';
import type {Facts} from '../../core/facts.ts';

/** What was read from the hosts when they were logged in to. */
export type Seen = {readonly factsOf: ReadonlyMap<string, Facts>; readonly found: ReadonlyMap<string, FoundIds>};

/** What the cluster, with its ids complete, is known by from now on. A host that told nothing of itself has no entry. */
export function identityOf(cluster: Cluster, {factsOf, found}: Seen): ClusterIdentity {
	const {zookeeper, kafka, roles} = cluster;
	const hosts = cluster.hosts.flatMap(({name}): readonly HostIdentity[] => {
		const machineId = factsOf.get(name)?.machineId;
		if (machineId === undefined) return [];
		const {zookeeper: myid, clusterId} = found.get(name) ?? {};
		const [zookeeperId, brokerId] = [zookeeper.ids[name], kafka.ids[name]];
		return [
			{
				name,
				machineId,
				...(roles.zookeeper.includes(name) && zookeeperId !== undefined
					? {zookeeper: {id: zookeeperId, dataDir: zookeeper.dataDir, hasData: myid !== undefined}}
					: {}),
				...(roles.kafka.includes(name) && brokerId !== undefined
					? {kafka: {id: brokerId, dataDirs: kafka.dataDirs, ...(clusterId === undefined ? {} : {clusterId})}}
					: {}),
			},
		];
	});
	const clusterId = hosts.find(host => host.kafka?.clusterId !== undefined)?.kafka?.clusterId;
	return {...(clusterId === undefined ? {} : {clusterId}), hosts};
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
	const remains = merged.some(({kafka}) => kafka?.clusterId !== undefined);
	const clusterId = now.clusterId ?? (remains ? recorded?.clusterId : undefined);
	return {...(clusterId === undefined ? {} : {clusterId}), hosts: [...merged, ...left]};
}

/** The ids of the record, for giveIds. */
export const earlierIds = (recorded: ClusterIdentity | undefined): EarlierIds =>
	new Map(
		(recorded?.hosts ?? []).map(({name, zookeeper, kafka}) => [
			name,
			{
				...(zookeeper === undefined ? {} : {zookeeper: zookeeper.id}),
				...(kafka === undefined ? {} : {kafka: kafka.id}),
			},
		]),
	);
