import type {Cluster} from '../cluster/cluster.ts';
import {type Role, rolesOf} from '../cluster/roles.ts';
import type {Host} from '../core/inventory.ts';
import type {Opening} from '../host/firewall/firewall.ts';
import {peers} from './addresses.ts';

/** Where a host keeps its table of ports; there if it has one. */
export const tablePath = '/etc/kafka-setup/ports.nft';

type Exposed = {
	/** The key of the port in the section of the role. */
	readonly key: string;
	/** Who comes there. */
	readonly what: string;
	/** `clients`: programs of other hosts have business there; `peers`: only hosts of the cluster have. */
	readonly for: 'clients' | 'peers';
	/** The roles whose hosts come there. */
	readonly from: readonly Role[];
};

/** Every port that a role listens on, and who has business there: firewalld, ufw and our own table follow from here. */
const exposed: Readonly<Record<Role, readonly Exposed[]>> = {
	controller: [{key: 'port', what: 'KRaft controller', for: 'peers', from: ['controller', 'kafka']}],
	zookeeper: [
		{key: 'clientPort', what: 'ZooKeeper clients', for: 'peers', from: ['zookeeper', 'kafka']},
		{key: 'peerPort', what: 'ZooKeeper peers', for: 'peers', from: ['zookeeper']},
		{key: 'electionPort', what: 'ZooKeeper leader election', for: 'peers', from: ['zookeeper']},
	],
	kafka: [{key: 'port', what: 'Kafka', for: 'clients', from: ['kafka', 'schema-registry', 'connect']}],
	'schema-registry': [{key: 'port', what: 'Schema Registry', for: 'clients', from: ['kafka', 'schema-registry', 'connect']}],
	// It listens on the loopback address alone.
	connect: [{key: 'restPort', what: 'Connect', for: 'peers', from: []}],
};

const portOf = (cluster: Cluster, role: Role, key: string) =>
	(cluster[role] as unknown as Readonly<Record<string, number>>)[key]!;

/** Whom a role's ports are opened for in a firewall that is active on a host. */
export const openings = (cluster: Cluster, host: Host, role: Role): readonly Opening[] =>
	exposed[role].flatMap(({key, what, for: who, from}) =>
		from.length === 0
			? []
			: [
					{
						port: portOf(cluster, role, key),
						what,
						from: peers(cluster, host, ...from),
						...(who === 'clients' && cluster.clients !== undefined ? {networks: cluster.clients} : {}),
					},
				],
	);

/** The ports of a host that are for some alone. Those for clients are for everybody as long as the file does not say who they are. */
export function restrictedOn(
	cluster: Cluster,
	{name}: Host,
): {readonly peerPorts: readonly number[]; readonly clientPorts: readonly number[]} {
	const all = rolesOf(cluster.roles, name).flatMap(({id}) =>
		exposed[id].map(one => ({port: portOf(cluster, id, one.key), for: one.for})),
	);
	const of = (who: Exposed['for']) => all.filter(one => one.for === who).map(({port}) => port);
	return {peerPorts: of('peers'), clientPorts: cluster.clients === undefined ? [] : of('clients')};
}
