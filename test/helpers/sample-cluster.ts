import type {Cluster} from '../../source/cluster/cluster.ts';
import type {Facts} from '../../source/core/facts.ts';

export const sampleFacts: Facts = {
	osId: 'debian',
	osFamily: ['debian'],
	osVersion: '12',
	osName: 'Debian GNU/Linux 12',
	packageManager: 'apt',
	systemd: 252,
	hostname: 'kafka-01',
	machineId: '0123456789abcdef0123456789abcdef',
	memoryMb: 16_000,
	cores: 4,
	firewall: undefined,
	nft: false,
	addresses: [],
	selinux: false,
	clockSkew: 0,
};

const names = ['kafka-01', 'kafka-02', 'kafka-03'];
const ids = {'kafka-01': 1, 'kafka-02': 2, 'kafka-03': 3};

/** Three hosts with every role, as a cluster file with defaults gives it. */
export const sampleCluster: Cluster = {
	name: 'orders',
	hosts: names.map(name => ({name})),
	roles: {controller: [], zookeeper: names, kafka: names, 'schema-registry': ['kafka-01'], connect: ['kafka-03']},
	ssh: {
		user: undefined,
		port: undefined,
		transport: 'builtin',
		configFile: undefined,
		knownHostsFile: undefined,
		identityFile: undefined,
		proxyJump: undefined,
		password: undefined,
		jumpPassword: undefined,
		passphrase: undefined,
		sudoPassword: undefined,
		connectTimeout: 20,
	},
	platform: {
		version: '7.9',
		versionIsOpen: false,
		packages: {url: 'http://packages.example', key: 'A'.repeat(40)},
		source: undefined,
		java: undefined,
		javaPackage: undefined,
	},
	controller: {
		ids: {},
		dataDir: '/var/lib/kafka/controller',
		port: 9093,
		heap: undefined,
		extraProperties: {},
		combined: false,
	},
	zookeeper: {
		ids,
		dataDir: '/var/lib/zookeeper',
		clientPort: 2181,
		peerPort: 2888,
		electionPort: 3888,
		heap: undefined,
		extraProperties: {},
	},
	kafka: {ids, dataDirs: ['/var/lib/kafka/data'], port: 9092, heap: undefined, extraProperties: {}},
	'schema-registry': {port: 8080, heap: undefined, extraProperties: {}},
	connect: {
		restPort: 8083,
		heap: undefined,
		connectorClass: 'io.confluent.connect.jdbc.JdbcSourceConnector',
		plugin: {package: 'confluent-kafka-connect-jdbc'},
		driver: undefined,
		dataDir: '/var/lib/kafka-connect',
		sources: [
			{
				name: 'orders',
				url: 'jdbc:postgresql://db-01:5432/shop',
				user: 'app',
				password: 'env:ORDERS_PASSWORD',
				tables: ['orders'],
				mode: 'incrementing',
				incrementingColumn: 'id',
				timestampColumn: undefined,
				topicPrefix: 'orders-',
				pollIntervalMs: 5000,
				extraProperties: {},
			},
		],
		workerOf: {},
		extraProperties: {},
	},
};

const controllerIds = {'kafka-01': 101, 'kafka-02': 102, 'kafka-03': 103};

/** The same with controllers in place of ZooKeeper. */
export const kraftCluster: Cluster = {
	...sampleCluster,
	roles: {...sampleCluster.roles, controller: names, zookeeper: []},
	platform: {...sampleCluster.platform, version: '8.3'},
	controller: {...sampleCluster.controller, ids: controllerIds},
	zookeeper: {...sampleCluster.zookeeper, ids: {}},
};
