import {expect, test} from 'vitest';
import {parseCluster} from '../../../source/cluster/file/parse.ts';
import {errorOf, everyRole, smallest} from './problems-of.ts';

test('the smallest file has five lines and everything else a default', () => {
	expect(smallest.trim().split('\n').length).toBeLessThanOrEqual(15);
	expect(parseCluster(smallest, 'x')).toEqual({
		name: 'orders',
		hosts: [{name: 'kafka-01'}, {name: 'kafka-02'}, {name: 'kafka-03'}],
		roles: {
			controller: [],
			zookeeper: ['kafka-01', 'kafka-02', 'kafka-03'],
			kafka: ['kafka-01', 'kafka-02', 'kafka-03'],
			'schema-registry': [],
			connect: [],
		},
		ssh: {transport: 'builtin', connectTimeout: 20},
		platform: {
			version: '7.9',
			versionIsOpen: true,
			packages: {url: 'https://packages.confluent.io', key: 'CBBB821E8FAF364F79835C438B1DA6120C2BF624'},
		},
		controller: {ids: {}, dataDir: '/var/lib/kafka/controller', port: 9093, extraProperties: {}, combined: false},
		zookeeper: {
			ids: {},
			dataDir: '/var/lib/zookeeper',
			clientPort: 2181,
			peerPort: 2888,
			electionPort: 3888,
			extraProperties: {},
		},
		kafka: {ids: {}, dataDirs: ['/var/lib/kafka/data'], port: 9092, extraProperties: {}},
		'schema-registry': {port: 8080, extraProperties: {}},
		connect: {
			restPort: 8083,
			connectorClass: 'io.confluent.connect.jdbc.JdbcSourceConnector',
			plugin: {hub: 'confluentinc/kafka-connect-jdbc:10.9.9'},
			dataDir: '/var/lib/kafka-connect',
			sources: [],
			workerOf: {},
			extraProperties: {},
		},
	});
});

const full = `
name: orders
hosts:
  - kafka-01
  - admin@kafka-02.lab:2222
  - name: kafka-03
    address: 10.0.0.3
    port: 2022
    user: root
    hostKeys: [SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA]
roles:
  zookeeper: &all [kafka-01, kafka-02.lab, kafka-03]
  kafka: *all
  schema-registry: [kafka-01]
  connect: [kafka-02.lab]
ssh:
  user: admin
  port: 22
  configFile: ssh/config
  knownHostsFile: ssh/known_hosts
  identityFile: ~/.ssh/id_ed25519
  password: prompt:
  passphrase: file:~/pass#key
  sudoPassword: env:SUDO
  transport: auto
  connectTimeout: 5
platform:
  version: 7.9
  packages: {url: 'http://packages.lab//', key: 'cbbb 821e 8faf 364f 7983  5c43 8b1d a612 0c2b f624'}
  javaPackage: temurin-17-jre
zookeeper: {ids: {kafka-01: 5}, dataDir: /data//zk/, clientPort: 2182, peerPort: 2889, electionPort: 3889, heap: 512m, extraProperties: {maxClientCnxns: 0}}
kafka:
  ids: {kafka-03: 0}
  dataDirs: [/data/1, /data/2]
  port: 9093
  heap: 4G
  extraProperties: {num.partitions: 010, delete.topic.enable: false, some.number: 1e2}
schema-registry: {port: 8081, heap: 1g, extraProperties: {debug: true}}
connect:
  restPort: 8084
  heap: 2g
  connectorClass: io.aiven.connect.jdbc.JdbcSourceConnector
  plugin: {zip: plugin.zip}
  driver: drivers/postgresql.jar
  dataDir: /data/connect
  extraProperties: {offset.flush.interval.ms: 1000}
  sources:
    - name: shop
      database: {kind: postgresql, host: db.lab, name: shop}
      user: reader
      password: 'prompt:'
      tables: [public.orders, items]
      mode: timestamp+incrementing
      incrementingColumn: id
      timestampColumn: updated at
      topicPrefix: pg.
      pollIntervalMs: 1000
      extraProperties: {numeric.mapping: best_fit, 'producer.override.ssl.key.password': '\${dir:/etc/x:y}'}
    - {name: log, url: 'jdbc:sqlserver://h:1433;databaseName=a', tables: [t], mode: bulk}
`;

test('a file with every key is taken over whole', () => {
	const cluster = parseCluster(full, 'x');
	expect(cluster.hosts).toEqual([
		{name: 'kafka-01'},
		{name: 'kafka-02.lab', user: 'admin', port: 2222},
		{
			name: 'kafka-03',
			address: '10.0.0.3',
			port: 2022,
			user: 'root',
			hostKeys: ['SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'],
		},
	]);
	expect(cluster.roles.kafka).toEqual(['kafka-01', 'kafka-02.lab', 'kafka-03']);
	expect(cluster.ssh).toEqual({
		user: 'admin',
		port: 22,
		transport: 'auto',
		configFile: 'ssh/config',
		knownHostsFile: 'ssh/known_hosts',
		identityFile: '~/.ssh/id_ed25519',
		password: 'prompt:SSH password',
		passphrase: 'file:~/pass#key',
		sudoPassword: 'env:SUDO',
		connectTimeout: 5,
	});
	expect(cluster.platform).toEqual({
		version: '7.9',
		versionIsOpen: false,
		packages: {url: 'http://packages.lab', key: 'CBBB821E8FAF364F79835C438B1DA6120C2BF624'},
		javaPackage: 'temurin-17-jre',
	});
	expect(cluster.zookeeper).toEqual({
		ids: {'kafka-01': 5},
		dataDir: '/data/zk',
		clientPort: 2182,
		peerPort: 2889,
		electionPort: 3889,
		heap: '512m',
		extraProperties: {maxClientCnxns: '0'},
	});
	expect(cluster.kafka).toEqual({
		ids: {'kafka-03': 0},
		dataDirs: ['/data/1', '/data/2'],
		port: 9093,
		heap: '4G',
		extraProperties: {'num.partitions': '010', 'delete.topic.enable': 'false', 'some.number': '1e2'},
	});
	expect(cluster['schema-registry']).toEqual({port: 8081, heap: '1g', extraProperties: {debug: 'true'}});
	expect(cluster.connect).toEqual({
		restPort: 8084,
		heap: '2g',
		connectorClass: 'io.aiven.connect.jdbc.JdbcSourceConnector',
		plugin: {zip: 'plugin.zip'},
		driver: 'drivers/postgresql.jar',
		dataDir: '/data/connect',
		extraProperties: {'offset.flush.interval.ms': '1000'},
		workerOf: {},
		sources: [
			{
				name: 'shop',
				url: 'jdbc:postgresql://db.lab:5432/shop',
				user: 'reader',
				password: 'prompt:database password of source shop',
				tables: ['public.orders', 'items'],
				mode: 'timestamp+incrementing',
				incrementingColumn: 'id',
				timestampColumn: 'updated at',
				topicPrefix: 'pg.',
				pollIntervalMs: 1000,
				extraProperties: {'numeric.mapping': 'best_fit', 'producer.override.ssl.key.password': '${dir:/etc/x:y}'},
			},
			{
				name: 'log',
				url: 'jdbc:sqlserver://h:1433;databaseName=a',
				tables: ['t'],
				mode: 'bulk',
				topicPrefix: 'log-',
				pollIntervalMs: 5000,
				extraProperties: {},
			},
		],
	});
});

test('merge keys bring in shared settings', () => {
	const cluster = parseCluster(`${everyRole}kafka: &size {heap: 1g}\nschema-registry: {<<: *size, port: 8081}\n`, 'x');
	expect(cluster['schema-registry']).toEqual({port: 8081, heap: '1g', extraProperties: {}});
});

test('the message shows place, line, caret, nearest key and known keys of every problem at once', () => {
	const error = errorOf(`${smallest}kafak: {port: 1}\nkafka:\n  prot: 9092\n`);
	expect(error.name).toBe('ClusterFileError');
	expect(error.message).toBe(
		[
			'kafka-setup.yaml:6:1: unknown key "kafak"; did you mean "kafka"?',
			'    6 | kafak: {port: 1}',
			'      | ^',
			'        known here: name, hosts, roles, clients, ssh, platform, controller, zookeeper, kafka, schema-registry, connect',
			'kafka-setup.yaml:8:3: unknown key "prot"; did you mean "port"?',
			'    8 |   prot: 9092',
			'      |   ^',
			'        known here: ids, dataDirs, port, heap, extraProperties',
		].join('\n'),
	);
	expect(error.hint).toContain('2 problems in kafka-setup.yaml. Nothing was touched.');
});

test('a long line is shown around its problem', () => {
	const line = `hosts: [${Array.from({length: 60}, (_, index) => `kafka-${index}`).join(', ')}, kafka-7]`;
	const error = errorOf(smallest.replace(/hosts: .*/, line));
	const [, shown, caret] = error.message
		.split('\n')
		.filter((_, index, all) => all.findIndex(text => text.includes('listed twice')) <= index);
	expect(shown!.length).toBeLessThan(112);
	expect(shown!.slice(caret!.indexOf('^'))).toBe('kafka-7]');
});
