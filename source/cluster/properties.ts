import type {Cluster, Properties} from './cluster.ts';
import type {Role} from './roles.ts';

type Hosts = Pick<Cluster, 'hosts'>;

/** Properties that only one host has, in place of those of its role. */
export function ownProperties({hosts}: Hosts, host: string, role: Role): Properties {
	const properties = hosts.find(({name}) => name === host)?.properties;
	return properties !== undefined && Object.hasOwn(properties, role) ? properties[role]! : {};
}

/** Where the broker of a host stands: Kafka puts the copies of a partition into different racks. */
export const rackOf = ({hosts}: Hosts, host: string): string | undefined => hosts.find(({name}) => name === host)?.rack;
