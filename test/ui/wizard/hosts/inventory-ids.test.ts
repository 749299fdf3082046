import {describe, expect, it, test} from 'vitest';
import {parseCluster} from '../../../../source/cluster/file/parse.ts';
import {noAnswers} from '../../../../source/ui/wizard/answers/answers.ts';
import {readAnswers} from '../../../../source/ui/wizard/answers/reading.ts';
import {parseHostList} from '../../../../source/ui/wizard/hosts/host-list.ts';
import {listRemarks} from '../../../../source/ui/wizard/hosts/list-words.ts';
import {initialState, reduceWizard} from '../../../../source/ui/wizard/wizard-state.ts';

const remarks = (text: string) => listRemarks(parseHostList(text));
const named = (variable: string, host = 'k1') =>
	`${variable} of ${host} looks like an id, and is none that is known. Not taken: type the ids on the page IDs and addresses`;

describe('the id of a broker', () => {
	it.each([
		...['broker_id', 'brokerid', 'brokerId', 'broker-id', 'broker.id', 'kafka_brokerid', 'kafkaBrokerId', 'KAFKA_BROKER_ID'],
		...['kafka_server_id', 'kafka_broker_node_id', 'broker_node_id', 'kafka_id', 'node_id', 'nodeId', 'kraft_node_id'],
	])('is taken from %s', variable => {
		const text = `[kafka]\nk1 ${variable}=7\n`;
		expect(parseHostList(text).ids.kafka).toEqual({k1: 7});
		expect(remarks(text)).toEqual([]);
	});

	it.each([...['kafka_server_config_params', 'kafka_config', 'kafka_properties', 'my_broker_settings', 'kafka']])(
		'is taken from the property broker.id in %s',
		mapping => {
			for (const property of ['broker.id', 'node.id'])
				expect(parseHostList(`kafka:\n  hosts:\n    k1: {${mapping}: {${property}: 11}}\n`).ids.kafka).toEqual({k1: 11});
		},
	);

	it('and that of the controller on its host are two, where the mappings say so', () => {
		const host = '{kafka_controller_props: {node.id: 101}, kafka_broker_props: {node.id: 1}}';
		expect(parseHostList(`kafka:\n  hosts:\n    k1: ${host}\ncontroller:\n  hosts: {k1: }\n`).ids).toMatchObject({
			kafka: {k1: 1},
			controller: {k1: 101},
		});
	});
});

test.each(['zookeeper_my_id', 'zoo_my_id', 'zk_server_id', 'zkId', 'ZooMyId', 'myid'])(
	'the id of a ZooKeeper member is taken from %s',
	variable => {
		expect(parseHostList(`[zookeeper]\nz1 ${variable}=4\n`).ids.zookeeper).toEqual({z1: 4});
	},
);

describe('what looks like an id and is none that is known is named', () => {
	it.each([
		['server_id=4', 'server_id'],
		['id=3', 'id'],
		['kafka_instance_id=3', 'kafka_instance_id'],
		['kafka_prod_id=3', 'kafka_prod_id'],
		['broker_number=3', 'broker_number'],
		['kafka_node_index=3', 'kafka_node_index'],
		['kafka2_id=3', 'kafka2_id'],
		['kafka_member_id="{{ x }}"', 'kafka_member_id'],
		['kafka_config=\'[{"broker.id": 12}]\'', 'kafka_config'],
	])('%s', (assignment, variable) => {
		const text = `[kafka]\nk1 ${assignment}\n`;
		expect(parseHostList(text).ids.kafka).toEqual({});
		expect(remarks(text)).toEqual([named(variable)]);
		expect(remarks(`[kafka]\nk1\n[kafka:vars]\n${assignment}\n`)).toEqual([named(variable)]);
	});

	it('in a list of YAML, and in the group of another role', () => {
		expect(remarks('kafka:\n  hosts:\n    k1: {kafka_properties: [{key: broker.id, value: 3}]}\n')).toEqual([
			named('kafka_properties'),
		]);
		expect(remarks('[zookeepers]\nz1 server_id=4 node_id=9\n[kafka]\nk1\n')).toEqual([
			named('server_id', 'z1'),
			named('node_id', 'z1'),
		]);
	});

	it.each([
		'broker_id=1 server_id=2',
		'kafka_cluster_id=3',
		'kafka_group_id=1000',
		'kafka_uid=1000',
		'instance_id=i-0abc',
		'subnet_id=3',
		'kafka_connect_id=3',
		'kafka_num_partitions=3',
		'zookeeper_id=3',
		'id=i-0abc',
	])('but not %s', assignments => {
		expect(remarks(`[kafka]\nk1 ${assignments}\n`)).toEqual([]);
	});
});

test('ids of hosts whose roles are chosen later are kept', () => {
	expect(parseHostList('[nodes]\nn1 broker_id=3 zookeeper_id=2 node_id=9\n').ids).toEqual({
		kafka: {n1: 3},
		zookeeper: {n1: 2},
		controller: {},
	});
	const inventory = '[zookeepers]\nz1\n[cluster1]\nk1 broker_id=5\n';
	expect(parseHostList(inventory, {cluster1: 'later'}).ids.kafka).toEqual({k1: 5});
});

test('what may be an id of such a host in several roles, or in none, is named', () => {
	expect(remarks('[nodes]\nn1 node_id=9\nn2 broker_id=1 server_id=5\n')).toEqual([
		named('node_id', 'n1'),
		named('server_id', 'n2'),
	]);
});

describe('racks', () => {
	const text =
		'[kafka]\nk1 broker_rack=a\nk2 rack=b\nk3 kafka_rack=a\nk4 rack="{{ x }}"\nk5 rack="no rack"\n[controllers]\nc1 rack=a\n';

	it('of brokers are taken, and said', () => {
		expect(parseHostList(text).racks).toEqual({k1: 'a', k2: 'b', k3: 'a'});
		expect(remarks(text)).toEqual([
			'rack of k4 is a template: "{{ x }}". Not taken: set rack of the host in the cluster file',
			'rack of k5 is "no rack", which is no name of a rack. Not taken: set rack of the host in the cluster file',
			'Racks of the inventory: a (k1, k3), b (k2)',
		]);
		const {hosts} = parseCluster(readAnswers({...noAnswers, hosts: text}).text, 'x');
		expect(hosts.map(({name, rack}) => [name, rack])).toEqual([
			...[
				['k1', 'a'],
				['k2', 'b'],
				['k3', 'a'],
			],
			...[
				['k4', undefined],
				['k5', undefined],
				['c1', undefined],
			],
		]);
		const yaml =
			'kafka:\n  hosts:\n    k1: {kafka_broker_custom_properties: {broker.rack: x}}\n    k2: {kafka_config: {broker.rack: y}}\n';
		expect(parseHostList(yaml).racks).toEqual({k1: 'x', k2: 'y'});
	});

	it('stay when the line of a host is fixed, and count for less than those of the file', () => {
		const before = initialState(
			{...noAnswers, hosts: '[kafka]\nk1 rack=a\nk2 rack=a\n', kept: {hosts: {k2: {rack: 'own'}}}},
			'login',
		);
		const kept = reduceWizard(before, {type: 'keep-inventory'});
		const {answers} = reduceWizard(kept, {type: 'hosts', text: 'k1\nk2'});
		expect(readAnswers(answers).cluster?.hosts).toMatchObject([{rack: 'a'}, {rack: 'own'}]);
	});
});

test('what is said of the login and not followed is named, and no secret is shown', () => {
	const text = `[kafka]
k1 ansible_ssh_pass=hunter2 ansible_become_method=su ansible_become_user=app
k2 ansible_password=hunter2 ansible_become=no ansible_paramiko_proxy_command="sshpass -p hunter2 ssh -W %h:%p b"
k3 ansible_user=root ansible_become=no ansible_become_method=sudo ansible_become_user=root ansible_become_pass="{{ hidden }}"
k4 ansible_become=yes ansible_python_interpreter=/usr/bin/python3 ansible_ssh_pipelining=true
`;
	const said = remarks(text);
	expect(said).toEqual([
		'ansible_ssh_pass of k1 is a secret. Not taken: type it on the page Login, or on the page Credentials',
		'ansible_become_method of k1 is "su". Not taken: kafka-setup becomes root by sudo, or logs in as root',
		'ansible_become_user of k1 is "app". Not taken: kafka-setup becomes root',
		'ansible_password of k2 is a secret. Not taken: type it on the page Login, or on the page Credentials',
		'ansible_become of k2 is "no". Not taken: kafka-setup needs root: it runs sudo where the user is another one',
		'ansible_paramiko_proxy_command of k2 is another command. Not taken: put it as ProxyCommand or ProxyJump into ~/.ssh/config',
		'ansible_become_pass of k3 is a secret. Not taken: type it on the page Login, or on the page Credentials',
	]);
});

describe('lines of an inventory that were copied without their group', () => {
	it('keep addresses, ids and racks, and what is not taken is said', () => {
		const text = '# ours\nk1 ansible_host=10.0.0.1 brokerid=7 rack=a\nk2 broker_id=8 ansible_become_method=su\nk[3:4]\n';
		expect(parseHostList(text)).toMatchObject({
			hosts: [{name: 'k1', address: '10.0.0.1'}, {name: 'k2'}, {name: 'k3'}, {name: 'k4'}],
			ids: {kafka: {k1: 7, k2: 8}},
			racks: {k1: 'a'},
			problems: [],
		});
		expect(remarks(text)).toContain(
			'ansible_become_method of k2 is "su". Not taken: kafka-setup becomes root by sudo, or logs in as root',
		);
		expect(parseHostList('k1 rack=a').hosts).toEqual([{name: 'k1'}]);
		expect(parseHostList('k1 myid=3').ids.zookeeper).toEqual({k1: 3});
	});

	it('among other lines are hosts; ids there are a problem, for they would be lost', () => {
		expect(parseHostList('k1 ansible_host=10.0.0.1\nk2, k3')).toMatchObject({
			hosts: [{name: 'k1', address: '10.0.0.1'}, {name: 'k2'}, {name: 'k3'}],
			problems: [],
		});
		for (const said of ['broker_id=1', 'server_id=1', 'ansible_user={{ x }}']) {
			const {problems} = parseHostList(`k1 ${said}\nk2, k3`);
			expect(problems.map(({line, message}) => [line, message])).toEqual([
				[0, 'variables of a host count only where each line is one host with its variables, or under a line such as [kafka]'],
			]);
		}
	});

	it.each(['k1=10.0.0.1 k2=10.0.0.2', 'k1 k2=10.0.0.2', 'k1 grid=10.0.0.2', 'k1 rackhost=10.0.0.3'])(
		'but %s are hosts and addresses',
		text => {
			expect(parseHostList(text)).toMatchObject({hosts: [{name: 'k1'}, {address: expect.stringContaining('10.')}], problems: []});
		},
	);
});
