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
		['kafka', 'log.retention.ms: 0', 'is 0, and Kafka would keep nothing'],
		['kafka', 'log.retention.hours: 0', 'is 0, and Kafka would keep nothing'],
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
	['kafka', '{offsets.topic.replication.factor: "${x:y}", min.insync.replicas: 4}'],
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
