import type {Cluster} from '../../cluster/cluster.ts';
import type {ClusterIdentity, HostIdentity} from '../../cluster/identity.ts';
import type {FoundIds} from '../../cluster/ids.ts';
import {directoriesIn, type NumberedRole, numberedRole, numberedRoles} from '../../cluster/roles.ts';
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

function roleProblems(
	cluster: Cluster,
	role: NumberedRole,
	{was, found, mayBeGone}: Part,
	clusterId?: string,
): readonly string[] {
	const {name, [role]: before} = was;
	const {ids: range, data} = numberedRole(role);
	if (before === undefined || data === undefined || !cluster.roles[role].includes(name)) return [];
	const [then, now] = [directoriesIn(before, data), directoriesIn(cluster[role], data)];
	// A further directory is a further disk; one that is missing would leave its data behind.
	if (!then.every(path => now.includes(path))) {
		return [`${role}.${data.key} of ${name} is ${now.join(', ')} now, recorded is ${then.join(', ')}`];
	}
	const {file, clusterKey} = range.onDisk;
	const had = clusterKey === undefined ? before.hasData === true : before.clusterId !== undefined;
	const has =
		found[role] !== undefined ||
		found.lost?.some(one => one.role === role) === true ||
		(clusterKey !== undefined && found.clusterId !== undefined);
	if (!mayBeGone && had && !has) {
		const of = before.clusterId === undefined ? '' : ` (cluster.id ${before.clusterId})`;
		return [
			`${name} had the data of ${range.what} ${before.id}${of} in ${then.join(', ')}, and there is no ${file} now: its data is gone or not mounted`,
		];
	}
	const other =
		clusterKey !== undefined && clusterId !== undefined && found.clusterId !== undefined && found.clusterId !== clusterId;
	return [
		...idProblem(range.what, role, name, before.id, found[role], cluster[role].ids[name]),
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
		return numberedRoles.flatMap(({id}) => roleProblems(cluster, id, part, recorded.clusterId));
	});
}
