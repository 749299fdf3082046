import {connect} from '../cluster/roles/connect.ts';
import {kafka} from '../cluster/roles/kafka.ts';
import {schemaRegistry} from '../cluster/roles/schema-registry.ts';

/** Names and paths of Confluent's packages: users, group, units and files as their rpm and deb packages have them. */
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

export const sourcesDir = '/etc/kafka-connect-jdbc';
export const secretsDir = `${sourcesDir}/secrets`;
export const sourceFile = (name: string) => `${sourcesDir}/source-${name}.properties`;
export const passwordFile = (name: string) => `${name}.password`;

/** How far a standalone worker has read each table. */
export const offsetsFile = (dataDir: string) => `${dataDir}/connect.offsets`;

/** The folder of plug-in folders. Without it Connect finds no connector of Confluent's packages. */
export const pluginsDir = '/usr/share/java';
/** Where `confluent-hub` puts what it fetches. */
export const hubDir = '/usr/share/confluent-hub-components';
