import {describe, expect, test} from 'vitest';
import {parseCluster} from '../../../source/cluster/file/parse.ts';
import {errorOf, everyRole, problemsOf} from '../file/problems-of.ts';

const withHost = (host: string, more = '') => `${everyRole.replace('[kafka-01,', `[${host},`)}${more}`;
const withOwn = (own: string, more = '') => withHost(`{name: kafka-01, properties: ${own}}`, more);

test('a host has a rack, and properties of its services as texts', () => {
	const {hosts} = parseCluster(
		withHost('{name: kafka-01, rack: eu-1/a, properties: {kafka: {num.io.threads: 16, a: 010}}}'),
		'x',
	);
	expect(hosts[0]).toEqual({name: 'kafka-01', rack: 'eu-1/a', properties: {kafka: {'num.io.threads': '16', a: '010'}}});
});

test('a rack that is a number is its digits', () => {
	expect(parseCluster(withHost('{name: kafka-01, rack: 01}'), 'x').hosts[0]).toEqual({name: 'kafka-01', rack: '01'});
});

describe('what is no rack', () => {
	test.each(["''", "' a'", "'a b'", '-a', "'a=b'", '"a\\nb"', '[a]'])('%s', rack => {
		expect(problemsOf(withHost(`{name: kafka-01, rack: ${rack}}`)).join('\n')).toMatch(
			/rack(: .* is not the name| holds a control)/,
		);
	});
});

describe('what a host can not have of its own', () => {
	test.each([
		['{kafka: {broker.id: 1}}', '"broker.id" does not belong in hosts[0].properties.kafka (set kafka.ids)'],
		['{kafka: {log.dirs: /x}}', 'set kafka.dataDirs'],
		['{kafka: {broker.rack: a}}', 'set rack of the host'],
		['{kafka: {min.insync.replicas: 1}}', 'all brokers have it alike: set it in kafka.extraProperties'],
		['{kafka: {offsets.topic.replication.factor: 1}}', 'all brokers have it alike'],
		['{zookeeper: {tickTime: 1}}', 'all members have it alike: set it in zookeeper.extraProperties'],
		['{schema-registry: {kafkastore.topic: x}}', 'all members have it alike: set it in schema-registry.extraProperties'],
		['{connect: {plugin.path: /x}}', 'set connect.plugin'],
		['{kafka: {ssl.key.password: hunter2}}', 'hosts[0].properties.kafka: "ssl.key.password" holds a secret'],
		['{kafka: {log: {retention.hours: 1}}}', 'write the whole name in one: "log.retention.hours: VALUE"'],
		['{kafka: {a: [1]}}', 'hosts[0].properties.kafka.a: a list is not one value'],
		['{kafka: {"a b": 1}}', '"a b" is not a property name'],
		['{broker: {a: 1}}', 'unknown key "broker" (known here: controller, zookeeper, kafka, schema-registry, connect)'],
		['{kafka.a: 1}', 'unknown key "kafka.a"'],
		['{controller: {a: 1}}', 'hosts[0].properties.controller: "kafka-01" has no KRaft controllers (name it in roles.controller'],
	])('%s', (own, expected) => {
		const error = errorOf(withOwn(own));
		expect(problemsOf(withOwn(own)).join('\n')).toContain(expected);
		expect(error.message).not.toContain('hunter2');
	});

	test('settings of a controller that is one process with its broker', () => {
		const file =
			'name: a\nhosts: [{name: h1, properties: {controller: {a: 1}}}]\nroles: {controller: [h1], kafka: [h1]}\ncontroller: {combined: true}\n';
		expect(problemsOf(file).join('\n')).toContain(
			"hosts[0].properties.controller has no effect with controller.combined: the process is the broker's",
		);
	});

	test('a rack in two ways', () => {
		const more = 'kafka: {extraProperties: {broker.rack: a}}\n';
		expect(problemsOf(withHost('{name: kafka-01, rack: b}', more)).join('\n')).toContain(
			'"broker.rack" gives all brokers one rack, and hosts have their own (take it out here: set rack of each host)',
		);
	});
});
