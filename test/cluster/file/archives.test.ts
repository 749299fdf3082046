import {describe, expect, test} from 'vitest';
import {parseCluster} from '../../../source/cluster/file/parse.ts';
import {problemsOf, smallest} from './problems-of.ts';

const kraft = smallest.replace('zookeeper:', 'controller:');
const digits = 'ab'.repeat(64);
const connects = '  connect: [kafka-01]\n';
const source = (archive: string, more = '') => `platform:\n  source: {archive: ${archive}${more}}\n`;
const platformOf = (text: string) => parseCluster(text, 'kafka-setup.yaml').platform;

describe('an archive of Kafka', () => {
	test('says the version, and may be an upload or a URL', () => {
		expect(platformOf(kraft + source('~/kafka_2.13-4.3.1.tgz'))).toMatchObject({
			version: '8.3',
			versionIsOpen: false,
			source: {archive: '~/kafka_2.13-4.3.1.tgz', kafka: '4.3.1'},
		});
		expect(platformOf(smallest + source('kafka_2.13-3.9.2.tgz', ', sha512: kafka.sha512'))).toMatchObject({
			version: '7.9',
			source: {sha512: 'kafka.sha512', kafka: '3.9.2'},
		});
		const grouped = digits
			.toUpperCase()
			.replace(/(.{8})/g, '$1 ')
			.trim();
		const url = 'https://downloads.apache.org/kafka/4.3.1/kafka_2.13-4.3.1.tgz';
		expect(platformOf(kraft + source(url, `, sha512: 'kafka_2.13-4.3.1.tgz: ${grouped}'`)).source).toEqual({
			archive: url,
			sha512: digits,
			kafka: '4.3.1',
		});
	});

	test('with Connect needs no Schema Registry, and a plug-in from this machine', () => {
		for (const plugin of [{zip: 'jdbc.zip'}, {folder: 'jdbc'}]) {
			const text = `${kraft}${connects}${source('kafka_2.13-4.3.1.tgz')}connect: {plugin: ${JSON.stringify(plugin)}}\n`;
			const {connect, roles} = parseCluster(text, 'kafka-setup.yaml');
			expect([connect.plugin, roles['schema-registry']]).toEqual([plugin, []]);
		}
	});

	test.each([
		[
			smallest,
			'kafka_2.13-4.3.1.tgz',
			'',
			'Kafka 4.3.1 has no ZooKeeper (take an archive of Kafka 3.9, the last that has it, or name KRaft controllers',
		],
		[kraft, 'kafka-4.3.1-src.tgz', '', '"kafka-4.3.1-src.tgz" is not named as an archive of Kafka'],
		[kraft, 'kafka_2.13-3.8.1.tgz', '', 'Kafka 3.8.1 is not supported (supported: 3.9, 4.0, 4.1, 4.2, 4.3)'],
		[kraft, 'http://x/kafka_2.13-4.3.1.tgz', '', 'platform.source.sha512 is missing: the hosts must know'],
		[kraft, 'https://u:p@x/kafka_2.13-4.3.1.tgz', '', 'holds no user, password or query'],
		[kraft, 'kafka_2.13-4.3.1.tgz', `, sha512: ${digits.slice(2)}`, 'platform.source.sha512 has 126 of 128 hex digits'],
		[
			`${kraft}  schema-registry: [kafka-01]\n`,
			'kafka_2.13-4.3.1.tgz',
			'',
			'Apache Kafka has no Schema Registry (take roles.schema-registry out',
		],
		[
			kraft + connects,
			'kafka_2.13-4.3.1.tgz',
			'',
			'connect.plugin is missing: Apache Kafka has no JDBC connector (write "plugin: {zip: PATH}"',
		],
	])('is refused: %# %s', (text, archive, more, expected) => {
		expect(problemsOf(text + source(archive, more)).join('\n')).toContain(expected);
	});

	test.each([
		['version: "8.0"', 'platform.version 8.0 is Kafka 4.0, and the archive has Kafka 4.3.1 (take platform.version out'],
		['packages: {url: "http://mirror"}', 'platform.packages and platform.source both say where Kafka comes from'],
		['java: {archive: jdk.rpm}', '"jdk.rpm" is no .tar.gz'],
		['java: {archive: jdk.tar.gz}\n  javaPackage: x', 'platform.java and platform.javaPackage both bring Java'],
		['java: {archive: "http://x/jdk.tar.gz"}', 'platform.java.sha512 is missing'],
	])('does not go with %s', (line, expected) => {
		expect(problemsOf(`${kraft}${source('kafka_2.13-4.3.1.tgz')}  ${line}\n`).join('\n')).toContain(expected);
	});

	test('agrees with the version that it is', () => {
		expect(platformOf(`${kraft}${source('kafka_2.13-4.3.1.tgz')}  version: '8.3'\n`).version).toBe('8.3');
	});

	test('is there when Java is an archive', () => {
		expect(problemsOf(`${kraft}platform: {java: {archive: jdk.tar.gz}}\n`).join()).toContain(
			'platform.java is for Kafka from an archive',
		);
	});
});
