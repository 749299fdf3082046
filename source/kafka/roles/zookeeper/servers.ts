import type {Cluster} from '../../../cluster/cluster.ts';
import {versionOf} from '../../../cluster/versions.ts';
import type {Host} from '../../../core/inventory.ts';

/** The lines `server.ID=HOST:…` of one member; its own address is the wildcard where that is safe. A server that stands alone has none. */
export function serversOf(cluster: Cluster, host: Pick<Host, 'name'>) {
	const members = cluster.roles.zookeeper;
	const wildcard = members.length >= versionOf(cluster).wildcardAddressFromMembers;
	if (members.length === 1) return [];
	return members.map(name => ({id: cluster.zookeeper.ids[name], address: wildcard && name === host.name ? '0.0.0.0' : name}));
}
