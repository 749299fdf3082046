import {describe, expect, test} from 'vitest';
import {parseCluster} from '../../../source/cluster/file/parse.ts';
import {everyRole, problemsOf} from '../file/problems-of.ts';

const withProperty = (section: string, line: string) => `${everyRole}${section}:\n  extraProperties:\n    ${line}\n`;
const one = everyRole.replace('  kafka: [kafka-01, kafka-02, kafka-03]', '  kafka: [kafka-01]');

describe('values with which a service starts, and does not work', () => {
	test.each([
		[
			'zookeeper',
			'4lw.commands.whitelist: ruok',
			'10:29: zookeeper.extraProperties: "4lw.commands.whitelist" lacks srvr, stat, mntr, with which the members are asked how they are (name at least srvr, stat, mntr)',
		],
		['zookeeper', '4lw.commands.whitelist: "srvr, stat, conf"', 'lacks mntr'],
		[
			'kafka',
			'inter.broker.listener.name: INTERNAL',
			'"inter.broker.listener.name" names INTERNAL, and the brokers have the one listener PLAINTEXT (take it out: it follows from kafka.port)',
		],
		['kafka', 'security.inter.broker.protocol: SASL_SSL', 'names SASL_SSL'],
		[
			'kafka',
			'default.replication.factor: 5',
			'"default.replication.factor" asks for 5 copies, and roles.kafka has 3 brokers: no topic could be created (write at most 3, or take it out: by default it is 3, or the number of brokers if that is less)',
		],
		['kafka', 'offsets.topic.replication.factor: 4', 'asks for 4 copies'],
		[
			'kafka',
			'min.insync.replicas: 4',
			'"min.insync.replicas" asks for 4 copies in sync, and there are 3 of each record: no producer with acks=all can write, and no group can commit (write at most 2, so that one broker may be down, or take it out)',
		],
		[
			'kafka',
			'{default.replication.factor: 2, offsets.topic.replication.factor: 2, min.insync.replicas: 3}',
			'and there are 2 of',
		],
		[
			'kafka',
			'{default.replication.factor: 1, offsets.topic.replication.factor: 1, min.insync.replicas: 2}',
			'there is 1 of each record: no producer with acks=all can write, and no group can commit (write 1, or take it out)',
		],
		['kafka', 'transaction.state.log.replication.factor: 0', 'asks for no copy at all'],
		['schema-registry', 'kafkastore.topic.replication.factor: 0', 'is 0 (write 1 or more'],
		[
			'zookeeper',
			'admin.enableServer: true',
			"ZooKeeper's admin server takes port 8080, which is schema-registry.port on kafka-01 (write admin.serverPort with a port that is free, or leave the admin server off)",
		],
		['zookeeper', '{admin.enableServer: true, admin.serverPort: 9092}', 'takes port 9092, which is kafka.port on kafka-01'],
		[
			'zookeeper',
			'secureClientPort: 9092',
			"ZooKeeper's listener for TLS takes port 9092, which is kafka.port on kafka-01 (write a port that is free)",
		],
		[
			'zookeeper',
			'{metricsProvider.className: org.apache.zookeeper.metrics.prometheus.PrometheusMetricsProvider, metricsProvider.httpPort: 8080}',
			"ZooKeeper's metrics takes port 8080, which is schema-registry.port",
		],
		['zookeeper', 'tickTime: 0', '"tickTime" is 0 (write 1 or more)'],
		['zookeeper', 'syncLimit: x', '"syncLimit" is "x", and takes a whole number'],
		[
			'zookeeper',
			'clientPortAddress: 127.0.0.1',
			'"clientPortAddress" is 127.0.0.1, and no other host reaches ZooKeeper there (take it out, or set bind of the host)',
		],
		[
			'kafka',
			'listener.security.protocol.map: "INTERNAL:SSL"',
			'lacks PLAINTEXT:PLAINTEXT: PLAINTEXT is a listener here (take it out, or name that too)',
		],
		['kafka', 'listener.security.protocol.map: "PLAINTEXT:SSL"', 'lacks PLAINTEXT:PLAINTEXT'],
		['kafka', 'security.inter.broker.protocol: plaintext', 'names plaintext'],
		[
			'kafka',
			'{inter.broker.listener.name: PLAINTEXT, security.inter.broker.protocol: PLAINTEXT}',
			'"inter.broker.listener.name" and "security.inter.broker.protocol" do not go together',
		],
		['kafka', 'num.partitions: 0', '"num.partitions" is 0 (write 1 or more)'],
		['kafka', 'offsets.topic.num.partitions: 0', 'is 0'],
		['kafka', 'min.insync.replicas: 0', 'is 0'],
		['kafka', 'default.replication.factor: three', 'is "three", and takes a whole number'],
		['kafka', 'unclean.leader.election.enable: yes', 'is "yes" (write true or false)'],
		['kafka', 'log.cleanup.policy: "[compact]"', 'names "[compact]"'],
		['kafka', 'log.retention.ms: 0', 'takes no retention of no time'],
		['kafka', 'log.retention.hours: 0', 'takes no retention of no time'],
		['kafka', '{log.retention.hours: 168, log.retention.minutes: 0}', '"log.retention.minutes" is 0'],
		[
			'kafka',
			'authorizer.class.name: org.apache.kafka.metadata.authorizer.StandardAuthorizer',
			'which needs KRaft: brokers with ZooKeeper never answer (write kafka.security.authorizer.AclAuthorizer)',
		],
		['kafka', 'authorizer.class.name: kafka.security.auth.SimpleAclAuthorizer', 'which Kafka has no more since 3.0'],
		[
			'schema-registry',
			'kafkastore.security.protocol: SASL_SSL',
			'"kafkastore.security.protocol" is SASL_SSL, and the brokers have the one listener PLAINTEXT (take it out: clients of these brokers use PLAINTEXT)',
		],
		[
			'schema-registry',
			'inter.instance.protocol: https',
			'is https, and the registry has the one listener http: it does not start',
		],
		['connect', 'security.protocol: SASL_SSL', 'is SASL_SSL'],
		['connect', 'producer.security.protocol: SSL', 'is SSL'],
		['connect', '{admin.bootstrap.servers: "other:9093", producer.security.protocol: SSL}', 'is SSL'],
		['zookeeper', 'dataLogDir: /tmp/zk', '"/tmp/zk" does not outlive a reboot or a clean-up of /tmp'],
		['zookeeper', 'dataLogDir: /var/lib', '"/var/lib" belongs to the system'],
		['zookeeper', 'dataLogDir: log', '"log" is not an absolute path'],
		['zookeeper', 'dataLogDir: /var/lib/kafka/data/x', '"/var/lib/kafka/data" and "/var/lib/kafka/data/x" lie one in the other'],
	])('%s: %s', (section, line, expected) => {
		expect(problemsOf(withProperty(section, line)).join('\n')).toContain(expected);
	});

	test('with one broker one copy is all there is', () => {
		expect(problemsOf(`${one}kafka: {extraProperties: {default.replication.factor: 2}}\n`).join('\n')).toContain(
			'asks for 2 copies, and roles.kafka has 1 broker:',
		);
	});

	test('a host has none of them either', () => {
		const host = '{name: kafka-01, properties: {zookeeper: {4lw.commands.whitelist: ruok}}}';
		expect(problemsOf(everyRole.replace('[kafka-01,', `[${host},`)).join('\n')).toContain(
			'hosts[0].properties.zookeeper: "4lw.commands.whitelist" lacks srvr',
		);
	});
});

test.each([
	['zookeeper', '4lw.commands.whitelist: "*"'],
	['zookeeper', '4lw.commands.whitelist: "ruok,srvr, stat,conf,mntr"'],
	['zookeeper', '{admin.enableServer: true, admin.serverPort: 8090}'],
	['zookeeper', 'admin.enableServer: false'],
	['zookeeper', 'dataLogDir: /data/zk-log'],
	['zookeeper', 'dataLogDir: /var/lib/zookeeper/log'],
	['kafka', 'inter.broker.listener.name: PLAINTEXT'],
	['kafka', 'default.replication.factor: 3'],
	['kafka', 'default.replication.factor: ${x:y}'],
	['kafka', 'min.insync.replicas: 3'],
	['kafka', 'min.insync.replicas: ${x:y}'],
	['kafka', '{default.replication.factor: "${x:y}", min.insync.replicas: 4}'],
	['kafka', '{default.replication.factor: 1, min.insync.replicas: 2}'],
	['kafka', 'listener.security.protocol.map: "plaintext:plaintext, SSL:SSL"'],
	['kafka', 'inter.broker.listener.name: plaintext'],
	['kafka', '{num.partitions: 1, min.insync.replicas: " 2 ", log.retention.ms: -1, unclean.leader.election.enable: False}'],
	['kafka', 'log.cleanup.policy: "compact, delete"'],
	['kafka', 'zookeeper.metadata.migration.enable: false'],
	['kafka', 'authorizer.class.name: kafka.security.authorizer.AclAuthorizer'],
	['kafka', 'authorizer.class.name: com.example.Authorizer'],
	['schema-registry', 'kafkastore.security.protocol: PLAINTEXT'],
	['schema-registry', 'inter.instance.protocol: http'],
	['schema-registry', 'kafkastore.topic.replication.factor: 4'],
	['connect', 'consumer.security.protocol: SSL'],
	['connect', '{producer.bootstrap.servers: "other:9093", producer.security.protocol: SSL}'],
	['connect', '{admin.bootstrap.servers: "other:9093", admin.security.protocol: SASL_SSL}'],
	['zookeeper', 'clientPortAddress: 0.0.0.0'],
	['zookeeper', '{secureClientPort: 2281, metricsProvider.httpPort: 8080}'],
])('%s: %s is taken', (section, line) => {
	expect(() => parseCluster(withProperty(section, line), 'x')).not.toThrow();
});

describe('two values that do not go together', () => {
	const kraft = (line: string) => `${everyRole.replace('  zookeeper:', '  controller:')}kafka: {extraProperties: {${line}}}\n`;
	const with79 = (line: string) => `${kraft(line)}platform: {version: '7.9'}\n`;

	test.each([
		[
			'replica.lag.time.max.ms: 499',
			'"replica.lag.time.max.ms" is 499, and replica.fetch.wait.max.ms (500 by default) asks for 500 or more: Kafka does not start (write 500 or more)',
		],
		[
			'{replica.fetch.wait.max.ms: 30001, replica.lag.time.max.ms: 60000}',
			'"replica.fetch.wait.max.ms" is 30001, and replica.socket.timeout.ms (30000 by default) allows 30000 at most: Kafka does not start (write 30000 or less)',
		],
		['connections.max.idle.ms: 100', 'connection.failed.authentication.delay.ms (100 by default) asks for 101 or more'],
		['connection.failed.authentication.delay.ms: 600000', 'allows 599999 at most'],
		['queued.max.request.bytes: 1000', 'socket.request.max.bytes (104857600 by default) asks for 104857600 or more'],
		['log.cleaner.dedupe.buffer.size: 1000', 'asks for 1048577 or more'],
		['log.cleaner.threads: 128', 'allows 127 at most'],
		['group.consumer.heartbeat.interval.ms: 4999', 'group.consumer.min.heartbeat.interval.ms (5000 by default)'],
		['group.consumer.session.timeout.ms: 60001', 'group.consumer.max.session.timeout.ms (60000 by default) allows 60000'],
		['group.consumer.min.session.timeout.ms: 100000', 'group.consumer.max.session.timeout.ms (60000 by default)'],
		['group.share.record.lock.duration.ms: 14999', 'asks for 15000 or more'],
		['offsets.commit.required.acks: 4', 'offsets.topic.replication.factor (3 by default) allows 3'],
	])('%s is refused', (line, expected) => {
		expect(problemsOf(withProperty('kafka', line)).join('\n')).toContain(expected);
	});

	test.each([
		['replica.lag.time.max.ms: 500'],
		['{replica.fetch.wait.max.ms: 30000, replica.socket.timeout.ms: " 30000 "}'],
		['{connections.max.idle.ms: -1, connection.failed.authentication.delay.ms: 0}'],
		['{queued.max.request.bytes: 1000, socket.request.max.bytes: 1000}'],
		['queued.max.request.bytes: 0'],
		['{log.cleaner.dedupe.buffer.size: 2097154, log.cleaner.threads: 2}'],
		['log.cleaner.dedupe.buffer.size: ${x:y}'],
		['{group.consumer.min.heartbeat.interval.ms: 3000, group.consumer.heartbeat.interval.ms: 3000}'],
		['{group.consumer.max.heartbeat.interval.ms: 50000, group.consumer.heartbeat.interval.ms: 46000}'],
	])('%s is taken', line => {
		expect(() => parseCluster(withProperty('kafka', line), 'x')).not.toThrow();
	});

	test('by the version that refuses them', () => {
		for (const [line, expected] of [
			['group.consumer.max.heartbeat.interval.ms: 50000, group.consumer.heartbeat.interval.ms: 45000', 'allows 44999 at most'],
			['group.share.max.share.sessions: 5', 'group.share.max.size (200 by default)'],
			['group.streams.num.standby.replicas: 3', 'allows 2 at most'],
		] as const) {
			expect(problemsOf(kraft(line)).join('\n')).toContain(expected);
			expect(() => parseCluster(with79(line), 'x')).not.toThrow();
		}
		expect(() => parseCluster(kraft('offsets.commit.required.acks: 4'), 'x')).not.toThrow();
	});

	test('on a host, with those of all', () => {
		const own = (line: string) =>
			`${everyRole.replace('[kafka-01,', `[{name: kafka-01, properties: {kafka: {${line}}}},`)}kafka: {extraProperties: {replica.fetch.wait.max.ms: 1000}}\n`;
		expect(problemsOf(own('replica.lag.time.max.ms: 999'))).toEqual([
			expect.stringContaining(
				'hosts[0].properties.kafka: "replica.lag.time.max.ms" is 999, and replica.fetch.wait.max.ms (1000) asks',
			),
		]);
		expect(() => parseCluster(own('replica.lag.time.max.ms: 1000'), 'x')).not.toThrow();
	});

	test.each([
		['log.cleaner.threads: 0', '"log.cleaner.threads" is 0 (write 1 or more)'],
		['compression.gzip.level: 0', '"compression.gzip.level" is 0 (write 1 to 9, or -1)'],
		['max.connections.per.ip: 0', 'which Kafka takes only beside max.connections.per.ip.overrides'],
		['early.start.listeners: FOO', 'names FOO, which is no listener here (write PLAINTEXT, or take it out)'],
		['early.start.listeners: "PLAINTEXT, CONTROLLER"', 'names CONTROLLER, which'],
		['group.coordinator.rebalance.protocols: consumer', 'lacks classic'],
		['group.coordinator.rebalance.protocols: "classic,consumer"', 'needs KRaft'],
		['inter.broker.protocol.version: 4.0', 'is 4.0, which Kafka 3.9 does not know'],
		['inter.broker.protocol.version: foo', 'is foo'],
		['inter.broker.protocol.version: 0.11', 'is 0.11'],
		['log.message.format.version: 0.10', 'is 0.10'],
	])('and one alone: %s is refused', (line, expected) => {
		expect(problemsOf(withProperty('kafka', line)).join('\n')).toContain(expected);
	});

	test.each([
		['compression.gzip.level: -1'],
		['compression.gzip.level: 9'],
		['{max.connections.per.ip: 0, max.connections.per.ip.overrides: "localhost:200"}'],
		['early.start.listeners: PLAINTEXT'],
		['group.coordinator.rebalance.protocols: classic'],
		["inter.broker.protocol.version: '3.9'"],
		['inter.broker.protocol.version: 3.9-IV0'],
		["inter.broker.protocol.version: '2.8.1'"],
		['log.message.format.version: 0.10.2'],
	])('and one alone: %s is taken', line => {
		expect(() => parseCluster(withProperty('kafka', line), 'x')).not.toThrow();
	});

	test('later versions pass the protocol over, and controllers have their own listener', () => {
		expect(() => parseCluster(kraft("inter.broker.protocol.version: '4.0'"), 'x')).not.toThrow();
		expect(() => parseCluster(with79('group.coordinator.rebalance.protocols: "classic,consumer"'), 'x')).not.toThrow();
		const own = kraft('num.partitions: 3').replace('kafka: {extra', 'controller: {extra');
		expect(() => parseCluster(own.replace('num.partitions: 3', 'early.start.listeners: CONTROLLER'), 'x')).not.toThrow();
		expect(problemsOf(own.replace('num.partitions: 3', 'early.start.listeners: PLAINTEXT'))).not.toEqual([]);
	});
});

describe('with KRaft', () => {
	const kraft = everyRole.replace('  zookeeper:', '  controller:');
	const open = (section: string, line: string) => `${kraft}${section}: {extraProperties: {${line}}}\n`;
	const with79 = (section: string, line: string) => `${open(section, line)}platform: {version: '7.9'}\n`;

	test.each([
		[open('kafka', 'listener.security.protocol.map: "PLAINTEXT:PLAINTEXT"'), 'lacks CONTROLLER:PLAINTEXT'],
		[open('controller', 'listener.security.protocol.map: "PLAINTEXT:PLAINTEXT"'), 'lacks CONTROLLER:PLAINTEXT'],
		[open('controller', 'num.partitions: 0'), 'controller.extraProperties: "num.partitions" is 0'],
		[
			open('kafka', 'authorizer.class.name: kafka.security.authorizer.AclAuthorizer'),
			'which needs ZooKeeper (write org.apache.kafka.metadata.authorizer.StandardAuthorizer, for controllers and brokers)',
		],
		[with79('kafka', 'zookeeper.metadata.migration.enable: true'), 'does not start with it'],
		[with79('kafka', "inter.broker.protocol.version: '2.8'"), 'is 2.8, and KRaft begins with 3.0'],
	])('%j is refused', (text, expected) => {
		expect(problemsOf(text).join('\n')).toContain(expected);
	});

	test.each([
		open('kafka', 'listener.security.protocol.map: "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT"'),
		open('controller', 'listener.security.protocol.map: "CONTROLLER:PLAINTEXT"'),
		open('kafka', 'authorizer.class.name: org.apache.kafka.metadata.authorizer.StandardAuthorizer'),
		// Kafka 4 does not know the word.
		open('kafka', 'zookeeper.metadata.migration.enable: true'),
		open('kafka', "inter.broker.protocol.version: '2.8'"),
		with79('kafka', "inter.broker.protocol.version: '3.9'"),
	])('%j is taken', text => {
		expect(() => parseCluster(text, 'x')).not.toThrow();
	});
});

test('what one host alone can do', () => {
	const alone =
		'name: a\nhosts: [k]\nroles: {zookeeper: [k], kafka: [k]}\nzookeeper: {extraProperties: {clientPortAddress: 127.0.0.1, initLimit: 0}}\n';
	expect(() => parseCluster(alone, 'x')).not.toThrow();
});

describe('a source', () => {
	const withSource = (properties: string) =>
		`${everyRole}connect: {sources: [{name: a, url: "jdbc:h2:x", tables: [t], mode: bulk, extraProperties: {${properties}}}]}\n`;

	test.each([
		[
			'transforms: "a,b", transforms.a.type: X',
			'"transforms" names "b" without a type (write "transforms.b.type: CLASS" beside it)',
		],
		['predicates: p', '"predicates" names "p" without a type'],
		['tasks.max: 0', '"tasks.max" is 0 (write 1 or more)'],
		['topic.creation.default.replication.factor: 0', 'is 0 (write 1 or more, or -1 for the usual number)'],
		['producer.override.security.protocol: SSL', 'is SSL'],
		['admin.override.bootstrap.servers: "other:9093", producer.override.security.protocol: SSL', 'is SSL'],
	])('with %s is refused', (properties, expected) => {
		expect(problemsOf(withSource(properties)).join('\n')).toContain(expected);
	});

	test.each([
		'transforms: " a , b ", transforms.a.type: X, transforms.b.type: Y, predicates: ""',
		'topic.creation.default.replication.factor: -1, topic.creation.default.partitions: 3',
		'producer.override.acks: all',
		'producer.override.bootstrap.servers: "other:9093", producer.override.security.protocol: SASL_SSL',
		'admin.override.bootstrap.servers: "other:9093", admin.override.security.protocol: SSL',
	])('with %s is taken', properties => {
		expect(() => parseCluster(withSource(properties), 'x')).not.toThrow();
	});

	test('goes where its worker goes', () => {
		const text = withSource('producer.override.security.protocol: SSL').replace(
			'connect: {',
			'connect: {extraProperties: {producer.bootstrap.servers: "other:9093"}, ',
		);
		expect(() => parseCluster(text, 'x')).not.toThrow();
	});
});
