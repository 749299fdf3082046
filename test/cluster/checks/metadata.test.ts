import {describe, expect, test} from 'vitest';
import {parseCluster} from '../../../source/cluster/file/parse.ts';
import {problemsOf} from '../file/problems-of.ts';

const head = 'name: orders\nhosts: [kafka-01, kafka-02, kafka-03]\nroles:\n';
const all = '[kafka-01, kafka-02, kafka-03]';
const kafka = `  kafka: ${all}\n`;
const withRoles = (...keepers: readonly string[]) => `${head}${keepers.map(keeper => `  ${keeper}: ${all}\n`).join('')}${kafka}`;

describe('the role that keeps the metadata', () => {
	test('is one of the two', () => {
		expect(parseCluster(withRoles('controller'), 'x').roles).toMatchObject({
			controller: ['kafka-01', 'kafka-02', 'kafka-03'],
			zookeeper: [],
		});
		expect(parseCluster(withRoles('zookeeper'), 'x').roles).toMatchObject({
			controller: [],
			zookeeper: ['kafka-01', 'kafka-02', 'kafka-03'],
		});
	});

	test('must not be missing; the usual one is named', () => {
		expect(problemsOf(`${head}${kafka}`)).toEqual([
			'3:1: roles.controller is missing: the brokers keep their metadata in it (write "controller: [HOST, …]" below roles)',
		]);
	});

	test('is not missing where it is only mistyped, or where no role is there at all', () => {
		expect(problemsOf(withRoles('controler')).join('\n')).not.toContain('is missing');
		expect(problemsOf('name: orders\nhosts: [kafka-01]\n')).toHaveLength(1);
	});

	test('is not missing twice where its list is empty', () => {
		const [first, ...others] = problemsOf(`${head}  controller: []\n${kafka}`);
		expect(first).toContain('roles.controller');
		expect(others).toEqual([]);
	});

	test('must not be both', () => {
		expect(problemsOf(withRoles('controller', 'zookeeper'))).toEqual([
			'5:3: roles.controller and roles.zookeeper both keep the metadata (a cluster has one of them: keep controller for a new cluster, zookeeper for one that was installed with it)',
		]);
	});
});

describe('the version of the platform', () => {
	const withVersion = (keeper: string, version?: string) =>
		`${withRoles(keeper)}${version === undefined ? '' : `platform: {version: '${version}'}\n`}`;
	const versionOf = (keeper: string, version?: string) => {
		const {platform} = parseCluster(withVersion(keeper, version), 'x');
		return [platform.version, platform.versionIsOpen];
	};

	test('follows from the role where the file leaves it open', () => {
		expect(versionOf('controller')).toEqual(['8.3', true]);
		expect(versionOf('zookeeper')).toEqual(['7.9', true]);
	});

	test.each(['7.9', '8.0', '8.1', '8.2', '8.3'])('%s has controllers', version => {
		expect(versionOf('controller', version)).toEqual([version, false]);
	});

	test('7.9 is the last with ZooKeeper: a later one is refused, and both ways out are said', () => {
		expect(versionOf('zookeeper', '7.9')).toEqual(['7.9', false]);
		for (const [version, kafka] of [
			['8.0', '4.0'],
			['8.3', '4.3'],
		] as const) {
			expect(problemsOf(withVersion('zookeeper', version))).toEqual([
				`6:21: Confluent Platform ${version} (Kafka ${kafka}) has no ZooKeeper (write "version: '7.9'", the last that has it, or name KRaft controllers in place of ZooKeeper: roles.controller)`,
			]);
		}
	});

	test('that is none is told once, by what is allowed', () => {
		expect(problemsOf(withVersion('zookeeper', '9.9'))).toHaveLength(1);
	});
});

describe('ids of controllers and brokers', () => {
	const ids = (controller: string, brokers: string) =>
		`${withRoles('controller')}controller: {ids: {${controller}}}\nkafka: {ids: {${brokers}}}\n`;

	test('are of one space, also across hosts', () => {
		expect(problemsOf(ids('kafka-01: 3', 'kafka-02: 3'))).toEqual([
			'7:25: id 3 is given to KRaft controllers on kafka-01 and to Kafka on kafka-02 (controllers and brokers have their ids from one space: each has one of its own)',
		]);
		expect(parseCluster(ids('kafka-01: 3', 'kafka-02: 4'), 'x').controller.ids).toEqual({'kafka-01': 3});
	});

	test('of a role that nobody has are not compared', () => {
		const text = `${withRoles('zookeeper')}zookeeper: {ids: {kafka-01: 3}}\nkafka: {ids: {kafka-02: 3}}\n`;
		expect(parseCluster(text, 'x').kafka.ids).toEqual({'kafka-02': 3});
	});
});

describe('the section of the controllers', () => {
	const {controller: defaults} = parseCluster(withRoles('controller'), 'x');

	test('has a default for everything', () => {
		expect(defaults).toEqual({
			ids: {},
			dataDir: '/var/lib/kafka/controller',
			port: 9093,
			heap: undefined,
			extraProperties: {},
			combined: false,
		});
	});

	test.each([
		['ids: {kafka-01: 100000}', '100000 is not a controller id (a whole number from 0 to 99999)'],
		['port: 9092', 'controller.port and kafka.port are both 9092'],
		['dataDir: /var/lib/kafka/data', 'lie one in the other'],
		['extraProperties: {node.id: 1}', 'set controller.ids'],
		['extraProperties: {controller.quorum.voters: x}', 'it follows from roles.controller'],
		['extraProperties: {controller.quorum.auto.join.enable: true}', 'KAFKA-19850'],
	])('refuses %s', (line, expected) => {
		expect(problemsOf(`${withRoles('controller')}controller: {${line}}\n`).join('\n')).toContain(expected);
	});

	test('2 controllers tolerate no failure, as 1 does', () => {
		const two = `${head}  controller: [kafka-01, kafka-02]\n${kafka}`;
		expect(problemsOf(two).join('\n')).toContain('2 KRaft controllers tolerate no failure, as 1 does');
	});
});

describe('broker and controller in one process', () => {
	const combined = (controller: string, more = '') =>
		`${head}  controller: ${controller}\n${kafka}controller: {combined: true${more}}\n`;

	test('has the directories of the broker: the log of the metadata is in the first', () => {
		const cluster = parseCluster(`${combined(all)}kafka: {dataDirs: [/data/1, /data/2]}\n`, 'x');
		expect(cluster.controller).toMatchObject({combined: true, dataDir: '/data/1'});
	});

	test('is where a broker is', () => {
		const text = combined('[kafka-01]').replace(kafka, '  kafka: [kafka-02, kafka-03]\n');
		expect(problemsOf(text)).toEqual([
			'4:16: "kafka-01" is no broker, and controller.combined makes each controller one process with its broker (name hosts of roles.kafka, or leave controller.combined out)',
		]);
	});

	test.each([
		['ids: {kafka-01: 9}', 'ids', 'kafka.ids'],
		['dataDir: /a', 'dataDir', 'kafka.dataDirs'],
		['heap: 1g', 'heap', 'kafka.heap'],
		['extraProperties: {a: b}', 'extraProperties', 'kafka.extraProperties'],
	])('has no %s of its own', (line, key, instead) => {
		expect(problemsOf(combined(all, `, ${line}`)).join('\n')).toContain(
			`controller.${key} has no effect with controller.combined: the process is the broker's (set ${instead})`,
		);
	});
});
