import {managed} from '../managed-key.ts';
import {gcLog, kafkaLogDirectory, kafkaScript} from './logs.ts';
import type {Meaning, RoleDescriptor} from './role.ts';
import {keeperPlacement, tolerated} from './shares.ts';

function explain({zookeeper = [], kafka = []}: Readonly<Record<string, readonly string[]>>): readonly Meaning[] {
	const {length} = zookeeper;
	if (length === 0) return [];
	const shared = kafka.some(host => zookeeper.includes(host));
	return [
		length === 1
			? {text: '1 ZooKeeper member: no fault tolerance', doubtful: kafka.length > 1}
			: {text: `${length} ZooKeeper members: tolerate the loss of ${tolerated(length)}`, doubtful: length % 2 === 0},
		...(shared && kafka.length > 5
			? [{text: 'brokers and ZooKeeper share hosts: disk load of a broker can delay ZooKeeper', doubtful: true}]
			: []),
	];
}

export const zookeeper = {
	id: 'zookeeper',
	title: 'ZooKeeper',
	plural: 'ZooKeeper members',
	short: 'ZK',
	members: 'The ZooKeeper ensemble: 1, 3 or 5 hosts, in the order of their ids',
	settings: 'ZooKeeper settings',
	properties: 'zookeeper.properties',
	majority: true,
	keepsMetadata: true,
	choice: {name: 'ZooKeeper', about: 'the older way, for what still needs it: 7.9 is the last with it'},
	unit: 'confluent-zookeeper',
	archiveUnit: 'kafka-zookeeper',
	start: {what: 'Apache Kafka - ZooKeeper', script: 'zookeeper-server-start', user: 'kafka'},
	tools: ['zookeeper-shell'],
	ports: [
		{key: 'clientPort', fallback: 2181, about: 'Port for clients', purpose: 'ZooKeeper clients'},
		{
			key: 'peerPort',
			fallback: 2888,
			about: 'Port on which followers reach the leader',
			purpose: 'ZooKeeper peers',
			amongMembers: true,
		},
		{
			key: 'electionPort',
			fallback: 3888,
			about: 'Port of leader elections',
			purpose: 'ZooKeeper leader election',
			amongMembers: true,
		},
	],
	data: {
		key: 'dataDir',
		fallback: '/var/lib/zookeeper',
		about: 'Directory of the snapshots, the transaction log and myid',
	},
	// `myid` is one byte without zero (ZooKeeper administrator's guide).
	ids: {
		what: 'ZooKeeper id',
		lowest: 1,
		highest: 255,
		variables: [
			...['zookeeper_id', 'zookeeper_myid', 'zookeeper_server_id', 'zookeeper_node_id', 'zk_id', 'zk_myid', 'zk_server_id'],
			...['zk_node_id', 'zoo_id', 'zoo_myid', 'zoo_server_id', 'myid'],
		],
		onDisk: {file: 'myid', beside: 'version-2'},
	},
	heap: {share: 1 / 16, least: 256, most: 1024},
	logs: {
		directory: kafkaLogDirectory,
		packaged: '/etc/kafka/',
		script: kafkaScript,
		pattern: '[%d] %p %m (%c)%n',
		// Not `server.log`, as in the package's configuration: that is the broker's.
		files: [{file: 'zookeeper.log', mb: 25, kept: 5, loggers: {}}],
		gc: gcLog('zookeeper-gc.log'),
	},
	managed: [
		managed(/^dataDir$/, 'set zookeeper.dataDir'),
		managed(/^clientPort$/, 'set zookeeper.clientPort'),
		managed(/^server\./, 'it follows from roles.zookeeper, zookeeper.ids, zookeeper.peerPort and zookeeper.electionPort'),
		managed(/^quorumListenOnAllIPs$/, 'ZooKeeper lists it as unsafe; the addresses follow from the hosts'),
	],
	alike: [
		managed(
			/^(?:tickTime|initLimit|syncLimit|dataLogDir|authProvider\..*|quorum\..*)$/,
			'all members have it alike: set it in zookeeper.extraProperties',
		),
	],
	asked: [
		{key: 'dataDir', label: 'ZooKeeper data'},
		{key: 'clientPort', label: 'ZooKeeper port'},
		{key: 'heap', label: 'ZooKeeper heap'},
	],
	placement: keeperPlacement,
	explain,
	groups: ['zookeeper', 'kafka_zookeeper', 'zk', 'kafka_zk'],
	groupsPerhaps: ['keeper', 'zoo', 'ensemble', 'quorum'],
} as const satisfies RoleDescriptor;
