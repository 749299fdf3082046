import {type Cluster, isCombined} from '../../cluster/cluster.ts';
import {rolesOf} from '../../cluster/roles.ts';
import type {Host} from '../../core/inventory.ts';
import type {PortSpec} from '../../host/port.ts';
import {unitOf} from '../distribution.ts';

/** The ports that a host's roles listen on, and who may have them already. */
export function portsOf(cluster: Cluster, host: Host): readonly (PortSpec & {readonly local?: boolean})[] {
	return rolesOf(cluster.roles, host.name).flatMap(({id, ports}) =>
		ports
			.filter(({amongMembers = false}) => !amongMembers || cluster.roles[id].length > 1)
			.map(({key, purpose, local = false}) => ({
				port: (cluster[id] as Readonly<Record<string, unknown>>)[key] as number,
				purpose,
				// Of a broker that is a controller as well.
				unit: unitOf(cluster, id === 'controller' && isCombined(cluster, host.name) ? 'kafka' : id),
				...(local ? {local} : {}),
			})),
	);
}
