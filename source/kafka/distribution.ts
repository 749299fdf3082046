import {connect} from '../cluster/roles/connect.ts';
import {kafka} from '../cluster/roles/kafka.ts';
import {schemaRegistry} from '../cluster/roles/schema-registry.ts';

/*
 * How Kafka comes to a host, and what it is called there: the users, units and files of Confluent's rpm and deb packages.
 * Nothing else knows them; what changes with the version of the platform is in cluster/versions.ts.
 */

export const group = 'confluent';

export const users = {kafka: 'cp-kafka', schemaRegistry: 'cp-schema-registry', connect: 'cp-kafka-connect'} as const;

export const units = {
	kafka: kafka.unit,
	schemaRegistry: schemaRegistry.unit,
	connect: connect.unit,
} as const;

export const files = {
	kafka: '/etc/kafka/server.properties',
	schemaRegistry: '/etc/schema-registry/schema-registry.properties',
	worker: '/etc/schema-registry/connect-avro-standalone.properties',
} as const;

/** The folder of plug-in folders. Without it Connect finds no connector of Confluent's packages. */
export const pluginsDir = '/usr/share/java';
/** Where `confluent-hub` puts what it fetches. */
export const hubDir = '/usr/share/confluent-hub-components';
