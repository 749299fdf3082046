import {describe, expect, it, test} from 'vitest';
import {parseCluster} from '../../../../source/cluster/file/parse.ts';
import {noAnswers} from '../../../../source/ui/wizard/answers/answers.ts';
import {readAnswers} from '../../../../source/ui/wizard/answers/reading.ts';
import {parseHostList} from '../../../../source/ui/wizard/hosts/host-list.ts';
import {listRemarks} from '../../../../source/ui/wizard/hosts/list-words.ts';
import {targetsOf} from '../../../../source/ui/wizard/probe/targets.ts';
import {initialState, reduceWizard} from '../../../../source/ui/wizard/wizard-state.ts';

const remarks = (text: string) => listRemarks(parseHostList(text));
const withArgs = (args: string) => `[kafka]\nk1\nk2\n[all:vars]\nansible_ssh_common_args=${args}\n`;

describe('what an inventory says of the way to its hosts', () => {
	it('is taken: the key and the jump host', () => {
		const text =
			'[kafka]\nk1\nk2\n[controllers]\nk1\n[all:vars]\nansible_ssh_private_key_file=~/.ssh/ops\nansible_ssh_common_args=\'-o ProxyCommand="ssh -W %h:%p -q ops@bastion"\'\n';
		const answers = {...noAnswers, hosts: text};
		const reading = readAnswers(answers);
		expect(reading.list).toMatchObject({keyFile: '~/.ssh/ops', jump: 'ops@bastion', refused: []});
		expect(parseCluster(reading.text, 'x').ssh).toMatchObject({identityFile: '~/.ssh/ops', proxyJump: 'ops@bastion'});
		expect(targetsOf(answers, reading)[0]!.ssh).toEqual({identityFile: '~/.ssh/ops', proxyJump: 'ops@bastion'});
		const typed = readAnswers({...answers, fields: {'ssh.identityFile': '/other'}});
		expect(typed.cluster?.ssh.identityFile).toBe('/other');
		expect(remarks(text)).toEqual(['Jump host of the inventory: ops@bastion', 'Private key of the inventory: ~/.ssh/ops']);
	});

	it('stays when the line of a host is fixed, which makes it a plain list', () => {
		const hosts = '[kafka]\nk1 broker_id=7\n[controllers]\nk1\n[all:vars]\nansible_ssh_common_args=-J bastion\n';
		const before = initialState({...noAnswers, hosts}, 'login');
		const kept = reduceWizard(before, {type: 'keep-inventory'});
		const after = reduceWizard(kept, {type: 'hosts', text: 'k1'});
		const {cluster} = readAnswers(after.answers);
		expect(cluster).toMatchObject({ssh: {proxyJump: 'bastion'}, kafka: {ids: {k1: 7}}});
	});

	test.each([
		['\'-o ProxyCommand="ssh -W %h:%p bastion"\'', 'bastion'],
		['-o ProxyCommand="ssh -W %h:%p -p 2222 -l ops bastion.example.org"', 'ops@bastion.example.org:2222'],
		['-o ProxyCommand="ssh -o StrictHostKeyChecking=no -W %h:%p ops@10.0.0.1"', 'ops@10.0.0.1'],
		['"-o StrictHostKeyChecking=no -o ProxyCommand=\'ssh -W %h:%p bastion\'"', 'bastion'],
		['-J ops@bastion:2222', 'ops@bastion:2222'],
		['-Jbastion', 'bastion'],
		['-o ProxyJump=a,b', 'a,b'],
		['-oProxyJump=a', 'a'],
		['\'-o ProxyJump="ops@b"\'', 'ops@b'],
	])('%s goes by %s', (args, jump) => {
		expect(parseHostList(withArgs(args))).toMatchObject({jump, refused: []});
		const yaml = `kafka:\n  vars:\n    ansible_ssh_extra_args: ${JSON.stringify(args.replace(/^(['"])(.*)\1$/, '$2'))}\n  hosts: {k1: }\n`;
		expect(parseHostList(yaml)).toMatchObject({jump, refused: []});
	});

	test.each([
		['-o ProxyCommand="nc -X 5 -x proxy:1080 %h %p"', 'has ProxyCommand. Not taken: put that into ~/.ssh/config'],
		['-o ProxyCommand="ssh -i ~/.ssh/jump -W %h:%p bastion"', 'has ProxyCommand. Not taken: put that into ~/.ssh/config'],
		['-o ProxyCommand="ssh -W %h:%p {{ b }}"', 'is a template: "{{ b }}". Not taken: put it into ~/.ssh/config'],
		['-o Ciphers=aes128-cbc', 'has Ciphers. Not taken: put that into ~/.ssh/config'],
		['-F /x/y', 'has -F, further options. Not taken: put that into ~/.ssh/config'],
	])('%s is named', (args, why) => {
		expect(parseHostList(withArgs(args))).not.toHaveProperty('jump');
		expect(remarks(withArgs(args))).toEqual([`ansible_ssh_common_args of k1, k2 ${why}`]);
	});
});

describe('a template', () => {
	it('is taken where the inventory says what it is', () => {
		const text =
			'[kafka]\nk1.x ansible_host={{ net }}.5\nk2.x\n[all:vars]\nnet=10.0.0\nssh_port=2222\nansible_port="{{ ssh_port }}"\nansible_user={{ops}}\nops=adm\n';
		expect(parseHostList(text).hosts).toEqual([
			{name: 'k1.x', address: '10.0.0.5', port: 2222, user: 'adm'},
			{name: 'k2.x', port: 2222, user: 'adm'},
		]);
		expect(remarks(text)).toEqual([]);
	});

	it('is named where not, with what to do', () => {
		const text = `
kafka:
  vars: {ansible_port: "{{ x }}", ansible_user: "{{ y }}", ansible_ssh_private_key_file: "{{ key }}"}
  hosts:
    k1: {broker_id: "{{ groups['kafka'].index(inventory_hostname) }}", ansible_host: "{{ ip }}"}
    k2:
`;
		const list = parseHostList(text);
		expect(list.hosts).toEqual([{name: 'k1'}, {name: 'k2'}]);
		expect(remarks(text)).toEqual([
			'ansible_host of k1 is a template: "{{ ip }}". Not taken: write k1=ADDRESS in the list of hosts',
			'ansible_user of k1, k2 is a template: "{{ y }}". Not taken: type the SSH user on the page Login',
			'ansible_port of k1, k2 is a template: "{{ x }}". Not taken: type the SSH port on the page Login',
			'ansible_ssh_private_key_file of k1, k2 is a template: "{{ key }}". Not taken: type the private key on the page Login',
			`broker_id of k1 is a template: "{{ groups['kafka'].index(inventory_host…". Not taken: type the ids on the page IDs and addresses`,
		]);
	});

	it('in an INI file is one value, and no host', () => {
		expect(parseHostList('[kafka]\nk1 ansible_user={{ lookup("env", "USER") }} broker_id=3\n')).toMatchObject({
			hosts: [{name: 'k1'}],
			ids: {kafka: {k1: 3}},
			problems: [],
		});
	});
});

test('values that are none, and what is not the same everywhere, are named', () => {
	expect(
		remarks(
			'[kafka]\nk1 broker_id=2000 ansible_port=ssh ansible_ssh_private_key_file=/a\nk2 ansible_connection=docker\n[zookeeper]\nk1 zookeeper_id=0\n',
		),
	).toEqual([
		'ansible_port of k1 is not a port. Not taken: type the SSH port on the page Login',
		'ansible_connection of k2 is "docker". Not taken: kafka-setup logs in by SSH: the host needs an SSH server',
		'broker_id of k1 is "2000", which is no broker id. Not taken: type the ids on the page IDs and addresses',
		'zookeeper_id of k1 is "0", which is no ZooKeeper id. Not taken: type the ids on the page IDs and addresses',
		'ansible_ssh_private_key_file of k1 is not the same for all hosts. Not taken: put IdentityFile for each of them into ~/.ssh/config',
	]);
});

test('what was left out is said, with its groups', () => {
	expect(
		remarks('[bastion]\nb1\n[control_center]\nk1\n[ksql]\nq1\n[kafka]\nk1\n[ctl]\nhere ansible_connection=local\n[db]\nd1\nd2\n'),
	).toEqual([
		'Left out: b1 (group bastion)',
		'Not installed: ksql. Left out: q1',
		'Left out: here (ansible_connection=local: the machine that Ansible runs on)',
		'Left out: d1, d2 (group db)',
		'Not installed: control_center',
	]);
});
