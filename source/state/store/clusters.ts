import type {ClusterIdentity, HostIdentity, Quorum, RoleIdentity} from '../../cluster/identity.ts';
import {numberedRoles} from '../../cluster/roles.ts';
import {type Droppable, type Newest, openNewest} from './newest.ts';
import type {Tell} from './own-file.ts';

/** What a cluster was installed on. The same name in two files, or two names in one file, are two clusters. */
export type StoredCluster = ClusterIdentity & {
	readonly name: string;
	/** The cluster file, absolute. */
	readonly file: string;
	/** When it was first recorded and when last, ISO 8601. */
	readonly firstAt: string;
	readonly lastAt: string;
	/** The kafka-setup that recorded it last. */
	readonly recordedBy: string;
};

/** By their files and names. */
export type Clusters = Newest<StoredCluster> & Droppable;

/** What a host is must not be forgotten for others that came later. */
const most = Number.POSITIVE_INFINITY;

const isText = (value: unknown): value is string => typeof value === 'string';
const isTextOrNone = (value: unknown) => value === undefined || isText(value);

function roleFits(value: unknown): boolean {
	if (value === undefined) return true;
	const {id, dataDir, dataDirs = [], hasData = false, clusterId} = (value ?? {}) as Partial<RoleIdentity>;
	const directories = isTextOrNone(dataDir) && Array.isArray(dataDirs) && dataDirs.every(isText);
	return typeof id === 'number' && directories && typeof hasData === 'boolean' && isTextOrNone(clusterId);
}

function hostFits(value: unknown): value is HostIdentity {
	const host = (value ?? {}) as Partial<HostIdentity>;
	return isText(host.name) && isText(host.machineId) && numberedRoles.every(({id}) => roleFits(host[id]));
}

function quorumFits(value: unknown): boolean {
	if (value === undefined) return true;
	const {kind, clusterId, directoryIds, combined} = (value ?? {}) as Partial<Quorum>;
	const ids = typeof directoryIds === 'object' && directoryIds !== null && Object.values(directoryIds).every(isText);
	return (kind === 'static' || kind === 'dynamic') && isText(clusterId) && typeof combined === 'boolean' && ids;
}

function fits(value: unknown): value is StoredCluster {
	const {name, file, firstAt, lastAt, recordedBy, clusterId, quorum, hosts} = (value ?? {}) as Partial<StoredCluster>;
	const texts = [name, file, firstAt, lastAt, recordedBy].every(isText) && isTextOrNone(clusterId);
	return texts && quorumFits(quorum) && Array.isArray(hosts) && hosts.every(hostFits);
}

/** What a cluster is found by. */
export const clusterKey = ({file, name}: Pick<StoredCluster, 'file' | 'name'>) => JSON.stringify([file, name]);

export const openClusters = (folder: string, tell?: Tell): Clusters =>
	openNewest(folder, 'clusters', 'clusters', {most, fits, keyOf: clusterKey}, tell);
