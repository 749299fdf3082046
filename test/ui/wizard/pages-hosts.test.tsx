import {describe, expect, it} from 'vitest';
import {keys} from '../helpers/app.ts';
import {fingerprint, missing, wellHost, wizardAt} from './scene.tsx';

describe('the start page', () => {
	const beginning = {
		unfinished: {cluster: 'payments', when: '2 hours ago', stoppedAt: 'Kafka · kafka-02', remains: '27 of 58 steps remain'},
		drafts: [
			{
				id: 'x',
				name: 'orders',
				when: 'yesterday',
				answers: {
					hosts: 'a b c',
					fields: {name: 'orders'},
					ids: {controller: {}, zookeeper: {}, kafka: {}},
					hostKeys: {},
					kept: {},
				},
			},
		],
		files: ['kafka-setup.yaml'],
		demo: true,
	};

	it('offers the unfinished run first, and says where it stopped', async () => {
		const app = wizardAt('start', {beginning});
		expect(app.frame()).toContain('Stopped 2 hours ago at Kafka · kafka-02');
		await app.press(keys.enter);
		expect(app.results).toMatchObject([{action: 'resume'}]);
	});

	it('goes on with a draft, begins anew, starts the demo, and quits', async () => {
		const app = wizardAt('start', {beginning});
		await app.press('2');
		expect(app.page()).toBe('orders · Version | step 1 of 10');
		await app.press(keys.enter);
		expect(app.frame()).toContain('a b c');
		await app.press(keys.escape, keys.escape);
		expect(app.frame()).toContain('Continue with these answers');
		const fresh = wizardAt('start', {beginning});
		await fresh.press('4');
		expect(fresh.page()).toBe('kafka · Version | step 1 of 10');
		const demo = wizardAt('start', {beginning});
		await demo.press('5');
		expect(demo.results).toMatchObject([{action: 'demo'}]);
		const quit = wizardAt('start', {beginning});
		await quit.press('q');
		expect(quit.results).toMatchObject([{action: 'quit'}]);
	});

	it('offers a new cluster also once answers were given, and gives it a draft of its own', async () => {
		const app = wizardAt('start', {beginning, hosts: 'a b'});
		expect(app.frame()).toMatch(/2 Continue with these answers[\s\S]*5 New cluster/);
		await app.press('5');
		expect(app.page()).toBe('kafka · Version | step 1 of 10');
		expect(app.calls.origins.at(-1)?.draft).toMatch(/^[0-9a-f-]{36}$/);
		await app.press(keys.enter);
		expect(app.frame()).not.toContain('a b');
	});

	it('says of a draft that its file was edited since, and offers the file before it', async () => {
		const [draft] = beginning.drafts;
		const edited = {...draft!, file: 'kafka-setup.yaml', fileChanged: true} as const;
		const app = wizardAt('start', {beginning: {drafts: [edited], files: ['kafka-setup.yaml'], demo: false}});
		expect(app.frame()).toContain(
			'❯ 1 Open kafka-setup.yaml\n  2 Cluster orders, yesterday; kafka-setup.yaml was changed since\n',
		);
		await app.press('2');
		expect(app.calls.origins.at(-1)).toEqual({file: 'kafka-setup.yaml', draft: 'x'});
	});

	it('says what is wrong with a file that it can not open', async () => {
		const app = wizardAt('start', {beginning, functions: {openFile: missing('kafka-setup.yaml')}});
		await app.press('3');
		expect(app.frame()).toContain('✖ kafka-setup.yaml is not there\nEdit the file, then press Enter: it is read again');
	});
});

describe('the hosts page', () => {
	it('takes a pasted list, marks what is wrong, and goes on only when it is fixed', async () => {
		const app = wizardAt('hosts');
		await app.press(keys.paste('kafka-01\nbad_name\n'), keys.tab);
		expect(app.frame()).toContain('✖ "bad_name": Java takes no host name with "_"');
		expect(app.frame()).toContain('1 host · 1 problem');
		expect(app.frame()).toContain('✖ fix or remove the marked lines');
		await app.press(keys.backspace, keys.ctrl('u'), keys.tab);
		expect(app.frame()).toContain('❯ cluster name');
		await app.press('Orders', keys.enter);
		expect(app.frame()).toContain('✖ "Orders" is not a cluster name (a-z, 0-9 and -, a letter first, at most 41)');
		await app.press(keys.ctrl('o'));
		expect(app.frame()).toContain('Key in a cluster file: name');
		await app.press(keys.enter);
		await app.press(keys.ctrl('u'), 'orders', keys.enter);
		expect(app.page()).toBe('orders · Login | step 3 of 10');
	});

	it('reads an inventory by its path', async () => {
		const readText = async (path: string) =>
			path === '/srv/my hosts' ? '[kafka_controller]\nz1\n[kafka]\nk1\n[control_center]\nc1' : '';
		const app = wizardAt('hosts', {functions: {readText}});
		await app.press("'/srv/my hosts'");
		expect(app.frame()).toContain('Tab reads this file as an inventory');
		await app.press(keys.tab);
		expect(app.frame()).toContain('2 hosts · roles of the inventory: controller 1, kafka 1 · left out: c1');
	});

	it('says what becomes of the group of a role that the version does not have', async () => {
		const hosts = '[zookeeper]\nz1\nz2\nz3\n[kafka]\nk1';
		const at = (version: string, text = hosts) =>
			wizardAt('hosts', {hosts: text, answers: {fields: {'platform.version': version}}});
		const app = at('8.3');
		expect(app.frame()).toContain('4 hosts · roles of the inventory: zookeeper 3 (as controller), kafka 1');
		const both = at('8.3', `${hosts}\n[controllers]\nk1`);
		expect(both.frame()).toContain('zookeeper 3 (left out), kafka 1, controller 1');
		const older = at('7.9');
		expect(older.frame()).toContain('zookeeper 3, kafka 1');
	});

	it('asks about a group whose name does not say its role, and says what was left out', async () => {
		const hosts = '[controllers]\nc1\n[cluster1]\nk1\nk2\n[allbrokers:children]\ncluster1\n[bastion]\nb1';
		const app = wizardAt('hosts', {hosts});
		await app.press(keys.tab);
		expect(app.frame()).toContain('Which group holds the brokers? Which role has the group "allbrokers" (k1, k2)?');
		expect(app.frame()).toContain('❯ 1 brokers');
		expect(app.frame()).not.toContain('cluster name  k');
		await app.press('?', 'x', keys.escape);
		expect(app.frame()).toContain('[allbrokers:children]');
		await app.press(keys.tab, keys.enter);
		expect(app.frame()).toContain('❯ cluster name');
		expect(app.frame()).toContain('Left out: b1 (group bastion)');
		expect(app.frame()).toContain('roles of the inventory: controller 1, kafka 2');
		expect(app.answers().groups).toEqual({allbrokers: 'kafka'});
		await app.press(keys.ctrl('o'));
		expect(app.frame()).toContain('Left out: b1 (group bastion)');
		await app.press('x', keys.escape, 'x', keys.backspace);
		expect(app.answers().groups).toBeUndefined();
	});

	it('says when the inventory is not there, and when there is no host', async () => {
		const app = wizardAt('hosts', {functions: {readText: missing('/x/y')}});
		await app.press(keys.tab);
		expect(app.frame()).toContain('✖ name at least one host');
		await app.press('/x/y', keys.ctrl('d'));
		expect(app.frame()).toContain('✖ /x/y is not there');
	});

	it('has help, and Esc leads back with the list kept', async () => {
		const app = wizardAt('hosts');
		await app.press('?');
		expect(app.frame()).toContain('Type or paste any list');
		await app.press(keys.escape, 'a', keys.ctrl('o'));
		expect(app.frame()).toContain('Type or paste any list');
		await app.press('x', keys.tab, keys.escape, keys.escape, keys.escape);
		expect(app.page()).toBe('kafka-setup');
		expect(app.answers().hosts).toBe('a');
	});
});

describe('the login page', () => {
	const unknown = (target: {host: {name: string; hostKeys?: readonly string[]}}) =>
		target.host.hostKeys === undefined
			? {items: {}, unknownKey: {type: 'ssh-ed25519', fingerprint: fingerprint(target.host.name)}, done: true}
			: wellHost;

	it('shows every host in one table, and all unknown host keys on one screen', async () => {
		const app = wizardAt('login', {hosts: 'kafka-[01:03]', probeOf: unknown});
		await app.settle();
		expect(app.frame()).toContain('3 host keys to accept');
		await app.press(keys.enter);
		for (const host of ['kafka-01', 'kafka-02', 'kafka-03'])
			expect(app.frame()).toContain(`${host}  ${fingerprint(host)}  ssh-ed25519`);
		await app.press('a');
		expect(app.answers().hostKeys['kafka-02']).toEqual([fingerprint('kafka-02')]);
		expect(app.frame()).toContain('3 ok');
		expect(app.frame()).toContain('✔ Debian 12');
		await app.press(keys.enter);
		expect(app.page()).toContain('Roles');
	});

	it('leaves the host keys unaccepted on Esc', async () => {
		const app = wizardAt('login', {hosts: 'a', probeOf: unknown});
		await app.press('h', keys.escape);
		expect(app.answers().hostKeys).toEqual({});
		expect(app.page()).toContain('Login');
	});

	it('says what is wrong with the chosen host and what to do, and looks again', async () => {
		let sudo: 'bad' | 'ok' = 'bad';
		const app = wizardAt('login', {
			hosts: 'a b',
			probeOf: ({host}) =>
				host.name === 'b'
					? {...wellHost, items: {...wellHost.items, sudo: {state: sudo, text: 'asks', hint: 'press s'}}}
					: wellHost,
		});
		await app.press('j');
		expect(app.frame()).toContain('b: ✖ sudo: asks');
		expect(app.frame()).toContain('press s');
		sudo = 'ok';
		await app.press('r');
		expect(app.frame()).toContain('b: ok');
		expect(app.frame()).toContain('2 ok');
	});

	it('fixes one host in its place, and keeps its roles', async () => {
		const app = wizardAt('login', {hosts: 'kafka-[1:2]'});
		await app.press(keys.down, 'f', keys.ctrl('u'), 'x_', keys.enter);
		expect(app.frame()).toContain('✖ "x_": Java takes no host name with "_"');
		await app.press(keys.ctrl('u'), 'ops@k2:2222=10.0.0.2', keys.enter);
		expect(app.answers().hosts).toBe('kafka-1\nops@k2:2222=10.0.0.2');
		expect(app.answers().roles?.kafka).toEqual(['kafka-1', 'k2']);
		expect(app.calls.probed.at(-1)?.host).toEqual({name: 'k2', user: 'ops', port: 2222, address: '10.0.0.2'});
	});

	it('asks for user, port and key of all hosts, and probes with them', async () => {
		const app = wizardAt('login', {hosts: 'a'});
		await app.press('u', 'ops', keys.enter, '2222', keys.enter, keys.enter);
		expect(app.frame()).toContain('reach');
		expect(app.calls.probed.at(-1)).toMatchObject({host: {name: 'a'}, ssh: {user: 'ops', port: 2222}});
	});

	it('gives each key of one read to the field that has the cursor by then', async () => {
		const app = wizardAt('login', {hosts: 'a'});
		await app.press('u', `${keys.down}${keys.down}~/.ssh/id`, `x${keys.up}${keys.up}ops${keys.down}22`);
		expect(app.answers().fields).toEqual({'ssh.identityFile': '~/.ssh/idx', 'ssh.user': 'ops', 'ssh.port': '22'});
	});

	it('takes a sudo password, shows dots, and probes anew with it', async () => {
		const app = wizardAt('login', {hosts: 'a'});
		await app.press('s', 't', 'hunter2');
		expect(app.frame()).toContain('•••••••');
		expect(app.frame()).not.toContain('hunter2');
		await app.press(keys.enter);
		expect(app.frame()).toContain('entered; later runs ask');
		await app.press(keys.enter);
		expect(app.calls.probed.at(-1)?.ssh).toEqual({sudoPassword: 'prompt:'});
		expect(JSON.stringify(app.answers())).not.toContain('hunter2');
	});
});
