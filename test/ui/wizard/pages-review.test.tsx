import {describe, expect, it} from 'vitest';
import type {HostProbe, WizardFunctions} from '../../../source/ui/wizard/wizard-functions.ts';
import {keys} from '../helpers/app.ts';
import {missing, samplePlan, sheetFor, wellHost, wizardAt} from './scene.tsx';

describe('the credentials page', () => {
	const fields = {'source.kind': 'postgresql', 'source.user': 'reader'};

	it('types, refers, asks at each run, or has none', async () => {
		const trySecret = async (ref: string) => (ref === 'env:SHOP' ? 24 : missing('NO')());
		const app = wizardAt('credentials', {hosts: 'a', answers: {fields}, functions: {trySecret}});
		await app.press('r', 'env:NO', keys.enter);
		expect(app.frame()).toContain('✖ NO is not there');
		expect(app.frame()).toContain('look again');
		await app.press('r', keys.ctrl('u'), 'env:SHOP', keys.enter);
		expect(app.frame()).toContain('✔ found, 24 characters');
		await app.press('a');
		expect(app.frame()).toContain('asked at each run');
		await app.press('n', keys.down, 't', keys.paste('hunter2\nx'), keys.enter, keys.up, keys.enter);
		expect(app.page()).toContain('Check');
		expect(app.answers().fields).toMatchObject({'source.password': '', 'ssh.sudoPassword': 'prompt:'});
		await app.press(keys.ctrl('c'));
		expect(app.results[0]!.secrets).toEqual(new Map());
	});

	it('tries nothing with half a password or half a command, and Esc leaves all as it was', async () => {
		const app = wizardAt('credentials', {hosts: 'a'});
		await app.press('t', 'right', keys.enter);
		const tried = app.calls.probed.length;
		await app.press('t', 'wro', keys.escape);
		expect(app.frame()).toContain('entered; later runs ask');
		await app.press('r', 'exec:rm -r', keys.escape);
		expect(app.answers().fields['ssh.sudoPassword']).toBe('prompt:');
		expect(app.calls.probed).toHaveLength(tried);
		await app.press('r', 'env:SUDO', keys.ctrl('u'), keys.escape, keys.ctrl('c'));
		expect(app.results[0]!.typed.get('ssh.sudoPassword')?.reveal()).toBe('right');
	});

	it('refuses a password in place of a reference, without showing it in the message', async () => {
		const app = wizardAt('credentials', {hosts: 'a'});
		await app.press('r', 'hunter2', keys.enter);
		expect(app.frame()).toContain('holds the secret itself');
	});
});

describe('the check page', () => {
	it('groups what is wrong by its cause', async () => {
		const app = wizardAt('check', {
			hosts: 'a b c',
			probeOf: ({host}) =>
				host.name === 'a'
					? wellHost
					: {...wellHost, items: {...wellHost.items, sudo: {state: 'bad', text: 'asks for a password', hint: 'press s'}}},
		});
		await app.settle();
		expect(app.frame()).toMatch(/✖ sudo: asks for a password\n +b, c\n +press s/);
		await app.press(keys.enter);
		expect(app.page()).toContain('Check');
		await app.press('l');
		expect(app.page()).toContain('Login');
		await app.press(keys.escape);
		expect(app.page()).toContain('Hosts');
	});

	it('goes on all the same when told to, and at once when ok', async () => {
		const bad = wizardAt('check', {hosts: 'a', probeOf: () => ({...wellHost, items: {reach: {state: 'bad', text: 'no'}}})});
		await bad.press('s');
		expect(bad.page()).toContain('Review');
		const well = wizardAt('check', {hosts: 'a'});
		await well.settle();
		expect(well.frame()).toContain('✔ All checks passed.');
		await well.press('r', keys.enter);
		expect(well.calls.probed).toHaveLength(2);
		expect(well.page()).toContain('Review');
	});

	const source = {
		'source.kind': 'postgresql',
		'source.name': 'orders',
		'source.host': 'db-01',
		'source.database': 'shop',
		'source.user': 'app',
		'source.tables': 'orders',
		'source.mode': 'bulk',
	};
	const database = {
		check: 'database',
		wanted: 'a user who may log in',
		why: 'it ends',
		fix: 'Set `user` and `password` of this source.',
	};

	it('shows what check knows of the cluster: the state of each check, and what to do', async () => {
		const app = wizardAt('check', {
			hosts: 'a b',
			answers: {fields: source},
			functions: {
				check: async () =>
					sheetFor(
						['a', 'b'],
						[
							{...database, host: 'b', state: 'failed', found: 'connector orders: the database refuses the login of app: no'},
							{
								host: 'a',
								check: 'data-dirs',
								state: 'failed',
								found: '/var/lib/kafka on /var/lib/kafka (tmpfs)',
								wanted: 'a local disk',
								why: 'lost',
								fix: 'See what it is',
								run: 'ls -la -- /var/lib/kafka',
							},
							{host: 'a', check: 'reboot', state: 'warning', found: 'a reboot is pending', wanted: 'none', why: 'y'},
							{
								host: 'a',
								check: 'reach',
								state: 'not-checked',
								found: 'port 9092 of b: ufw there is opened by apply',
								wanted: '',
								why: '',
							},
						],
						['memory', 'disk', 'reach'],
					),
			},
		});
		await app.settle();
		expect(app.frame()).toContain('2 hosts: 2 failed');
		expect(app.frame()).toMatch(
			/✖ Databases of the sources: connector orders: the database refuses the login of app: no\n +b\n +wanted: a user who may log in\n +Set `user`/,
		);
		expect(app.frame()).toMatch(
			/✖ Data directories: .*tmpfs\)\n +a\n +wanted: a local disk\n +See what it is\n +\$ ls -la -- \/var/,
		);
		expect(app.frame()).toMatch(/! Pending reboot: a reboot is pending\n +a\n/);
		expect(app.frame()).toMatch(/\? Ports of the other hosts: port 9092 .*\n +not checked on a\n/);
		expect(app.frame()).toMatch(/✔ ok: Memory · Disk space$/m);
		await app.press(keys.enter);
		expect(app.page()).toContain('Check');
	});

	it('looks once at the same answers, also when it is left; again for other ones, or when it is told to', async () => {
		const app = wizardAt('check', {hosts: 'a'});
		await app.press(keys.escape, keys.enter);
		expect(app.page()).toContain('Check');
		expect(app.calls.checked).toHaveLength(1);
		expect(app.calls.checked[0]).toMatchObject({path: 'kafka.yaml', without: []});
		expect(app.calls.tried).toEqual([]);
		await app.press('r');
		expect(app.calls.checked).toHaveLength(2);
		expect(app.calls.tried).toHaveLength(1);
		await app.press(keys.escape, 't', 'secret', keys.enter, keys.enter);
		expect(app.page()).toContain('Check');
		expect(app.calls.checked).toHaveLength(3);
		expect(app.calls.checked[2]!.secrets.get('ssh.sudoPassword')?.reveal()).toBe('secret');
		expect(app.calls.checked[2]!.clusterText).not.toContain('secret');
	});

	it('tells how far it is, and does not keep anyone from going on', async () => {
		let say: (text: string) => void = () => {};
		const aborted: boolean[] = [];
		const check: WizardFunctions['check'] = (_, progress, signal) => {
			say = progress;
			signal.addEventListener('abort', () => aborted.push(true));
			return new Promise(() => {});
		};
		const app = wizardAt('check', {hosts: 'a', functions: {check}});
		await app.settle();
		expect(app.frame()).toContain('1 host: 1 ok · logging in …');
		say('3 of 30 checks');
		await app.settle();
		expect(app.frame()).toContain('1 host: 1 ok · 3 of 30 checks …');
		await app.press('r');
		expect(aborted).toEqual([true]);
		await app.press(keys.enter);
		expect(app.page()).toContain('Review');
	});

	it('leaves out the hosts that let nobody in, and says why nothing is checked', async () => {
		const closed: HostProbe = {items: {reach: {state: 'bad', text: 'unreachable'}}, done: true};
		const one = wizardAt('check', {hosts: 'a b', probeOf: ({host}) => (host.name === 'a' ? wellHost : closed)});
		await one.settle();
		expect(one.calls.checked).toMatchObject([{without: ['b']}]);
		expect(one.frame()).toMatch(/\? everything else\n +not checked on b\n +log in there first/);
		const none = wizardAt('check', {hosts: 'a b', probeOf: () => closed});
		await none.settle();
		expect(none.calls.checked).toEqual([]);
		expect(none.frame()).toContain('? Nothing more is checked: no host let anybody in.');
	});

	it('says what keeps it from checking, such as a secret that was not typed', async () => {
		const app = wizardAt('check', {hosts: 'a', functions: {check: missing('the driver')}});
		await app.settle();
		expect(app.frame()).toMatch(/✖ the driver is not there\n +look again/);
		expect(app.frame()).not.toContain('All checks passed');
	});

	it('shows wrong answers and does not go on with them', async () => {
		const app = wizardAt('check', {hosts: 'a', answers: {fields: {'kafka.port': '0'}}});
		await app.press('s', keys.enter);
		expect(app.page()).toContain('Check');
		expect(app.frame()).toContain('✖ Kafka port: 0 is not a port');
		expect(app.frame()).toContain('? The hosts are checked once these answers are right.');
		expect(app.calls.checked).toEqual([]);
	});
});

describe('the review page', () => {
	it('shows the plan as a tree with counts, and says that nothing has changed yet', async () => {
		const app = wizardAt('review', {hosts: 'kafka-01'});
		await app.settle();
		expect(app.frame()).toContain('No changes made yet · 3 changes on 1 host in 2 stages');
		expect(app.frame()).toMatch(/❯ ▸ Check hosts +1 host · no change/);
		await app.press('j', keys.enter, 'j', 'l');
		expect(app.frame()).toContain('install package confluent-kafka');
		expect(app.frame()).toContain('Without the wizard: kafka-setup apply kafka.yaml');
		await app.press('h');
		expect(app.frame()).not.toContain('install package');
		await app.press('g', 'G', keys.left);
		expect(app.frame()).toMatch(/❯ ▸ Kafka/);
	});

	it('shows remarks about changes without being asked, whole, each once with its hosts', async () => {
		const text = `this can lose data: min.insync.replicas from 2 to 1: ${'a write counts early '.repeat(3)}END`;
		const host = (name: string) => ({
			name,
			changes: [{what: 'change /etc/kafka/server.properties'}],
			notes: [
				{text, weighty: true},
				{text: 'no firewall is active', weighty: false},
			],
		});
		const quiet = {name: 'a', changes: [], notes: [{text: 'little space', weighty: false}]};
		const plan = async () => ({
			stages: [
				{id: 'preflight', title: 'Check hosts', hosts: [quiet]},
				{id: 'kafka', title: 'Kafka', hosts: [host('a'), host('b')]},
			],
		});
		const app = wizardAt('review', {hosts: 'a b', functions: {plan}});
		await app.settle();
		expect(app.frame()).toMatch(/▸ Check hosts +1 host · no change · 1 note/);
		expect(app.frame()).not.toContain('little space');
		expect(app.frame()).toMatch(/▾ Kafka +2 hosts · 2 changes · 2 notes/);
		expect(app.frame()).toContain('! note: a, b: this can lose data: min.insync.replicas from 2 to 1:');
		expect(app.frame()).toContain('END');
		expect(app.frame().match(/this can lose data/g)).toHaveLength(1);
		await app.press(keys.enter);
		expect(app.frame()).toContain('note: a: little space');
		await app.press('j', 'j', 'j', keys.enter);
		expect(app.frame()).not.toContain('this can lose data');
	});

	it('opens the diff of a file, and comes back to the same line', async () => {
		const app = wizardAt('review', {hosts: 'kafka-01'});
		await app.press('j', keys.right, 'j', keys.right, 'j', 'j', 'j', 'd');
		expect(app.frame()).toContain('-a=1\n+a=2');
		await app.press(keys.escape);
		expect(app.frame()).toMatch(/❯ +change \/etc\/x \(edited\)/);
	});

	it('goes to any answer and back', async () => {
		const app = wizardAt('review', {hosts: 'kafka-01'});
		await app.press('e', '5');
		expect(app.page()).toBe('kafka · Packages and directories | change, then back to the review');
		await app.press(keys.down, 'http://mirror.example', keys.ctrl('d'));
		expect(app.page()).toBe('kafka · Review | step 10 of 10');
		expect(app.calls.planned.at(-1)).toContain('url: http://mirror.example');
		await app.press('e', '1', '5');
		expect(app.page()).toBe('kafka · Review | step 11 of 11');
		expect(app.calls.planned.at(-1)).toContain("version: '7.9'");
		await app.press('e', '2');
		expect(app.page()).toBe('kafka · Metadata | change, then back to the review');
		await app.press('2');
		expect(app.calls.planned.at(-1)).toContain('zookeeper: [kafka-01]');
	});

	it('writes the file, and installs after one more question', async () => {
		const app = wizardAt('review', {hosts: 'kafka-01'});
		await app.press('w', keys.ctrl('u'), 'x.yaml', keys.enter);
		expect(app.frame()).toContain('✔ x.yaml written · kafka-setup apply x.yaml');
		expect(app.calls.saved).toEqual([{text: app.calls.planned[0], path: 'x.yaml'}]);
		// What is remembered of a cluster is found by its file.
		expect(app.calls.plannedFor).toEqual(['kafka.yaml', 'x.yaml']);
		await app.press('w', keys.ctrl('u'), 'y.yaml', keys.escape);
		expect(app.calls.plannedFor).toHaveLength(2);
		await app.press('i', 'n');
		expect(app.results).toEqual([]);
		await app.press('i');
		expect(app.frame()).toContain('Install on 1 host now? y / n');
		await app.press('y');
		expect(app.results).toMatchObject([{action: 'install', path: 'x.yaml', clusterText: app.calls.planned[0]}]);
		expect(app.frame().trim()).toBe('');
	});

	it('does not install a plan that failed, plans again, and quits', async () => {
		let failed = true;
		const plan = async () => (failed ? missing('kafka-01')() : samplePlan);
		const app = wizardAt('review', {hosts: 'kafka-01', functions: {plan}});
		await app.press('i');
		expect(app.frame()).toContain('✖ kafka-01 is not there');
		expect(app.frame()).not.toContain('install');
		failed = false;
		await app.press('r');
		expect(app.frame()).toContain('i install');
		await app.press('?');
		expect(app.frame()).toContain('No host is changed until then.');
		await app.press(keys.escape, 'q');
		expect(app.results).toMatchObject([{action: 'quit'}]);
	});
});
