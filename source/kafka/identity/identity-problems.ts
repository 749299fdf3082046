import type {Cluster} from '../../cluster/cluster.ts';
import type {ClusterIdentity, HostIdentity} from '../../cluster/identity.ts';
import type {FoundIds} from '../../cluster/ids.ts';
import type {Seen} from './identity.ts';

function idProblem(
	what: string,
	role: string,
	host: string,
	recorded: number,
	disk: number | undefined,
	file: number | undefined,
) {
	if (disk !== undefined && disk !== recorded) return [`${host} has ${what} ${disk} on its disk, recorded is ${recorded}`];
	// One against its disk as well is told by the ids themselves.
	if (disk === undefined && file !== undefined && file !== recorded) {
		return [`${role}.ids gives ${host} the ${what} ${file}, recorded is ${recorded}`];
	}
	return [];
}

type Part = {
	readonly was: HostIdentity;
	readonly found: FoundIds;
	/** Whether data may be gone: it is what a run that takes it away leaves behind. */
	readonly mayBeGone: boolean;
};

function zookeeperProblems(cluster: Cluster, {was: {name, zookeeper: was}, found, mayBeGone}: Part): readonly string[] {
	if (was === undefined || !cluster.roles.zookeeper.includes(name)) return [];
	const {dataDir, ids} = cluster.zookeeper;
	if (was.dataDir !== dataDir) return [`zookeeper.dataDir of ${name} is ${dataDir} now, recorded is ${was.dataDir}`];
	if (!mayBeGone && was.hasData && found.zookeeper === undefined && found.lostMyid === undefined) {
		return [`${name} had the data of ZooKeeper id ${was.id} in ${dataDir}, and it is empty now: its data is gone or not mounted`];
	}
	return idProblem('ZooKeeper id', 'zookeeper', name, was.id, found.zookeeper, ids[name]);
}

function brokerProblems(
	cluster: Cluster,
	{was: {name, kafka: was}, found, mayBeGone}: Part,
	clusterId?: string,
): readonly string[] {
	if (was === undefined || !cluster.roles.kafka.includes(name)) return [];
	const {dataDirs, ids} = cluster.kafka;
	// A further directory is a further disk; one that is missing would leave its data behind.
	if (!was.dataDirs.every(path => dataDirs.includes(path))) {
		return [`kafka.dataDirs of ${name} is ${dataDirs.join(', ')} now, recorded is ${was.dataDirs.join(', ')}`];
	}
	if (!mayBeGone && was.clusterId !== undefined && found.clusterId === undefined && found.kafka === undefined) {
		return [
			`${name} had the data of broker id ${was.id} (cluster.id ${was.clusterId}) in ${was.dataDirs.join(', ')}, and there is no meta.properties now: its data is gone or not mounted`,
		];
	}
	const other = clusterId !== undefined && found.clusterId !== undefined && found.clusterId !== clusterId;
	return [
		...idProblem('broker id', 'kafka', name, was.id, found.kafka, ids[name]),
		...(other ? [`${name} has the data of the Kafka cluster ${found.clusterId}, recorded is ${clusterId}`] : []),
	];
}

/**
 * How the hosts differ from what was recorded of them, each with both values; hosts that the record does not have are new.
 * Those in `replaced` may be other machines with other data; where data `mayBeGone`, only other data is a difference.
 */
export function identityProblems(
	recorded: ClusterIdentity,
	cluster: Cluster,
	{factsOf, found}: Seen,
	{replaced, mayBeGone = false}: {readonly replaced: readonly string[]; readonly mayBeGone?: boolean},
): readonly string[] {
	return cluster.hosts.flatMap(({name}) => {
		const was = recorded.hosts.find(host => host.name === name);
		if (was === undefined || replaced.includes(name)) return [];
		const machineId = factsOf.get(name)?.machineId ?? '';
		// All else would only follow from it.
		if (machineId !== '' && was.machineId !== '' && machineId !== was.machineId) {
			return [
				`${name} is another machine than at the first install: its machine id is ${machineId}, recorded is ${was.machineId}`,
			];
		}
		const part = {was, found: found.get(name) ?? {}, mayBeGone};
		return [...zookeeperProblems(cluster, part), ...brokerProblems(cluster, part, recorded.clusterId)];
	});
}
