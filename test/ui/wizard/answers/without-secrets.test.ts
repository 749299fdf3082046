import {describe, expect, test} from 'vitest';
import {parseCluster} from '../../../../source/cluster/file/parse.ts';
import {type Answers, answersFrom, type FieldId, noAnswers, secretFields} from '../../../../source/ui/wizard/answers/answers.ts';
import {answersOfCluster} from '../../../../source/ui/wizard/answers/answers-of-cluster.ts';
import {readAnswers} from '../../../../source/ui/wizard/answers/reading.ts';
import {withoutSecrets} from '../../../../source/ui/wizard/answers/without-secrets.ts';
import {parseHostList} from '../../../../source/ui/wizard/hosts/host-list.ts';

const hosts = (text: string) => withoutSecrets({...noAnswers, hosts: text}).hosts;
const field = (id: FieldId, value: string) => withoutSecrets({...noAnswers, fields: {[id]: value}}).fields[id];

const ini = `[kafka]
kafka-01 ansible_host=10.0.0.1 ansible_ssh_pass=CANARY ansible_user=op broker_id=1
kafka-02 ansible_become_password="CANARY x" ansible_port=2222
kafka-03 ansible_password='CANARY'

[kafka:vars]
ansible_become_pass = CANARY with blanks
vault_token=CANARY
ansible_user=op
`;
const yaml = `all:
  vars:
    ansible_password: CANARY, and more
    ansible_become_pass: |
      CANARY
      CANARY
    ansible_user: op
  hosts:
    kafka-01: {ansible_host: 10.0.0.1, ansible_password: CANARY, ansible_port: 22}
    kafka-02:
      ansible_ssh_pass:
        CANARY
      broker_id: 2
`;

const listed = JSON.stringify(
	{
		_meta: {
			hostvars: {
				'kafka-01': {
					ansible_password: 'CANARY',
					broker_id: 1,
					ansible_become_pass: {__ansible_unsafe: 'CANARY'},
					ansible_port: 22,
				},
				'kafka-02': {broker_id: 2, vault_token: ['CANARY', {x: 'CANARY'}], ansible_ssh_pass: 'CANARY'},
			},
		},
		kafka: {hosts: ['kafka-01', 'kafka-02'], vars: {ansible_become_password: {__ansible_vault: 'CANARY'}}},
	},
	undefined,
	4,
);

const proxied = (command: string) => `[kafka]\nkafka-01 ansible_port=22 ansible_ssh_common_args='-o ProxyCommand="${command}"'\n`;

describe('the box of hosts', () => {
	test.each([
		['an inventory of Ansible', ini],
		['one in YAML', yaml],
		['one as ansible-inventory --list prints it', listed],
		['one in JSON', '{"all": {"hosts": {"kafka-01": {"ansible_password": "CANARY", "ansible_port": 22}}}}'],
		['the same in one line', JSON.stringify(JSON.parse(listed))],
		['a quote that is not closed', 'kafka-01 ansible_ssh_pass="CANARY x'],
		['a quote in the middle', "kafka-01 ansible_ssh_pass=CANARY'CANARY y"],
		['a quote in a mapping', "a: {ansible_password: x'CANARY, b: 1}"],
		['a password before the host', 'op:CANARY@kafka-01\nop:CAN:ARY@kafka-02, op:CANARY@kafka-03'],
		['a password with an @', 'op:a@CANARY@kafka-01\nop:a@b@CANARY@kafka-02,op:CANARY@kafka-03'],
		['a password with blanks', 'op:a bCANARY@kafka-01\nkafka-02, op:a b CANARY@kafka-03'],
		['a password with a comma', 'op:a,CANARY@kafka-01'],
		['JSON with the value in the next line', '{\n"ansible_ssh_pass":\n"CANARY",\n"ansible_port": 22}'],
		['JSON with the value in the next lines', '{\n"ansible_ssh_pass":\n{\n"x": "CANARY"\n},\n"ansible_port": 22}'],
		['a URL', 'ssh://op:CANARY@kafka-01'],
		['sshpass', proxied('sshpass -p CANARY ssh -W %h:%p hop')],
		['sshpass, without a blank', proxied('/usr/bin/sshpass -v -pCANARY ssh -W %h:%p hop')],
		['sshpass with a prompt of its own', proxied('sshpass -P assword -p CANARY ssh -W %h:%p hop')],
		['a proxy', proxied('ncat --proxy-auth me:CANARY --proxy p:3128 %h %p')],
		['a proxy in one word', proxied('connect -H me:CANARY@p:3128 %h %p')],
		['sshpass in YAML', 'all:\n  vars:\n    ansible_ssh_common_args: -o ProxyCommand="sshpass -p CANARY ssh -W %h:%p hop"\n'],
		[
			'sshpass in a block',
			'all:\n  vars:\n    ansible_ssh_common_args: >-\n      -o ProxyCommand="sshpass -p CANARY ssh -W %h:%p hop"\n',
		],
		['sshpass in JSON', JSON.stringify({all: {vars: {ansible_ssh_common_args: '-o ProxyCommand="sshpass -p CANARY ssh"'}}})],
		['sshpass without quotes', 'kafka-01 ansible_ssh_common_args=-o ProxyCommand=sshpass -p CANARY ssh -W %h:%p hop'],
		['ssh_config', 'ProxyCommand sshpass -p CANARY ssh -W %h:%p hop'],
	])('is kept without the passwords of %s', (_what, text) => {
		expect(hosts(text)).not.toMatch(/CANARY|ARY/);
	});

	test.each([
		['an inventory of Ansible', ini],
		['one in YAML', yaml],
		['one as ansible-inventory --list prints it', listed],
	])('means the same hosts without them: %s', (_what, text) => {
		// That there were some is not said again.
		expect(parseHostList(hosts(text))).toEqual({...parseHostList(text), refused: []});
	});

	test.each([
		'kafka-01, kafka-02\n# our hosts\nop@kafka-03:2222',
		'kafka-[01:03]',
		'[2001:db8::1]:22 a',
		'kafka-01=10.0.0.1:2222',
		'op@hop:22,op@hop2',
		"kafka-01 ansible_ssh_common_args='-J op@hop:22,op@hop2'",
		'kafka-01:22 op@kafka-02, kafka-03:2222,op@kafka-04',
		'2001:db8::1 op@kafka-02\n[2001:db8::1]:22,op@kafka-02\n2001:db8::1, op@kafka-02',
		'{"all":{"vars":{"ansible_port":22,"ansible_user":"op@realm"}}}',
		'all:\n  hosts:\n    kafka-01:\n      ansible_user: op@realm\n',
		"[kafka]\nkafka-01 ansible_ssh_common_args='-o PasswordAuthentication=no -oPasswordAuthentication=no -J op@hop:22'",
		"[kafka]\nkafka-01 ansible_ssh_common_args='-J op@hop:22,op@hop2:2222'",
		"[kafka]\nkafka-01 ansible_ssh_common_args='-J hop:22,op@hop2'",
		'kafka-00:22,kafka-01:22,op@kafka-01:22,op@kafka-02:2222;op@kafka-03',
		proxied('sshpass -e ssh -p 2222 -W %h:%p op@hop'),
	])('is kept as it is: %j', text => expect(hosts(text)).toBe(text));
});

describe('a field for a reference to a secret', () => {
	test.each(secretFields)('%s keeps a reference and nothing else', id => {
		for (const ref of ['env:PW', 'file:/run/pw', 'file:pw.txt#db', 'prompt:', 'prompt:db']) expect(field(id, ref)).toBe(ref);
		for (const typed of [
			'CANARY',
			'env:CANARY-1',
			'CANARY env:A',
			'env',
			'exec:echo CANARY',
			// Which word of a command line is the secret can't be told.
			'exec:pass show db',
			'exec:curl -u admin:CANARY@h',
			'exec:x --password=CANARY',
		]) {
			expect(field(id, typed)).toBeUndefined();
		}
	});
});

describe('another field', () => {
	const urls = [
		'jdbc:postgresql://shop:CANARY@db/shop',
		'jdbc:sqlserver://db;user=sa;password=CANARY',
		'jdbc:oracle:thin:scott/CANARY@//db:1521/s',
		'jdbc:mysql://db/d?%70assword=CANARY',
	];

	test.each(urls)('keeps no URL with a login, at no time while it is typed: %s', url => {
		const from = url.indexOf('CANARY');
		for (let length = from + 1; length <= url.length; length++) expect(field('source.url', url.slice(0, length))).toBeUndefined();
	});

	test('keeps a URL without one, all the time', () => {
		for (const url of [
			'jdbc:postgresql://db:5432/shop?ssl=true',
			'jdbc:oracle:thin:@//db:1521/s',
			'jdbc:postgresql://[::1]:5432/d',
		]) {
			for (let length = 1; length <= url.length; length++)
				expect(field('source.url', url.slice(0, length))).toBe(url.slice(0, length));
		}
	});

	test('is kept unless it holds a login', () => {
		expect(field('platform.packages.url', 'https://me:CANARY@mirror/')).toBeUndefined();
		expect(field('platform.packages.url', 'https://mirror:8443/deb')).toBe('https://mirror:8443/deb');
		expect(field('name', 'orders')).toBe('orders');
		expect(field('ssh.user', 'op')).toBe('op');
		expect(field('source.tables', 'a, b.c')).toBe('a, b.c');
		expect(field('connect.driver', '~/x y.jar')).toBe('~/x y.jar');
	});
});

test.each(['a', 'a=1&', '/', '//@', ':', ';a', '%61', 'a:', '(', '1', 'pwd1', '[', '${'])('a URL of %j is read at once', part => {
	for (const begin of ['jdbc:mysql://h/d?', 'jdbc:oracle:thin:', 'jdbc:x']) {
		const begun = process.cpuUsage();
		field('source.url', `${begin}${part.repeat(64 * 1024).slice(0, 64 * 1024)}=`);
		const {user, system} = process.cpuUsage(begun);
		expect((user + system) / 1000).toBeLessThan(4000);
	}
});

describe('the command lines of a file that was opened', () => {
	const file = (shop: string, jump: string) => `name: shop
hosts: [kafka-01]
roles: {zookeeper: [kafka-01], kafka: [kafka-01], schema-registry: [kafka-01], connect: [kafka-01]}
platform: {version: '7.9'}
ssh: {password: 'exec:pass show ssh', proxyJump: op@hop, jumpPassword: '${jump}'}
connect:
  driver: x.jar
  sources:
    - {name: a, url: 'jdbc:postgresql://h/d', tables: [t], mode: bulk, user: u, password: '${shop}'}
    - {name: b, url: 'jdbc:postgresql://h/e', tables: [t], mode: bulk, user: u, password: '${shop}'}
`;
	const draftOf = (answers: Answers) => answersFrom(JSON.parse(JSON.stringify(withoutSecrets(answers))));
	const opened = (text: string) => answersOfCluster(parseCluster(text, 'given.yaml'));

	test('stand in its draft: what is written of that is the same file', () => {
		const answers = opened(file('exec:pass show x', 'exec:pass show hop'));
		const {text, cluster} = readAnswers(draftOf(answers));
		expect(text).toBe(readAnswers(answers).text);
		expect(cluster?.connect.sources.map(({password}) => password)).toEqual(['exec:pass show x', 'exec:pass show x']);
		expect(cluster?.ssh).toMatchObject({password: 'exec:pass show ssh', jumpPassword: 'exec:pass show hop'});
	});

	test('do not stand there with a secret in them, and no file is written without them', () => {
		const draft = draftOf(opened(file('exec:curl -u me:CANARY@h x', 'exec:x --password=CANARY')));
		expect(JSON.stringify(draft)).not.toContain('CANARY');
		const {cluster, problems, text} = readAnswers(draft);
		expect(cluster).toBeUndefined();
		expect([...problems.keys()]).toEqual(expect.arrayContaining(['source.password', 'file']));
		expect(text).not.toContain('prompt:');
	});

	test('do not let another one be kept that is typed in their place', () => {
		const {fields, ...others} = opened(file('exec:pass show x', 'exec:pass show hop'));
		const draft = draftOf({...others, fields: {...fields, 'source.password': 'exec:echo CANARY'}});
		expect(draft.fields['source.password']).toBeUndefined();
		expect(draft.fields['ssh.password']).toBe('exec:pass show ssh');
	});
});

test('nothing else of the answers is touched', () => {
	const answers: Answers = {
		...noAnswers,
		hosts: 'a',
		archive: true,
		hostKeys: {a: ['SHA256:x']},
		kept: {kafka: {extraProperties: {a: '1'}}},
	};
	expect(withoutSecrets(answers)).toEqual(answers);
});
