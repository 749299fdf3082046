import {describe, expect, it, test} from 'vitest';
import {noAnswers} from '../../../../source/ui/wizard/answers/answers.ts';
import {readAnswers} from '../../../../source/ui/wizard/answers/reading.ts';
import {parseHostList} from '../../../../source/ui/wizard/hosts/host-list.ts';
import {listRemarks} from '../../../../source/ui/wizard/hosts/list-words.ts';

/** What there is to know of an inventory. */
function read(text: string) {
	const list = parseHostList(text);
	const {roles, ids, unclear} = list;
	return {
		hosts: list.hosts,
		roles,
		ids,
		unclear: unclear.map(({group}) => group),
		problems: list.problems.map(({line, message}) => `${line + 1}: ${message}`),
		remarks: listRemarks(list),
	};
}
const k = ['k1', 'k2', 'k3'];

describe('anchors and aliases of YAML', () => {
	it.each([
		['all:\n  children:\n    kafka:\n      hosts: &h\n        k1:\n        k2:\n        k3:\n    zookeeper:\n      hosts: *h\n'],
		['kafka: {hosts: &h {k1: , k2: , k3: }}\nzookeeper: {hosts: *h}\n'],
		['kafka: &g\n  hosts: {k1: , k2: , k3: }\nzookeeper: *g\n'],
		['kafka:\n  hosts: &h {k1: , k2: , k3: }\nzookeeper:\n  hosts: {<<: *h}\n'],
		['kafka:\n  children: &c\n    all_of_them: {hosts: {k1: , k2: , k3: }}\nzookeeper:\n  children: *c\n'],
	])('are followed to the hosts of another group: %j', text => {
		expect(read(text)).toMatchObject({roles: {kafka: k, zookeeper: k}, problems: [], unclear: []});
		expect(readAnswers({...noAnswers, hosts: text, fields: {'platform.version': '7.9'}})).toMatchObject({
			keeper: 'zookeeper',
			roles: {kafka: k, zookeeper: k},
		});
	});

	it('are followed in variables, merged ones too; what stands beside them counts more', () => {
		const text = `
defaults: &v {ansible_user: ops, ansible_port: 2222}
more: &w {ansible_user: other, ansible_host: 10.0.0.9}
kafka:
  vars: *v
  hosts:
    k1:
    k2: &d {ansible_user: u, broker_id: 2}
    k3: {<<: *d, broker_id: 5}
    k4: {<<: [*v, *w]}
`;
		expect(read(text)).toMatchObject({
			hosts: [
				{name: 'k1', user: 'ops', port: 2222},
				{name: 'k2', user: 'u', port: 2222},
				{name: 'k3', user: 'u', port: 2222},
				{name: 'k4', user: 'ops', port: 2222, address: '10.0.0.9'},
			],
			ids: {kafka: {k2: 2, k3: 5}},
			problems: [],
		});
	});

	it('that lead to nothing are named', () => {
		expect(read('kafka:\n  hosts:\n    k1: *nobody\n').problems).toEqual(['3: nothing in this file is called &nobody']);
	});

	it('that lead to themselves, or grow without end, end', () => {
		expect(read('kafka: &a\n  hosts: {k1: }\n  children: {b: *a}\n').hosts).toEqual([{name: 'k1'}]);
		const levels = Array.from({length: 12}, (_, at) => {
			const below = Array.from({length: 12}, (_, n) => `g${at}_${n}: *l${at}`).join(', ');
			return `l${at + 1}: &l${at + 1} {children: {${below}}}\n`;
		});
		const bomb = `l0: &l0 {hosts: {k1: }}\n${levels.join('')}`;
		const begun = performance.now();
		expect(read(bomb).problems).toEqual(['1: its anchors and aliases hold far more than an inventory has']);
		expect(performance.now() - begun).toBeLessThan(3000);
	});
});

describe('hosts', () => {
	it('may be a list, or one name', () => {
		const text =
			'all:\n  children:\n    kafka:\n      hosts:\n        - k1\n        - k2: {broker_id: 7}\n        - k[3:4].x\n    zookeeper:\n      hosts: z1\n';
		expect(read(text)).toMatchObject({
			roles: {kafka: ['k1', 'k2', 'k3.x', 'k4.x'], zookeeper: ['z1']},
			ids: {kafka: {k2: 7}},
			problems: [],
		});
	});

	it('may be a list that is the group', () => {
		expect(read('kafka: [k1]\nzookeeper:\n  hosts: {z1: }\n')).toMatchObject({
			roles: {kafka: ['k1'], zookeeper: ['z1']},
			problems: [],
		});
	});

	it('that are neither, and what is no group, are named on their lines', () => {
		expect(read('kafka:\n  hosts:\n    - [k1]\n  children: {x: }\n').problems).toEqual([
			'3: a list stands where the name of a host should',
		]);
		expect(read('kafka:\n  hosts: {k1: }\n  host: {k2: }\n').problems).toEqual([
			'3: "host" of the group "kafka" is none of hosts, children, vars',
		]);
		expect(read('kafka:\n  hosts:\n    - name: k1\n      broker_id: 1\n    - k2\n')).toMatchObject({
			hosts: [{name: 'k2'}],
			problems: ['3: a mapping stands where the name of a host should'],
		});
		expect(read('plugin: aws_ec2\nkafka:\n  hosts: {k1: }\n').problems).toEqual(['1: "plugin" is no group: it holds no hosts']);
		expect(read('- name: play\n  hosts: kafka\n  tasks:\n    - x\n').problems).toEqual([
			'1: this is YAML, and no inventory: that has groups with hosts or children',
		]);
	});

	it('are found where names stand in quotes, behind a mark of the document, or indented', () => {
		const text = '---\n"kafka_broker":\n  "hosts":\n    "k1":\n      "broker_id": 3\n\'kafka_controller\':\n  hosts:\n    c1:\n';
		const expected = {roles: {kafka: ['k1'], controller: ['c1']}, ids: {kafka: {k1: 3}}, problems: []};
		expect(read(text)).toMatchObject(expected);
		expect(read(text.replace('---\n', '').replace(/^/gm, '  '))).toMatchObject(expected);
		expect(read(`\uFEFF${text}`)).toMatchObject(expected);
		expect(read('{kafka_broker: {hosts: {k1: {broker_id: 3}}}, kafka_controller: {hosts: {c1: }}}')).toMatchObject(expected);
		expect(read('kafka-büro:\n  hosts:\n    k1:\n').unclear).toEqual(['kafka-büro']);
	});
});

describe('what ansible-inventory --list prints', () => {
	const data = {
		_meta: {
			hostvars: {
				k1: {ansible_host: '10.0.0.1', broker_id: 4, ansible_user: {__ansible_unsafe: 'ops'}},
				z1: {zookeeper: {id: 2}, ansible_user: {__ansible_vault: '$ANSIBLE_VAULT;1.1;AES256\n62'}},
			},
		},
		all: {children: ['ungrouped', 'kafka', 'zookeeper', 'bastion']},
		kafka: {children: ['kafka_dc1']},
		kafka_dc1: {hosts: ['k1']},
		zookeeper: {hosts: ['z1'], vars: {ansible_port: 2222}},
		bastion: ['b1'],
	};

	it.each([0, 2, 4, '\t'])('is read, indented by %j', indent => {
		expect(read(JSON.stringify(data, undefined, indent))).toEqual({
			hosts: [
				{name: 'k1', address: '10.0.0.1', user: 'ops'},
				{name: 'z1', port: 2222},
			],
			roles: {kafka: ['k1'], zookeeper: ['z1']},
			ids: {controller: {}, kafka: {k1: 4}, zookeeper: {z1: 2}},
			unclear: [],
			problems: [],
			remarks: [
				'Left out: b1 (group bastion)',
				'ansible_user of z1 is encrypted by ansible-vault. Not taken: type the SSH user on the page Login',
			],
		});
	});

	it('has hosts in no group as well', () => {
		expect(read('{"_meta": {"hostvars": {"k1": {"broker_id": 1}}}}')).toMatchObject({
			hosts: [{name: 'k1'}],
			ids: {kafka: {k1: 1}},
		});
	});

	it('and was cut is named', () => {
		const text = JSON.stringify(data, undefined, 2);
		expect(read(text.slice(0, text.length - 30))).toMatchObject({hosts: [], problems: [expect.any(String)]});
	});
});

const tooDeep = 'it is nested deeper than an inventory is';

test.each(['[', '{"a":'])('YAML that is nested beyond measure is named: %s', open => {
	expect(read(`kafka:\n  hosts:\n    k1: ${open.repeat(50_000)}`).problems).toEqual([expect.stringContaining(tooDeep)]);
});

test.each([
	['in brackets', (depth: number) => `k1: ${'['.repeat(depth)}`],
	['in brackets, each closed', (depth: number) => `k1: ${'['.repeat(depth)}${']'.repeat(depth)}`],
	['in braces', (depth: number) => `k1: ${'{a: '.repeat(depth)}${'}'.repeat(depth)}`],
	['by its indentation', (depth: number) => Array.from({length: depth}, (_, at) => `${' '.repeat(at)}a:`).join('\n    ')],
])('YAML that is nested too deep %s for the parser is named in plain words', (_, nested) => {
	const found = [500, 1000, 2000].map(depth => read(`kafka:\n  hosts:\n    ${nested(depth)}`).problems);
	for (const problems of found) expect(problems.join()).not.toContain('call stack');
	expect(found.at(-1)).toEqual([expect.stringContaining(tooDeep)]);
});

describe('values that are none', () => {
	it('are named: what ansible-vault keeps', () => {
		const text =
			'kafka:\n  vars:\n    ansible_user: !vault |\n      $ANSIBLE_VAULT;1.1;AES256\n      6233\n    ansible_port: "{{ hidden }}"\n    hidden: !vault "x"\n  hosts: {k1: {broker_id: !vault y}}\n';
		expect(read(text)).toMatchObject({
			hosts: [{name: 'k1'}],
			remarks: [
				'ansible_user of k1 is encrypted by ansible-vault. Not taken: type the SSH user on the page Login',
				'ansible_port of k1 is encrypted by ansible-vault. Not taken: type the SSH port on the page Login',
				'broker_id of k1 is encrypted by ansible-vault. Not taken: type the ids on the page IDs and addresses',
			],
		});
	});

	it('are named: a range as an address, a user with a comment', () => {
		const text = '[kafka]\nk[1:2] ansible_host=10.0.0.[1:2]\n[all:vars]\nansible_user=root # ours\n';
		expect(read(text)).toMatchObject({
			hosts: [{name: 'k1'}, {name: 'k2'}],
			remarks: [
				'ansible_host of k1, k2 is "10.0.0.[1:2]", which is no address. Not taken: write k1=ADDRESS in the list of hosts',
				'ansible_user of k1, k2 is "root # ours", which is no user. Not taken: type the SSH user on the page Login',
			],
		});
	});
});
