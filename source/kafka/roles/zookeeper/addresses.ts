import type {Cluster} from '../../../cluster/cluster.ts';

/** The members, as their clients are given them. */
export const zookeepers = ({roles, zookeeper}: Cluster): string =>
	roles.zookeeper.map(host => `${host}:${zookeeper.clientPort}`).join(',');
