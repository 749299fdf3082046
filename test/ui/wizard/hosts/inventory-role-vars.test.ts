import {describe, expect, it} from 'vitest';
import {noAnswers} from '../../../../source/ui/wizard/answers/answers.ts';
import {readAnswers} from '../../../../source/ui/wizard/answers/reading.ts';
import {parseHostList} from '../../../../source/ui/wizard/hosts/host-list.ts';
import {listRemarks} from '../../../../source/ui/wizard/hosts/list-words.ts';

describe('variables that say which roles a host has', () => {
	it.each([
		['kafka_process_roles', 'controller', 'broker'],
		['process_roles', 'controller', 'broker'],
		['kafka_role', 'controller', 'broker'],
		['kafkaRole', 'controllers', 'brokers'],
		['kafka_roles', "'[controller]'", "'[broker]'"],
	])('divide the group of all Kafka, with its ids: %s', (variable, controller, broker) => {
		const text = `[kafka]\nk1 ${variable}=${controller} node_id=1\nk2 ${variable}=${broker} node_id=2\nk3 node_id=3\n`;
		const list = parseHostList(text);
		expect(list).toMatchObject({
			roles: {controller: ['k1'], kafka: ['k2', 'k3']},
			ids: {controller: {k1: 1}, kafka: {k2: 2, k3: 3}},
			unclear: [],
			refused: [],
		});
		expect(readAnswers({...noAnswers, hosts: text})).toMatchObject({
			keeper: 'controller',
			roles: {controller: ['k1'], kafka: ['k2', 'k3']},
		});
	});

	it.each([
		[
			'of one that is both',
			'[kafka]\nk1 process_roles=broker,controller\nk2 process_roles=broker\n[schema_registry]\nk1\n',
			{controller: ['k1'], kafka: ['k1', 'k2'], 'schema-registry': ['k1']},
		],
		[
			'of groups',
			'[kafka:children]\na\nb\n[a]\nk1\n[b]\nk2\n[a:vars]\nkafka_role=controller\n[b:vars]\nkafka_role=broker\n',
			{controller: ['k1'], kafka: ['k2']},
		],
		[
			'in YAML',
			'all:\n  children:\n    kafka:\n      hosts:\n        k1: {kafka_broker_custom_properties: {process.roles: "broker,controller"}}\n        k2:\n',
			{controller: ['k1'], kafka: ['k1', 'k2']},
		],
		[
			'without a group',
			'all:\n  hosts:\n    k1: {ansible_host: 10.0.0.1, kafka_roles: [zookeeper, kafka]}\n    k2:\n      kafka_roles:\n        - kafka\n    k3: {kafka_roles: [connect]}\n',
			{zookeeper: ['k1'], kafka: ['k1', 'k2'], connect: ['k3']},
		],
		['that all hosts have', '[kafka]\nk1\n[all:vars]\nprocess_roles=broker,controller\n', {controller: ['k1'], kafka: ['k1']}],
		[
			'that agree with the groups',
			'[kafka_controller]\nk1 process_roles=controller\n[kafka_broker]\nk1 process_roles=broker\n',
			{controller: ['k1'], kafka: ['k1']},
		],
		[
			'that all hosts have, and that say nothing of others',
			'[kafka]\nk1\n[connect]\nc1\n[zk]\nz1\n[all:vars]\nkafka_role=broker\n',
			{kafka: ['k1'], connect: ['c1'], zookeeper: ['z1']},
		],
	])('are taken: %s', (_, text, roles) => {
		expect(parseHostList(text)).toMatchObject({roles, unclear: [], refused: []});
		expect(Object.keys(parseHostList(text).roles).sort()).toEqual(Object.keys(roles).sort());
	});

	it.each([
		['[kafka]\nk1 kafka_role=leader\n', 'kafka_role of k1 is "leader", which names no roles that are known'],
		['[kafka]\nk1 kafka_role="{{ x }}"\n', 'kafka_role of k1 is a template: "{{ x }}"'],
		['[brokers]\nb1\n[controllers]\nc1 process_roles=broker\n', 'process_roles of c1 is "broker", and its groups say controller'],
		[
			'[brokers]\nb1 kafka_role=broker\n[zk]\nb1 kafka_role=controller\n',
			'kafka_role of b1 is "controller", and its groups say zookeeper, kafka',
		],
	])('are named where they are not taken: %j', (text, remark) => {
		expect(listRemarks(parseHostList(text))).toEqual([`${remark}. Not taken: choose the roles on the page Roles`]);
	});

	it('are of an inventory, and no further hosts', () => {
		const {hosts, problems} = parseHostList('k1 kafka_role=controller');
		expect({hosts: hosts.map(({name}) => name), problems: problems.length}).toEqual({hosts: ['k1'], problems: 0});
		expect(parseHostList('k1 kafka_role=controller\nk2 kafka_role=broker\n').roles).toEqual({controller: ['k1'], kafka: ['k2']});
	});

	it('never speak for hosts that are left out', () => {
		const list = parseHostList('[kafka]\nk1\n[backend]\nb1 kafka_role=controller\n');
		expect(list).toMatchObject({roles: {kafka: ['k1']}, refused: [], leftOut: [{hosts: ['b1']}]});
	});
});
