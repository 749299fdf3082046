import {managed} from '../managed-key.ts';
import type {RoleDescriptor} from './role.ts';

/** The brokers. */
export const kafka = {
	id: 'kafka',
	title: 'Kafka',
	short: 'Kfk',
	unit: 'confluent-kafka',
	ports: [{key: 'port', fallback: 9092, purpose: 'Kafka'}],
	data: 'dataDirs',
	// Above `reserved.broker.max.id`, 1000 unless changed, Kafka gives out ids by itself (broker configuration).
	ids: {what: 'broker id', lowest: 0, highest: 1000, variable: 'broker_id'},
	heap: {share: 1 / 4, least: 512, most: 6144},
	managed: [
		managed(/^(?:broker|node)\.id$/, 'set kafka.ids'),
		managed(/^(?:broker\.id\.generation\.enable|reserved\.broker\.max\.id)$/, 'ids are given out here; set kafka.ids'),
		managed(/^zookeeper\.connect$/, 'it follows from roles.zookeeper and zookeeper.clientPort'),
		managed(/^log\.dirs?$/, 'set kafka.dataDirs'),
		managed(/^(?:port|listeners)$/, 'set kafka.port'),
		managed(/^(?:host\.name|advertised\..*)$/, 'it differs from broker to broker and follows from the names of the hosts'),
		managed(/^(?:process\.roles|controller\..*)$/, 'this version of the platform runs with ZooKeeper'),
	],
	groups: ['kafka', 'kafka_broker', 'kafka_brokers', 'brokers'],
} as const satisfies RoleDescriptor;
