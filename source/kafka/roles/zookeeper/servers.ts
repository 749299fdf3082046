import type {Cluster} from '../../../cluster/cluster.ts';
import {versionOf} from '../../../cluster/versions.ts';
import type {Host} from '../../../core/inventory.ts';
import {beforePort} from '../../own-address.ts';

/**
 * The lines `server.ID=HOST:…` of one member; its own address is the one that it is to listen on, else the wildcard where that is
 * safe. A server that stands alone has none.
 */
export function serversOf(cluster: Cluster, host: Pick<Host, 'name' | 'bind'>) {
	const members = cluster.roles.zookeeper;
	const wildcard = members.length >= versionOf(cluster).wildcardAddressFromMembers;
	if (members.length === 1) return [];
	const own = host.bind === undefined ? wildcard && '0.0.0.0' : beforePort(host.bind);
	return members.map(name => ({id: cluster.zookeeper.ids[name], address: (name === host.name && own) || name}));
}
