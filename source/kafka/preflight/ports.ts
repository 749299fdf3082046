import type {Cluster} from '../../cluster/cluster.ts';
import {units} from '../../cluster/layout.ts';
import type {Host} from '../../core/inventory.ts';
import type {PortSpec} from '../../host/port.ts';

/** The ports that a host's roles listen on, and who may have them already. */
export function portsOf(cluster: Cluster, host: Host): readonly (PortSpec & {readonly local?: boolean})[] {
	const has = (role: keyof Cluster['roles']) => cluster.roles[role].includes(host.name);
	const {zookeeper, kafka, connect} = cluster;
	const ensemble = cluster.roles.zookeeper.length > 1;
	return [
		...(has('zookeeper')
			? [
					{port: zookeeper.clientPort, purpose: 'ZooKeeper clients', unit: units.zookeeper},
					...(ensemble
						? [
								{port: zookeeper.peerPort, purpose: 'ZooKeeper peers', unit: units.zookeeper},
								{port: zookeeper.electionPort, purpose: 'ZooKeeper leader election', unit: units.zookeeper},
							]
						: []),
				]
			: []),
		...(has('kafka') ? [{port: kafka.port, purpose: 'Kafka', unit: units.kafka}] : []),
		...(has('schema-registry')
			? [{port: cluster['schema-registry'].port, purpose: 'Schema Registry', unit: units.schemaRegistry}]
			: []),
		// Its REST interface listens on the loopback address alone.
		...(has('connect') ? [{port: connect.restPort, purpose: 'Connect', unit: units.connect, local: true}] : []),
	];
}
