import {describe, expect, it} from 'vitest';
import {noAnswers} from '../../../../source/ui/wizard/answers/answers.ts';
import {readAnswers} from '../../../../source/ui/wizard/answers/reading.ts';
import {parseHostList} from '../../../../source/ui/wizard/hosts/host-list.ts';

const ini = `
# production
[all:vars]
ansible_user=admin

[zookeeper]
kafka-[1:3].x zookeeper_id=7   ; wrong on purpose: one number for three hosts
[kafka_broker]
kafka-1.x broker_id=1 ansible_host=10.0.0.1 ansible_port=2222
kafka-2.x broker_id=2 ansible_ssh_private_key_file='/my keys/id' ansible_user=root
[schema_registry]
kafka-1.x
[kafka_connect:children]
workers
[workers]
kafka-3.x
[control_center]
cc-01.x
`;

const yaml = `
all:
  vars:
    ansible_user: admin
zookeeper:
  hosts:
    zk-1: {zookeeper_id: 1, ansible_host: 10.0.0.1}
    zk-2:
      zookeeper_id: 2
kafka_broker:
  vars: {ansible_port: 2222}
  hosts:
    zk-1: {broker_id: 11}
    zk-2: {broker_id: 12}
    bad_name:
kafka_connect:
  children:
    workers:
      hosts:
        zk-2:
`;

describe('an Ansible inventory', () => {
	it('in INI gives hosts, roles, ids, users and ports', () => {
		const list = parseHostList(ini);
		expect(list.hosts).toEqual([
			{name: 'kafka-1.x', user: 'admin', address: '10.0.0.1', port: 2222},
			{name: 'kafka-2.x', user: 'root'},
			{name: 'kafka-3.x', user: 'admin'},
		]);
		expect(list.roles).toEqual({
			zookeeper: ['kafka-1.x', 'kafka-2.x', 'kafka-3.x'],
			kafka: ['kafka-1.x', 'kafka-2.x'],
			'schema-registry': ['kafka-1.x'],
			connect: ['kafka-3.x'],
		});
		expect(list.ids.kafka).toEqual({'kafka-1.x': 1, 'kafka-2.x': 2});
		expect(list.leftOut).toEqual([{groups: ['control_center'], hosts: ['cc-01.x'], why: 'product'}]);
		expect(list.problems).toEqual([]);
	});

	it('in YAML gives the same, and marks a bad host on its line', () => {
		const list = parseHostList(yaml);
		expect(list.hosts).toEqual([
			{name: 'zk-1', user: 'admin', address: '10.0.0.1', port: 2222},
			{name: 'zk-2', user: 'admin', port: 2222},
		]);
		expect(list.roles).toEqual({zookeeper: ['zk-1', 'zk-2'], kafka: ['zk-1', 'zk-2'], connect: ['zk-2']});
		expect(list.ids).toEqual({controller: {}, zookeeper: {'zk-1': 1, 'zk-2': 2}, kafka: {'zk-1': 11, 'zk-2': 12}});
		expect(list.problems).toEqual([
			{line: 14, message: '"bad_name": Java takes no host name with "_"; give its other name or its address'},
		]);
	});

	it.each(['kafka_controller', 'kafka_controllers', 'controller', 'controllers', 'kafka-controller'])(
		'has controllers in the group %s',
		group => {
			const list = parseHostList(`[${group}]\nc[1:3].x\n[kafka]\nb1.x\n`);
			expect(list.roles).toEqual({controller: ['c1.x', 'c2.x', 'c3.x'], kafka: ['b1.x']});
		},
	);

	it('has ids of controllers and of brokers in node_id, each in its own group', () => {
		const shared = `[kafka_controller]\na node_id=9991\nb node_id=9992\nc\n[kafka_broker]\na node_id=1\nb broker_id=2\nc node_id=3 broker_id=4\n`;
		const ids = {controller: {a: 9991, b: 9992}, zookeeper: {}, kafka: {a: 1, b: 2, c: 4}};
		expect(parseHostList(shared).ids).toEqual(ids);
		const [controllers, brokers] = shared.split(/(?=\[kafka_broker)/);
		expect(parseHostList(`${brokers}${controllers}`).ids).toEqual(ids);
		const nested = `
all:
  vars: {ansible_user: admin}
  children:
    kafka_controller:
      hosts: {a: {node_id: 101}, b: {node_id: 102}}
    kafka_broker:
      hosts: {a: {node_id: 1}, b: }
`;
		expect(parseHostList(nested).ids).toEqual({controller: {a: 101, b: 102}, zookeeper: {}, kafka: {a: 1}});
		expect(readAnswers({...noAnswers, hosts: nested}).roles).toMatchObject({controller: ['a', 'b'], kafka: ['a', 'b']});
	});

	it('has ids on the lines of hosts outside of their groups, which those in the groups replace', () => {
		const {ids} = parseHostList(
			'c1 node_id=101\nb1 node_id=7 broker_id=8\nb2 node_id=9\n[controllers]\nc1\n[kafka]\nb1\nb2 node_id=10\n',
		);
		expect(ids).toEqual({controller: {c1: 101}, zookeeper: {}, kafka: {b1: 8, b2: 10}});
	});

	it('that is broken YAML names the line', () => {
		const {hosts, problems} = parseHostList('kafka:\n  hosts:\n    a: {x: 1\n    b:\n');
		expect(hosts).toEqual([]);
		expect(problems).toHaveLength(1);
		expect(problems[0]!.line).toBeGreaterThan(1);
	});

	it('without a group that is a role gives all its hosts', () => {
		expect(parseHostList('[web]\na\nb ansible_host=10.0.0.2').hosts).toEqual([{name: 'a'}, {name: 'b', address: '10.0.0.2'}]);
	});

	it('copied without its group still gives addresses', () => {
		expect(parseHostList('a ansible_host=10.0.0.1 ansible_user=ops').hosts).toEqual([
			{name: 'a', address: '10.0.0.1', user: 'ops'},
		]);
	});

	it('that names a group as its own child is read to the end', () => {
		expect(parseHostList('[a:children]\nb\n[b:children]\na\n[b]\nh1').hosts).toEqual([{name: 'h1'}]);
	});
});
