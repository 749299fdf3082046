import {isSystemDirectory} from '../../cluster/checks/directories.ts';
import type {Cluster} from '../../cluster/cluster.ts';
import type {ClusterIdentity} from '../../cluster/identity.ts';
import {directoriesIn, numberedRoles, rolesWithData} from '../../cluster/roles.ts';
import type {ConvergeStep} from '../../core/plan.ts';
import type {Placement} from '../../core/things.ts';
import {type DataSpec, keepData, removeData} from '../../host/remove/remove-data.ts';
import {unitOf} from '../distribution.ts';

export type DataDirectory = DataSpec & {readonly stage: string};

/** The data that is known by its ids. */
function recordedOf(host: string, recorded: ClusterIdentity | undefined): readonly DataDirectory[] {
	const known = recorded?.hosts.find(({name}) => name === host);
	return numberedRoles.toReversed().flatMap(({id: role, ids: {onDisk}, data}) => {
		const identity = known?.[role];
		if (identity === undefined || data === undefined) return [];
		const {file, keys = [], clusterKey} = onDisk;
		// Of its names the newest last: only brokers without a quorum of controllers have the older one.
		const key = recorded?.quorum === undefined ? keys[0] : keys.at(-1);
		const clusterId = clusterKey === undefined ? undefined : (identity.clusterId ?? recorded?.clusterId);
		const lines = [
			key === undefined ? String(identity.id) : `${key}=${identity.id}`,
			...(clusterId === undefined ? [] : [`${clusterKey}=${clusterId}`]),
		];
		return directoriesIn(identity, data).map(path => ({path, stage: role, created: false, identity: {file, lines}}));
	});
}

/** Where data of the cluster lies on a host: what we made, and what is recorded to hold data with its ids. */
export function dataOf(
	host: string,
	placed: readonly Placement[],
	recorded: ClusterIdentity | undefined,
): readonly DataDirectory[] {
	const known = recordedOf(host, recorded);
	const created = placed
		.filter(one => one.host === host && one.thing.kind === 'data')
		.map(({stage, thing}): DataDirectory => {
			const {identity} = known.find(({path}) => path === thing.name) ?? {};
			return {path: thing.name, stage, created: true, identity};
		});
	return [...created, ...known.filter(({path}) => created.every(one => one.path !== path))];
}

/** The step that keeps the data of one directory, or deletes it. */
export function dataStep(cluster: Cluster, data: DataDirectory, remove: boolean): ConvergeStep {
	// A role's stage has its name.
	const role = rolesWithData.find(({id}) => id === data.stage)?.id;
	if (!remove || role === undefined || isSystemDirectory(data.path)) return keepData(data);
	return removeData({...data, unit: unitOf(cluster, role)});
}
