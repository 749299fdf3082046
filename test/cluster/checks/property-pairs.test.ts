import {describe, expect, test} from 'vitest';
import {parseCluster} from '../../../source/cluster/file/parse.ts';
import {everyRole, problemsOf} from '../file/problems-of.ts';

const withProperty = (section: string, line: string) => `${everyRole}${section}:\n  extraProperties:\n    ${line}\n`;

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
