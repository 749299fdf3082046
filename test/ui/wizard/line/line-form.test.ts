import {describe, expect, it} from 'vitest';
import type {Connector} from '../../../../source/cluster/cluster.ts';
import {parseCluster} from '../../../../source/cluster/file/parse.ts';
import {Secret} from '../../../../source/core/secret.ts';
import {noAnswers} from '../../../../source/ui/wizard/answers/answers.ts';
import {askByLines} from '../../../../source/ui/wizard/line/line-form.ts';
import {fakeFunctions, fingerprint, missing, nobody, wellHost} from '../scene.tsx';
import {conversation, threeHosts} from './conversation.ts';

const unknownKeys: Parameters<typeof fakeFunctions>[1] = ({host}) =>
	host.hostKeys === undefined
		? {items: {}, unknownKey: {type: 'ssh-ed25519', fingerprint: fingerprint(host.name)}, done: true}
		: wellHost;

describe('an inventory by the line', () => {
	it('is asked about where its groups do not say their role, and what was left out is said', async () => {
		const inventory =
			'[zookeepers]\nz1\n[cluster1]\nk1\n[ksql]\nq1\n[bastion]\nb1\n[all:vars]\nansible_user={{ u }}\nansible_ssh_private_key_file=/key\n';
		const {functions} = fakeFunctions({readText: async () => inventory});
		const {said, waiting, result} = conversation(
			[
				['begin', '1'],
				['version', ''],
				['host 1', '/hosts.ini'],
				['host 2', ''],
				['role (1-7, Enter for 1)', '?'],
				['role', '1'],
				['cluster name', ''],
				['SSH user', ''],
				['SSH port', ''],
				['private key [/key, as the inventory says]', '<'],
			],
			{functions},
		);
		await expect(result()).rejects.toThrow('unscripted: host 1');
		expect(waiting).toEqual([]);
		expect(said).toContain('Which group holds the brokers? Which role has the group "cluster1" (k1)?');
		for (const line of [
			'2 hosts · roles of the inventory: zookeeper 1 (as controller), kafka 1 · left out: q1, b1',
			'Not installed: ksql. Left out: q1',
			'Left out: b1 (group bastion)',
			'ansible_user of z1, k1 is a template: "{{ u }}". Not taken: type the SSH user on the page Login',
			'Private key of the inventory: /key',
		])
			expect(said).toContain(line);
	});
});

describe('the questions by the line', () => {
	it('lead from the hosts to an installation', async () => {
		const connector = {name: 'confluentinc-kafka-connect-jdbc', version: '10.9.9', count: 12, bytes: 21_400_000};
		const readConnector = async ({plugin}: Connector) => {
			const path = Object.values(plugin)[0]!;
			return path === '/opt/jdbc.zip' ? connector : missing(path)();
		};
		const {functions} = fakeFunctions({readConnector}, unknownKeys);
		const {said, waiting, result} = conversation(
			[
				['begin', '1'],
				['version (1-6, Enter for 1)', '?'],
				['version', ''],
				['host 1', 'kafka-[01:03]'],
				['host 2', 'bad_name'],
				['host 3', ''],
				['host 1', 'kafka-[01:03]'],
				['host 2', ''],
				['cluster name [kafka]', 'Orders'],
				['cluster name [Orders]', 'orders'],
				['SSH user', 'ops'],
				['SSH port', ''],
				['private key', ''],
				['Accept them all?', 'maybe'],
				['Accept them all?', 'yes'],
				['roles', ''],
				['change', '7'],
				['Kafka data', '/tmp/x'],
				['Kafka data', '/data/kafka'],
				['change', ''],
				['Enter keeps them; or HOST controller ID, HOST kafka ID', 'kafka-02 controller 1'],
				['Enter keeps them', 'kafka-02 kafka 1'],
				['Enter keeps them', ''],
				['Enter keeps them', 'kafka-02 zookeeper 3'],
				['Enter keeps them', 'kafka-02 kafka'],
				['Enter keeps them', 'kafka-02 controller 130'],
				['Enter keeps them', ''],
				['database', '2'],
				['connector [its zip', ''],
				['connector', '/opt/other.zip'],
				['connector', '/opt/other'],
				['connector', '/opt/jdbc.zip'],
				['driver jar', ''],
				['host [', 'db-01'],
				['port [', ''],
				['database name', ''],
				['database name', 'shop'],
				['user', 'reader'],
				['tables', 'orders'],
				['mode', '1'],
				['incrementing column', 'id'],
				['source name', ''],
				['topic prefix', ''],
				['database password', '2'],
				['database password: ', 'hunter2'],
				['sudo password', '1'],
				['SSH password', ''],
				['key passphrase', '?'],
				['key passphrase', ''],
				['Press Enter to continue', ''],
				['review', '1'],
				['Install on 3 hosts now?', 'y'],
			],
			{functions},
		);
		const {action, clusterText, secrets} = await result();
		expect(waiting).toEqual([]);
		expect(action).toBe('install');
		const cluster = parseCluster(clusterText!, 'x.yaml');
		expect(cluster).toMatchObject({
			name: 'orders',
			ssh: {user: 'ops'},
			platform: {version: '8.3'},
			controller: {ids: {'kafka-02': 130}},
			kafka: {dataDirs: ['/data/kafka']},
			connect: {plugin: {zip: '/opt/jdbc.zip'}, sources: [{url: 'jdbc:postgresql://db-01:5432/shop', incrementingColumn: 'id'}]},
		});
		expect([...secrets.values()].map(secret => secret.reveal())).toEqual(['hunter2']);
		const text = said.join('\n');
		expect(text).toContain('Line 2: "bad_name": Java takes no host name with "_"');
		expect(text).toContain('"Orders" is not a cluster name');
		expect(text).toContain(`kafka-01  ${fingerprint('kafka-01')}  ssh-ed25519`);
		expect(text).toContain('id 1 is given to KRaft controllers on kafka-02 and to Kafka on kafka-02');
		expect(text).toContain('controller ids: kafka-01 101, kafka-02 102, kafka-03 103');
		expect(text).toContain('connector is needed');
		expect(text).toContain('/opt/other.zip is not there');
		expect(text).toContain('/opt/other is not there');
		expect(text).toContain('confluentinc-kafka-connect-jdbc 10.9.9 · 12 files · 21.4 MB');
		expect(text).toContain('  1  8.3  Kafka 4.3  the newest\n  2  8.2  Kafka 4.2');
		expect(text).not.toMatch(/zookeeper(?! 3)/i);
		expect(text).toContain('database name is needed');
		expect(text).toContain('No changes made yet.');
		expect(text).not.toMatch(/hunter2|\x1b/);
	});

	it('go back a page with <, the answers kept', async () => {
		const {result, waiting} = conversation(
			[
				['SSH user', 'ops'],
				['SSH port', '<'],
				['host 1', ''],
				['cluster name', ''],
				['SSH user [ops]', ''],
				['SSH port', '<'],
				['host 1', '<'],
				['version', '<'],
				['begin', 'x'],
				['begin', '3'],
			],
			{answers: {...noAnswers, hosts: 'a'}, page: 'login', beginning: {...nobody, demo: true}},
		);
		expect(await result()).toMatchObject({action: 'demo', answers: {fields: {'ssh.user': 'ops'}}});
		expect(waiting).toEqual([]);
	});

	it('change an answer from the review, show what changes, write the file and quit', async () => {
		const {said, calls, result} = conversation(
			[
				['review', '2'],
				['change', '4'],
				['roles', '2'],
				['roles', '4'],
				['hosts of kafka', 'a, c, nobody'],
				['roles', '1'],
				['review', '3'],
				['review', '4'],
				['write to [kafka.yaml]', ''],
				['review', '5'],
			],
			{answers: {...noAnswers, hosts: 'a b c'}, page: 'review'},
		);
		expect(await result()).toMatchObject({action: 'write', path: 'kafka.yaml'});
		expect(calls.saved).toEqual([{path: 'kafka.yaml', text: calls.planned[1]}]);
		expect(parseCluster(calls.planned[1]!, 'x').roles).toMatchObject({kafka: ['a', 'c'], connect: []});
		expect(said).toContain('nobody is not one of the hosts');
		expect(said.join('\n')).toContain('kafka-01: change /etc/x\n@@ -1,1 +1,1 @@\n-a=1\n+a=2');
	});

	it('show what the plan has to remark', async () => {
		const notes = [{text: 'this can lose data: x', weighty: true}];
		const hosts = [{name: 'a', changes: [{what: 'change /etc/x'}], notes}];
		const {functions} = fakeFunctions({plan: async () => ({stages: [{id: 'kafka', title: 'Kafka', hosts}]})});
		const {said, result} = conversation([['review', '5']], {
			answers: {...noAnswers, hosts: 'a'},
			page: 'review',
			functions,
		});
		await result();
		expect(said).toContain('  ! note: a: this can lose data: x');
	});

	it('ask what keeps the metadata after 7.9 alone, and go on with it', async () => {
		const {said, waiting, result} = conversation(
			[
				['version', '5'],
				['metadata (1-2, Enter for 1)', '2'],
				['host 1', '<'],
				['metadata (1-2, Enter for 1)', ''],
				...threeHosts,
				['roles', ''],
				['change', ''],
				['Enter keeps them; or HOST zookeeper ID, HOST kafka ID', 'a zookeeper 9'],
				['Enter keeps them', '<'],
				['change', '<'],
				['roles', '<'],
				['SSH user', '<'],
				['host 1', '<'],
				['metadata', '<'],
				['version (1-6, Enter for 1)', '<'],
				['begin', '3'],
			],
			{page: 'version', beginning: {...nobody, demo: true}},
		);
		const {answers} = await result();
		expect(waiting).toEqual([]);
		expect(answers).toMatchObject({fields: {'platform.version': '7.9'}, keeper: 'zookeeper', ids: {zookeeper: {a: '9'}}});
		const text = said.join('\n');
		expect(text).toContain("  5  7.9  Kafka 3.9  Confluent's standard support ends in February 2027");
		expect(text).toContain('  1  KRaft      controllers');
		// What was chosen is offered first.
		expect(text).toContain('  1  ZooKeeper  the older way');
		expect(text).not.toContain('controller:');
	});

	it('try a reference at once, and ask again until it gives a secret', async () => {
		const trySecret = async (ref: string) => (ref === 'env:SUDO' ? undefined : missing('NO')());
		const {functions} = fakeFunctions({trySecret});
		const {said, result} = conversation(
			[
				['sudo password', '3'],
				['reference', 'hunter2'],
				['reference', 'env:NO'],
				['reference', 'env:SUDO'],
				['SSH password', '4'],
				['key passphrase', '5'],
				['Press Enter to continue', ''],
				['review', '5'],
			],
			{answers: {...noAnswers, hosts: 'a'}, page: 'credentials', functions},
		);
		const {answers} = await result();
		expect(answers.fields).toMatchObject({'ssh.sudoPassword': 'env:SUDO', 'ssh.password': 'prompt:', 'ssh.passphrase': ''});
		expect(said).toContain('found');
		expect(said.join('\n')).toContain('NO is not there\nlook again');
	});

	it('end with the input', async () => {
		const lines = {
			ask: async () => Promise.reject(new Error('no more input')),
			askSecret: async () => new Secret(''),
			say: () => undefined,
		};
		await expect(askByLines({lines, functions: fakeFunctions().functions, beginning: nobody})).rejects.toThrow('no more input');
	});
});
