import {managed} from '../managed-key.ts';
import {serverLogs} from './logs.ts';
import type {Meaning, RoleDescriptor} from './role.ts';
import {keeperPlacement, tolerated} from './shares.ts';

function explain({controller = [], kafka = []}: Readonly<Record<string, readonly string[]>>): readonly Meaning[] {
	const {length} = controller;
	if (length === 0) return [];
	const shared = kafka.some(host => controller.includes(host));
	return [
		length === 1
			? {text: '1 controller: no fault tolerance', doubtful: kafka.length > 1}
			: {text: `${length} controllers: tolerate the loss of ${tolerated(length)}`, doubtful: length % 2 === 0},
		...(shared && kafka.length > 5
			? [{text: 'brokers and controllers share hosts: disk load of a broker can delay a controller', doubtful: true}]
			: []),
	];
}

/** Keys of its section that have no effect where a controller is one process with its broker: the broker's hold for both. */
export const brokersKeys: readonly string[] = ['ids', 'dataDir', 'heap', 'extraProperties'];

/** Who the controllers are: the settings of the brokers have it, too. */
export const managedOfQuorum = [
	managed(/^controller\.quorum\.(?:voters|bootstrap\.servers)$/, 'it follows from roles.controller and controller.port'),
	managed(
		/^controller\.quorum\.auto\.join\.enable$/,
		'members are fixed at the first install; one that was removed would come back by itself (KAFKA-19850)',
	),
];

/** The controllers of KRaft: they keep the metadata of the cluster in a log of their own. */
export const controller = {
	id: 'controller',
	title: 'KRaft controllers',
	short: 'Ctl',
	members: 'The KRaft controllers: 1, 3 or 5 hosts, in the order of their ids',
	settings: 'Controller settings',
	properties: 'controller.properties',
	majority: true,
	keepsMetadata: true,
	choice: {name: 'KRaft', about: 'controllers that are part of Kafka, as in every later version'},
	nodes: true,
	unit: 'confluent-kcontroller',
	archiveUnit: 'kafka-controller',
	start: {what: 'Apache Kafka - KRaft controller', script: 'kafka-server-start', user: 'kafka'},
	ports: [{key: 'port', fallback: 9093, about: 'Port for brokers and other controllers', purpose: 'KRaft controller'}],
	data: {key: 'dataDir', fallback: '/var/lib/kafka/controller', about: 'Directory of the metadata log'},
	// KRaft has no bound but that of an int; Confluent's playbooks give out 9991 and up (confluentinc/cp-ansible).
	ids: {
		what: 'controller id',
		lowest: 0,
		highest: 99_999,
		first: 101,
		variables: [
			...['kafka_controller_id', 'controller_id', 'controller_node_id', 'kafka_controller_node_id'],
			...['kafka_node_id', 'kraft_node_id', 'node_id'],
		],
		onDisk: {file: 'meta.properties', keys: ['node.id'], clusterKey: 'cluster.id'},
	},
	heap: {share: 1 / 16, least: 256, most: 1024},
	// Two servers of one host: the broker has the names without a prefix.
	logs: serverLogs('kcontroller-', 'kcontroller-gc.log'),
	managed: [
		managed(/^node\.id$/, 'set controller.ids'),
		managed(/^process\.roles$/, 'it follows from the roles'),
		managed(/^log\.dirs?$|^metadata\.log\.dir$/, 'set controller.dataDir'),
		managed(/^(?:listeners|advertised\.listeners|controller\.listener\.names)$/, 'set controller.port'),
		...managedOfQuorum,
	],
	asked: [
		{key: 'dataDir', label: 'Controller data'},
		{key: 'port', label: 'Controller port'},
		{key: 'heap', label: 'Controller heap'},
	],
	placement: keeperPlacement,
	explain,
	groups: ['controller', 'kafka_controller', 'kraft_controller', 'kafka_kraft_controller'],
	groupsPerhaps: ['quorum', 'voter', 'kraft'],
} as const satisfies RoleDescriptor;
