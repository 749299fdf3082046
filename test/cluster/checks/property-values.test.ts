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
		['kafka', 'transaction.state.log.replication.factor: 0', 'asks for no copy at all'],
		['schema-registry', 'kafkastore.topic.replication.factor: 4', 'asks for 4 copies, and roles.kafka has 3 brokers'],
		[
			'zookeeper',
			'admin.enableServer: true',
			"ZooKeeper's admin server takes port 8080, which is schema-registry.port on kafka-01 (write admin.serverPort with a port that is free, or leave the admin server off)",
		],
		['zookeeper', '{admin.enableServer: true, admin.serverPort: 9092}', 'takes port 9092, which is kafka.port on kafka-01'],
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
])('%s: %s is taken', (section, line) => {
	expect(() => parseCluster(withProperty(section, line), 'x')).not.toThrow();
});
