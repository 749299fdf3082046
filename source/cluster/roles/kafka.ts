import {managed} from '../managed-key.ts';
import {managedOfQuorum} from './controller.ts';
import {serverLogs} from './logs.ts';
import type {Meaning, RoleDescriptor} from './role.ts';

function explain({kafka: {length} = []}: Readonly<Record<string, readonly string[]>>): readonly Meaning[] {
	if (length === 0) return [];
	if (length === 1) return [{text: '1 broker: one copy of each record', doubtful: false}];
	if (length === 2) {
		return [{text: '2 brokers: two copies of each record; three would survive a loss while one is restarted', doubtful: true}];
	}
	return [{text: `${length} brokers: 3 copies of each record, tolerate the loss of 1`, doubtful: false}];
}

/** The brokers. */
export const kafka = {
	id: 'kafka',
	title: 'Kafka',
	plural: 'brokers',
	short: 'Kfk',
	members: 'The brokers, in the order of their ids',
	settings: 'Broker settings',
	properties: 'server.properties',
	needed: 'a cluster has at least one broker',
	unit: 'confluent-kafka',
	archiveUnit: 'kafka',
	start: {what: 'Apache Kafka - broker', script: 'kafka-server-start', user: 'kafka'},
	ports: [{key: 'port', fallback: 9092, about: 'Port for clients and brokers', purpose: 'Kafka'}],
	nodes: true,
	data: {key: 'dataDirs', fallback: '/var/lib/kafka/data', about: 'Directories of the logs, one a disk'},
	// Above `reserved.broker.max.id`, 1000 unless changed, Kafka gives out ids by itself (broker configuration).
	ids: {
		what: 'broker id',
		lowest: 0,
		highest: 1000,
		variables: [
			...['broker_id', 'kafka_broker_id', 'kafka_id', 'kafka_server_id', 'broker_node_id', 'kafka_broker_node_id'],
			...['kafka_node_id', 'kraft_node_id', 'node_id'],
		],
		onDisk: {file: 'meta.properties', keys: ['broker.id', 'node.id'], clusterKey: 'cluster.id'},
	},
	heap: {share: 1 / 4, least: 512, most: 6144},
	logs: serverLogs('', 'kafkaServer-gc.log'),
	managed: [
		managed(/^(?:broker|node)\.id$/, 'set kafka.ids'),
		managed(/^(?:broker\.id\.generation\.enable|reserved\.broker\.max\.id)$/, 'ids are given out here; set kafka.ids'),
		managed(/^zookeeper\.connect$/, 'it follows from roles.zookeeper and zookeeper.clientPort'),
		managed(/^log\.dirs?$/, 'set kafka.dataDirs'),
		managed(/^(?:port|listeners)$/, 'set kafka.port'),
		managed(/^(?:host\.name|advertised\..*)$/, 'it differs from broker to broker and follows from the names of the hosts'),
		managed(
			/^(?:process\.roles|metadata\.log\.dir|controller\.listener\.names)$/,
			'it follows from roles.controller and controller.port',
		),
		...managedOfQuorum,
	],
	alike: [
		managed(/^broker\.rack$/, 'set rack of the host'),
		managed(
			/^(?:default\.replication\.factor|min\.insync\.replicas|(?:offsets\.topic|transaction\.state\.log)\..*)$/,
			'all brokers have it alike: set it in kafka.extraProperties',
		),
	],
	asked: [
		{key: 'dataDirs', label: 'Kafka data'},
		{key: 'port', label: 'Kafka port'},
		{key: 'heap', label: 'Kafka heap'},
	],
	placement: {usual: ({brokers}) => brokers, brokerOnEvery: hosts => hosts},
	explain,
	groups: ['kafka', 'broker', 'kafka_broker', 'kraft_broker', 'kafka_kraft_broker'],
} as const satisfies RoleDescriptor;
