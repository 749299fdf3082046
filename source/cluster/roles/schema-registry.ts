import {managed} from '../managed-key.ts';
import type {RoleDescriptor} from './role.ts';

export const schemaRegistry = {
	id: 'schema-registry',
	title: 'Schema Registry',
	short: 'SR',
	members: 'Hosts of the Schema Registry',
	settings: 'Schema Registry settings',
	properties: 'schema-registry.properties',
	packagesOnly: true,
	unit: 'confluent-schema-registry',
	ports: [{key: 'port', fallback: 8080, about: 'Port of the REST interface', purpose: 'Schema Registry'}],
	heap: {share: 1 / 16, least: 256, most: 1024},
	logs: {
		directory: '/var/log/confluent/schema-registry',
		packaged: '/etc/schema-registry/',
		script: {prefix: 'SCHEMA_REGISTRY', property: 'schema-registry.log.dir'},
		pattern: '[%d] %p %m (%c:%L)%n',
		// Its clients of Kafka tell every connection.
		files: [
			{
				file: 'schema-registry.log',
				mb: 25,
				kept: 9,
				loggers: {kafka: 'ERROR', 'org.apache.kafka': 'ERROR'},
			},
		],
	},
	managed: [
		managed(/^(?:port|listeners)$/, 'set schema-registry.port'),
		managed(/^host\.name$/, 'it differs from host to host and follows from the names of the hosts'),
		managed(/^kafkastore\.(?:bootstrap\.servers|connection\.url)$/, 'it follows from roles.kafka and kafka.port'),
	],
	alike: [
		managed(
			/^(?:kafkastore\.topic(?:\..*)?|schema\.registry\.group\.id|schema\.compatibility\.level)$/,
			'all members have it alike: set it in schema-registry.extraProperties',
		),
	],
	asked: [{key: 'port', label: 'Schema Registry port'}],
	placement: {usual: ({registry}) => registry, brokerOnEvery: hosts => hosts.slice(0, 1)},
	groups: ['schema_registry', 'kafka_schema_registry', 'kafka_registry'],
	groupsPerhaps: ['registry', 'sr'],
} as const satisfies RoleDescriptor;
