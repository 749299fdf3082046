import {managed} from '../managed-key.ts';
import {kafkaLogDirectory, kafkaScript} from './logs.ts';
import type {RoleDescriptor} from './role.ts';

export const connect = {
	id: 'connect',
	title: 'Connect',
	short: 'Con',
	members: 'Connect workers',
	settings: 'Connect settings',
	properties: 'the worker',
	needs: {role: 'schema-registry', why: 'Connect keeps the schemas of its topics there'},
	// Ours: the packages only have a unit for a distributed worker.
	unit: 'kafka-connect-standalone',
	start: {what: 'Apache Kafka Connect - standalone', script: 'connect-standalone', user: 'connect'},
	ports: [{key: 'restPort', fallback: 8083, about: 'Port of the REST interface', purpose: 'Connect', local: true}],
	data: {key: 'dataDir', fallback: '/var/lib/kafka-connect', about: 'Directory of the offsets'},
	heap: {share: 1 / 8, least: 512, most: 2048},
	logs: {
		// Of cp-kafka, and the group may write there: the worker is of the group.
		directory: kafkaLogDirectory,
		packaged: '/etc/kafka/connect-',
		script: kafkaScript,
		// Which connector and task a line is about.
		pattern: '[%d] %p %X{connector.context}%m (%c:%L)%n',
		files: [{file: 'connect.log', mb: 25, kept: 9, loggers: {'org.reflections': 'ERROR'}}],
	},
	managed: [
		managed(/^bootstrap\.servers$/, 'it follows from roles.kafka and kafka.port'),
		managed(/^(?:listeners|rest\.port)$/, 'set connect.restPort'),
		managed(/^rest\.(?:advertised\.)?host\.name$/, 'it differs from host to host and follows from the names of the hosts'),
		managed(/^offset\.storage\.file\.filename$/, 'set connect.dataDir'),
		managed(/^plugin\.path$/, 'set connect.plugin'),
		managed(
			/^(?:key|value)\.converter\.schema\.registry\.url$/,
			'it follows from roles.schema-registry and schema-registry.port',
		),
		managed(/^rest\.extension\.classes$/, 'it is what asks for a login at the REST interface'),
		managed(/^config\.providers(?:\.|$)/, 'secrets are put on the hosts by the references beside each source'),
	],
	asked: [
		{key: 'restPort', label: 'Connect port'},
		{key: 'dataDir', label: 'Connect offsets'},
		{key: 'plugin', label: 'connector', besideSource: true},
		{key: 'connectorClass', label: 'connector class', besideSource: true},
	],
	placement: {usual: ({worker}) => worker, brokerOnEvery: hosts => hosts.slice(-1)},
	explain: ({connect: workers = []}) =>
		workers.length > 1 ? [{text: 'Connect workers share out the sources: each runs on one of them', doubtful: false}] : [],
	groups: [
		'connect',
		'kafka_connect',
		'connect_worker',
		'kafka_connect_worker',
		'connect_distributed',
		'kafka_connect_distributed',
		'connect_standalone',
		'kafka_connect_standalone',
	],
} as const satisfies RoleDescriptor;

/** Properties that `extraProperties` of one of its sources may not hold. */
export const managedOfSource = [
	managed(/^name$/, 'set the name of the source'),
	managed(/^connector\.class$/, 'set connect.connectorClass'),
	managed(/^connection\.url$/, 'set url or database of the source'),
	managed(/^connection\.user$/, 'set user of the source'),
	managed(/^connection\.password$/, 'set password of the source to a reference such as env:NAME'),
	managed(/^table\.(?:whitelist|include\.list|blacklist|exclude\.list)$/, 'set tables of the source'),
	managed(/^query$/, 'the connector takes no query beside tables: make a view of it and name that in tables'),
	managed(/^mode$/, 'set mode of the source'),
	managed(/^incrementing\.column\.(?:name|mapping)$/, 'set incrementingColumn of the source'),
	managed(/^timestamp\.columns?\.(?:name|mapping)$/, 'set timestampColumn of the source to the column, or to a list of columns'),
	managed(/^topic\.prefix$/, 'set topicPrefix of the source'),
	managed(/^poll\.interval\.ms$/, 'set pollIntervalMs of the source'),
];

/** Regular expression of a source's name. Only such names stand in the names of our files. */
export const sourceName = '[a-z][a-z0-9-]{0,40}';
