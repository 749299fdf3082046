import type {Cluster} from '../cluster/cluster.ts';
import {usualReplication} from '../cluster/replication.ts';
import type {Role} from '../cluster/roles.ts';
import {type Command, sh} from '../core/command.ts';
import type {Host} from '../core/inventory.ts';

const join = (hosts: readonly string[], port: number, scheme = '') => hosts.map(host => `${scheme}${host}:${port}`).join(',');

export const brokers = (cluster: Cluster, scheme = '') => join(cluster.roles.kafka, cluster.kafka.port, scheme);
/** A registry, as its clients name it. */
export const registryUrl = (cluster: Cluster, host: string): string => `http://${host}:${cluster['schema-registry'].port}`;
export const registries = (cluster: Cluster) =>
	cluster.roles['schema-registry'].map(host => registryUrl(cluster, host)).join(',');

/** Where a worker listens: it is for its own host alone, and what `localhost` leads to there is the host's to say. */
export const workerAddress = '127.0.0.1';
/** A worker's REST interface. */
export const workerUrl = ({connect}: Cluster): string => `http://${workerAddress}:${connect.restPort}`;

/** Below which path a worker has its connectors. */
export const connectorsUrl = (cluster: Cluster): Command => sh`${workerUrl(cluster)}/connectors`;

export function hostsOf(cluster: Cluster, ...roles: readonly Role[]): readonly Host[] {
	const names = new Set(roles.flatMap(role => cluster.roles[role]));
	return cluster.hosts.filter(host => names.has(host.name));
}

/** The host of the broker with an id, by the cluster file and never by what a broker says; undefined for one that is not in it. */
export const brokerWith = ({roles, kafka}: Cluster, id: number | undefined): string | undefined =>
	roles.kafka.find(name => kafka.ids[name] === id);

/** The names of the others of some roles, as a firewall opening needs them. */
export function peers(cluster: Cluster, host: Host, ...roles: readonly Role[]): readonly string[] {
	return hostsOf(cluster, ...roles)
		.map(one => one.name)
		.filter(name => name !== host.name);
}

/** The number of brokers, and the copies that follow from it. */
export function replication(cluster: Cluster) {
	const brokers = cluster.roles.kafka.length;
	return {brokers, ...usualReplication(brokers)};
}
