import {describe, expect, test} from 'vitest';
import {parseCluster} from '../../../source/cluster/file/parse.ts';
import {everyRole, problemsOf} from '../file/problems-of.ts';

const withProperty = (section: string, line: string) => `${everyRole}${section}:\n  extraProperties:\n    ${line}\n`;

describe('a value that is none of its kind is refused, as the service would refuse it', () => {
	test.each([
		[
			'kafka',
			'log.retention.hours: 7d',
			'kafka.extraProperties: "log.retention.hours" is "7d", and takes a whole number (write the number alone, as in 60)',
		],
		['kafka', 'auto.leader.rebalance.enable: "yes"', '"auto.leader.rebalance.enable" is "yes" (write true or false)'],
		['kafka', 'num.replica.fetchers: 0', '"num.replica.fetchers" is 0 (write 1 or more)'],
		[
			'kafka',
			'compression.type: zip',
			'"compression.type" is "zip" (write one of uncompressed, zstd, lz4, snappy, gzip, producer)',
		],
		['kafka', 'compression.type: GZIP', 'is "GZIP"'],
		['kafka', 'compression.lz4.level: 18', 'is 18 (write 1 to 17)'],
		['kafka', 'message.max.bytes: 3000000000', 'is 3000000000, more than a number of 32 bits holds (write at most 2147483647)'],
		['kafka', 'log.cleaner.min.cleanable.ratio: 1.5', 'is 1.5 (write 0 to 1)'],
		['kafka', 'log.cleaner.min.cleanable.ratio: half', 'is "half", and takes a number'],
		['kafka', 'num.partitions: ""', 'is "", and takes a whole number'],
		['kafka', 'num.partitions: 1_000', 'takes a whole number'],
		['kafka', 'log.roll.ms: 0', 'is 0 (write 1 or more)'],
		['kafka', 'log.segment.bytes: 10', 'is 10 (write 14 or more)'],
		['zookeeper', 'maxClientCnxns: many', 'is "many", and takes a whole number'],
		['zookeeper', 'standaloneEnabled: no', 'is "no" (write true or false)'],
		['zookeeper', 'peerType: watcher', 'is "watcher" (write one of participant, observer)'],
		['connect', 'offset.flush.interval.ms: 10s', 'is "10s", and takes a whole number'],
		['connect', 'producer.acks: 2', '"producer.acks" is "2" (write one of all, -1, 0, 1)'],
		['connect', 'producer.compression.type: zip', 'is "zip"'],
		['connect', 'consumer.max.poll.records: 0', 'is 0 (write 1 or more)'],
		['connect', 'admin.request.timeout.ms: 30s', 'takes a whole number'],
		['kafka', 'zookeeper.metadata.migration.enable: true', 'is true, and a service does not start with it'],
	])('%s: %s', (section, line, expected) => {
		expect(problemsOf(withProperty(section, line)).join('\n')).toContain(expected);
	});
});

test.each([
	['kafka', 'log.segment.bytes: 14'],
	['kafka', '{log.cleaner.min.cleanable.ratio: 1d, remote.log.metadata.manager.impl.prefix: ""}'],
	['kafka', '{log.retention.ms: -1, log.retention.hours: 0, compression.type: " zstd "}'],
	['kafka', '{log.flush.interval.messages: 9223372036854775807, log.cleaner.io.max.bytes.per.second: 1.7976931348623157E308}'],
	['kafka', '{num.io.threads: "${x:y}", auto.leader.rebalance.enable: FALSE, quota.window.num: +11}'],
	['kafka', '{confluent.balancer.enable: "yes", principal.builder.class: 7, broker.heartbeat.interval.ms: 1000}'],
	['zookeeper', '{standaloneEnabled: FALSE, peerType: Observer, snapCount: x}'],
	['connect', '{producer.acks: -1, producer.retries: 2147483647, session.timeout.ms: x, consumer.group.instance.id: x}'],
	['connect', 'producer.security.protocol: plaintext'],
])('%s: %s is taken', (section, line) => {
	expect(() => parseCluster(withProperty(section, line), 'x')).not.toThrow();
});

describe('a limit that came with a version holds from there on', () => {
	const kraft = everyRole.replace('  zookeeper:', '  controller:');
	const open = (section: string, line: string) => `${kraft}${section}: {extraProperties: {${line}}}\n`;
	const withVersion = (version: string, section: string, line: string) =>
		`${open(section, line)}platform: {version: '${version}'}\n`;

	test.each([
		[open('kafka', 'log.segment.bytes: 1000000'), 'is 1000000 (write 1048576 or more)'],
		[withVersion('8.0', 'kafka', 'log.segment.bytes: 1000000'), 'is 1000000'],
		[open('controller', 'metadata.log.segment.bytes: 1048576'), 'is 1048576 (write 8388608 or more)'],
	])('%j is refused', (text, expected) => {
		expect(problemsOf(text).join('\n')).toContain(expected);
	});

	test.each([
		withVersion('7.9', 'kafka', 'log.segment.bytes: 1000000'),
		withVersion('8.0', 'controller', 'metadata.log.segment.bytes: 1048576'),
	])('%j is taken', text => {
		expect(() => parseCluster(text, 'x')).not.toThrow();
	});
});

test.each([
	['errors.tolerance: some', 'is "some" (write one of none, all)'],
	['producer.override.linger.ms: 5ms', '"producer.override.linger.ms" is "5ms", and takes a whole number'],
])('a source with %s is refused', (properties, expected) => {
	const source = `{name: a, url: "jdbc:h2:x", tables: [t], mode: bulk, extraProperties: {${properties}}}`;
	expect(problemsOf(`${everyRole}connect: {sources: [${source}]}\n`).join('\n')).toContain(expected);
});
