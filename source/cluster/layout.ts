/** Names and paths of Confluent's packages: users, group, units and files as their rpm and deb packages have them. */
export const group = 'confluent';

export const users = {kafka: 'cp-kafka', schemaRegistry: 'cp-schema-registry', connect: 'cp-kafka-connect'} as const;

export const units = {
	zookeeper: 'confluent-zookeeper',
	kafka: 'confluent-kafka',
	schemaRegistry: 'confluent-schema-registry',
	/** Ours: the packages only have a unit for a distributed worker. */
	connect: 'kafka-connect-standalone',
} as const;

export const files = {
	zookeeper: '/etc/kafka/zookeeper.properties',
	kafka: '/etc/kafka/server.properties',
	schemaRegistry: '/etc/schema-registry/schema-registry.properties',
	worker: '/etc/schema-registry/connect-avro-standalone.properties',
} as const;

export const sourcesDir = '/etc/kafka-connect-jdbc';
export const secretsDir = `${sourcesDir}/secrets`;
/** Regular expression of a source's name. Only such names stand in the names of our files. */
export const sourceName = '[a-z][a-z0-9-]{0,40}';
export const sourceFile = (name: string) => `${sourcesDir}/source-${name}.properties`;
export const passwordFile = (name: string) => `${name}.password`;

/** How far a standalone worker has read each table. */
export const offsetsFile = (dataDir: string) => `${dataDir}/connect.offsets`;

/** The folder of plug-in folders. Without it Connect finds no connector of Confluent's packages. */
export const pluginsDir = '/usr/share/java';
/** Where `confluent-hub` puts what it fetches. */
export const hubDir = '/usr/share/confluent-hub-components';
