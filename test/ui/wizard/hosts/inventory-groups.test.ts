import {describe, expect, it, test} from 'vitest';
import {noAnswers} from '../../../../source/ui/wizard/answers/answers.ts';
import {readAnswers} from '../../../../source/ui/wizard/answers/reading.ts';
import {parseHostList} from '../../../../source/ui/wizard/hosts/host-list.ts';

/** What there is to know of an inventory, its roles as lists of hosts. */
function read(text: string, groups = {}) {
	const {hosts, roles, ids, leftOut, unclear, problems} = parseHostList(text, groups);
	return {
		hosts: hosts.map(({name}) => name),
		roles,
		ids,
		leftOut: leftOut.map(({hosts: names, why}) => `${names.join()} ${why}`),
		unclear: unclear.map(({group}) => group),
		problems,
	};
}
const z = ['z1', 'z2', 'z3'];
const k = ['k1', 'k2', 'k3'];

describe('the roles of an inventory are those of its groups', () => {
	it.each([
		['zookeepers', 'kafka-nodes'],
		['zookeeper-nodes', 'kafka-nodes'],
		['zookeeper_nodes', 'kafka_nodes'],
		['zookeeper_servers', 'kafka'],
		['zookeeper_cluster', 'kafka_cluster'],
		['zookeeper', 'brokers'],
		['ZooKeeper', 'KafkaBrokers'],
		['zk', 'broker'],
		['zk-nodes', 'kafka-broker-hosts'],
		['prod_zookeepers', 'prod_kafka_brokers'],
		['kafka_zookeeper', 'acme_kafka_brokers'],
		['zookeeper_quorum', 'confluent_kafka'],
		['staging-zookeeper', 'kafka_staging'],
	])('[%s] and [%s]', (keepers, brokers) => {
		const text = `[${keepers}]\nz[1:3]\n\n[${brokers}]\nk[1:3]\n`;
		const {roles, hosts, unclear, leftOut} = read(text);
		expect({roles, hosts, unclear, leftOut}).toEqual({
			roles: {zookeeper: z, kafka: k},
			hosts: [...z, ...k],
			unclear: [],
			leftOut: [],
		});
		expect(readAnswers({...noAnswers, hosts: text, fields: {'platform.version': '7.9'}}).roles).toMatchObject({
			zookeeper: z,
			kafka: k,
		});
	});

	it('with the ids of their variables', () => {
		expect(
			read(
				'[kafka_nodes]\nkafka1 kafka_broker_id=11\nkafka2 kafka_broker_id=12\n[zookeeper_nodes]\nzookeeper1 zookeeper_id=3\nzookeeper2 zookeeper_myid=4\n',
			),
		).toMatchObject({
			roles: {kafka: ['kafka1', 'kafka2'], zookeeper: ['zookeeper1', 'zookeeper2']},
			ids: {kafka: {kafka1: 11, kafka2: 12}, zookeeper: {zookeeper1: 3, zookeeper2: 4}},
		});
		expect(read('[kafka]\nk1 broker_id=5\n[zookeeper_servers]\nz1 zookeeper_id=7\n').ids).toMatchObject({
			kafka: {k1: 5},
			zookeeper: {z1: 7},
		});
	});

	it('and a control machine is left out', () => {
		const text = '[control]\ncontroller ansible_connection=local\n[zookeeper-nodes]\nz[1:3]\n[kafka-nodes]\nk[1:3]\n';
		expect(read(text)).toMatchObject({roles: {zookeeper: z, kafka: k}, hosts: [...z, ...k], leftOut: ['controller local']});
		const inRole = '[kafka]\nlocalhost ansible_connection=local\nk1\n[all:vars]\nansible_user=x\n';
		expect(read(inRole)).toMatchObject({hosts: ['k1'], roles: {kafka: ['k1']}, leftOut: ['localhost local'], problems: []});
	});

	it('in YAML, with nested ids and every role', () => {
		const text = `
all:
  children:
    zookeeper:
      hosts:
        z1: {zookeeper: {id: 2}}
    broker:
      hosts:
        k1: {kafka: {broker: {id: 1}}}
        k2:
          kafka:
            broker:
              id: 2
    schema-registry:
      hosts: {k1: }
    connect-distributed:
      hosts: {k2: }
`;
		expect(read(text)).toMatchObject({
			roles: {zookeeper: ['z1'], kafka: ['k1', 'k2'], 'schema-registry': ['k1'], connect: ['k2']},
			ids: {kafka: {k1: 1, k2: 2}, zookeeper: {z1: 2}},
			unclear: [],
		});
	});

	it("in the shape of Confluent's playbooks", () => {
		const text = `
kafka_broker:
  hosts:
    k1: {kafka_broker_custom_properties: {broker.id: 4}}
    k2: {kafka_broker: {properties: {broker.id: 5}}}
kafka_controller:
  hosts: {c1: {node_id: 101}}
ksql: {hosts: {q1: }}
control_center: {hosts: {k1: }}
kafka_rest:
  hosts: {r1: }
kafka_connect_replicator:
  hosts: {x1: }
`;
		expect(read(text)).toMatchObject({
			roles: {kafka: ['k1', 'k2'], controller: ['c1']},
			ids: {kafka: {k1: 4, k2: 5}, controller: {c1: 101}},
			hosts: ['k1', 'k2', 'c1'],
			leftOut: ['q1 product', 'r1 product', 'x1 product', ' product'],
			unclear: [],
		});
	});

	it('with controllers, KRaft', () => {
		const text = '[controllers]\nc[1:3]\n[brokers]\nk[1:3]\n[all:vars]\nkafka_kraft_enabled=true\n';
		expect(read(text).roles).toEqual({controller: ['c1', 'c2', 'c3'], kafka: k});
		expect(readAnswers({...noAnswers, hosts: text})).toMatchObject({keeper: 'controller', roles: {kafka: k}});
		const same = '[HostNode]\nn1\nn2\nn3\n[kafka_controller:children]\nHostNode\n[kafka_broker:children]\nHostNode\n';
		const three = ['n1', 'n2', 'n3'];
		expect(read(same)).toMatchObject({roles: {controller: three, kafka: three}, hosts: three, unclear: [], leftOut: []});
	});

	it('and hosts of others are left out, and said', () => {
		expect(read('[bastion]\nb1\n[monitoring]\nm1\nk1\n[kafka]\nk[1:3]\n[zookeeper:children]\nkafka\n[db]\nd1\n')).toEqual({
			hosts: k,
			roles: {kafka: k, zookeeper: k},
			ids: {controller: {}, zookeeper: {}, kafka: {}},
			leftOut: ['b1 other', 'm1 other', 'd1 other'],
			unclear: [],
			problems: [],
		});
	});

	it('also where a group only holds those of several', () => {
		const text =
			'[kafka:children]\nkafka_brokers\nzookeepers\n[kafka_brokers]\nk[1:3]\n[zookeepers]\nz[1:3]\n[confluent:children]\nkafka\n';
		expect(read(text)).toMatchObject({roles: {kafka: k, zookeeper: z}, unclear: []});
		const regions = '[kafka:children]\nkafka_dc1\nkafka_dc2\n[kafka_dc1]\nk1\nk2\n[kafka_dc2]\nk3\n';
		expect(read(regions)).toMatchObject({roles: {kafka: k}, unclear: []});
	});
});

describe('what is not understood is asked', () => {
	const text = '[zookeepers]\nz[1:3]\n[cluster1]\nk1\nk2\n[cluster2]\nk3\n[allbrokers:children]\ncluster1\ncluster2\n';

	it('which group holds the brokers', () => {
		expect(read(text)).toMatchObject({hosts: z, unclear: ['allbrokers', 'cluster1', 'cluster2'], roles: {zookeeper: z}});
		const {roles} = readAnswers({...noAnswers, hosts: text});
		expect(roles.kafka).toEqual([]);
	});

	it('until it is answered', () => {
		expect(read(text, {allbrokers: 'kafka'})).toMatchObject({hosts: [...z, ...k], roles: {kafka: k, zookeeper: z}, unclear: []});
		const answers = {...noAnswers, hosts: text, groups: {allbrokers: 'kafka'}} as const;
		expect(readAnswers(answers).roles).toMatchObject({kafka: k});
		expect(read(text, {allbrokers: 'none', cluster1: 'kafka'})).toMatchObject({
			roles: {kafka: ['k1', 'k2'], zookeeper: z},
			unclear: [],
			leftOut: ['k3 other'],
		});
		expect(read(text, {allbrokers: 'later'})).toMatchObject({hosts: [...z, ...k], roles: {zookeeper: z}});
	});

	it('and never are brokers put on hosts that another group names', () => {
		for (const given of ['none', 'later'] as const) {
			const groups = {allbrokers: given, cluster1: given, cluster2: given};
			const {roles, problems} = readAnswers({...noAnswers, hosts: text, groups});
			expect(roles.kafka).toEqual([]);
			expect(problems.get('roles')?.message).toContain('at least one broker');
		}
	});

	test.each([
		['[kafka_workers]\nw1\n[brokers]\nk1\n', ['kafka_workers']],
		['[message_brokers]\nm1\n', ['message_brokers']],
		['[kafka]\nk1\n[hbase_zookeeper]\nh1\n', ['hbase_zookeeper']],
		['[prod_kafka]\nk1\n[stage_kafka]\nk2\n', ['prod_kafka', 'stage_kafka']],
		['[kafka]\nk1\n[kafka_old]\nk2\n', ['kafka_old']],
		['[orders_kafka_brokers]\nk1\n[pay_kafka_brokers]\nk2\n', ['orders_kafka_brokers', 'pay_kafka_brokers']],
		['[kafka_1]\nk1\n[kafka_2]\nk2\n', ['kafka_1', 'kafka_2']],
		['[red]\nk1\n[green]\nk2\n', ['red', 'green']],
		['[confluent]\nk1\n', ['confluent']],
		['[kafka-kraft]\nk1\n', ['kafka-kraft']],
		['[brokers]\nk1\n[zoo]\nz1\n', ['zoo']],
		['[kafka:children]\nzk\nconnect\n[zk]\nz1\n[connect]\nc1\n', ['kafka']],
	])('%j', (inventory, unclear) => {
		expect(read(inventory).unclear).toEqual(unclear);
	});

	it('but not of a group whose hosts have their roles', () => {
		expect(read('[kafka]\nk[1:3]\n[kafka_everything]\nk1\nk2\n').unclear).toEqual([]);
	});

	it('and a list of hosts beside a bastion is those hosts', () => {
		expect(read('[bastion]\nb1\n[nodes]\nn1\nn2\n')).toMatchObject({hosts: ['n1', 'n2'], leftOut: ['b1 other'], unclear: []});
	});

	it.each(['constructor', '__proto__', 'toString'])('a group called %s has no answer of its own', group => {
		expect(read(`[${group}]\nx1\n[zookeeper]\nz1\n`, {}).unclear).toEqual([group]);
	});
});
