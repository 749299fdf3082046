import {describe, expect, it} from 'vitest';
import {keys} from '../helpers/app.ts';
import {fingerprint, missing, samplePlan, wellHost, wizardAt} from './scene.tsx';

describe('the start page', () => {
	const beginning = {
		unfinished: {cluster: 'payments', when: '2 hours ago', stoppedAt: 'Kafka · kafka-02', remains: '27 of 58 steps remain'},
		drafts: [
			{
				name: 'orders',
				when: 'yesterday',
				answers: {hosts: 'a b c', fields: {name: 'orders'}, ids: {zookeeper: {}, kafka: {}}, hostKeys: {}, kept: {}},
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
		expect(app.page()).toBe('orders · Hosts | step 1 of 9');
		expect(app.frame()).toContain('a b c');
		await app.press(keys.escape);
		expect(app.frame()).toContain('Go on with these answers');
		const fresh = wizardAt('start', {beginning});
		await fresh.press('4');
		expect(fresh.page()).toBe('kafka · Hosts | step 1 of 9');
		const demo = wizardAt('start', {beginning});
		await demo.press('5');
		expect(demo.results).toMatchObject([{action: 'demo'}]);
		const quit = wizardAt('start', {beginning});
		await quit.press('q');
		expect(quit.results).toMatchObject([{action: 'quit'}]);
	});

	it('says what is wrong with a file that it can not open', async () => {
		const app = wizardAt('start', {beginning, functions: {openFile: missing('kafka-setup.yaml')}});
		await app.press('3');
		expect(app.frame()).toContain('✖ kafka-setup.yaml is not there');
	});
});

describe('the hosts page', () => {
	it('takes a pasted list, marks what is wrong, and goes on only when it is mended', async () => {
		const app = wizardAt('hosts');
		await app.press(keys.paste('kafka-01\nbad_name\n'), keys.tab);
		expect(app.frame()).toContain('✖ "bad_name": Java takes no host name with "_"');
		expect(app.frame()).toContain('1 host · 1 problem');
		expect(app.frame()).toContain('✖ mend or delete the marked lines');
		await app.press(keys.backspace, keys.ctrl('u'), keys.tab);
		expect(app.frame()).toContain('❯ cluster name');
		await app.press('Orders', keys.enter);
		expect(app.frame()).toContain('✖ "Orders" is not a cluster name');
		await app.press(keys.ctrl('u'), 'orders', keys.enter);
		expect(app.page()).toBe('orders · Login | step 2 of 9');
	});

	it('reads an inventory by its path', async () => {
		const readText = async (path: string) =>
			path === '/srv/my hosts' ? '[zookeeper]\nz1\n[kafka]\nk1\n[control_center]\nc1' : '';
		const app = wizardAt('hosts', {functions: {readText}});
		await app.press("'/srv/my hosts'");
		expect(app.frame()).toContain('Tab reads this file as an inventory');
		await app.press(keys.tab);
		expect(app.frame()).toContain('2 hosts · roles of the inventory: zookeeper 1, kafka 1 · left out, without a role: c1');
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
		await app.press('x', keys.tab, keys.escape, keys.escape);
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
		expect(app.frame()).toContain('3 not well');
		await app.press(keys.enter);
		for (const host of ['kafka-01', 'kafka-02', 'kafka-03'])
			expect(app.frame()).toContain(`${host}  ${fingerprint(host)}  ssh-ed25519`);
		await app.press('a');
		expect(app.answers().hostKeys['kafka-02']).toEqual([fingerprint('kafka-02')]);
		expect(app.frame()).toContain('3 well');
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
		expect(app.frame()).toContain('b: all is well');
		expect(app.frame()).toContain('2 well');
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
		expect(app.calls.probed.at(-1)).toEqual({host: {name: 'a'}, ssh: {user: 'ops', port: 2222}});
	});

	it('takes a sudo password, shows dots, and probes anew with it', async () => {
		const app = wizardAt('login', {hosts: 'a'});
		await app.press('s', 't', 'hunter2');
		expect(app.frame()).toContain('•••••••');
		expect(app.frame()).not.toContain('hunter2');
		await app.press(keys.enter);
		expect(app.frame()).toContain('typed; later runs ask');
		await app.press(keys.enter);
		expect(app.calls.probed.at(-1)?.ssh).toEqual({sudoPassword: 'prompt:'});
		expect(JSON.stringify(app.answers())).not.toContain('hunter2');
	});
});

describe('the roles page', () => {
	it('switches a role with Space and explains what it means', async () => {
		const app = wizardAt('shape', {hosts: 'a b c'});
		expect(app.frame()).toContain('3 ZooKeeper members survive the loss of 1');
		await app.press(' ');
		expect(app.frame()).toContain('✖ 2 ZooKeeper members tolerate no failure, as 1 does');
		await app.press(keys.enter);
		expect(app.page()).toContain('Roles');
		await app.press(' ', 'l', 'j', ' ');
		expect(app.answers().roles?.kafka).toEqual(['a', 'c']);
		await app.press('h', 'k', keys.right, keys.down, ' ', keys.enter);
		expect(app.answers().roles?.kafka).toEqual(['a', 'b', 'c']);
		expect(app.page()).toContain('IDs');
	});

	it('goes through the presets', async () => {
		const app = wizardAt('shape', {hosts: 'a b c'});
		expect(app.frame()).toContain('preset: all services');
		await app.press('p');
		expect(app.answers().roles).toMatchObject({'schema-registry': [], connect: []});
		expect(app.frame()).toContain('preset: Kafka alone');
	});

	it('has help', async () => {
		const app = wizardAt('shape', {hosts: 'a'});
		await app.press('?');
		expect(app.frame()).toContain('ZooKeeper needs an odd number');
	});
});

describe('the ids page', () => {
	const probeOf = ({host}: {host: {name: string}}) => (host.name === 'b' ? {...wellHost, ids: {kafka: 7}} : wellHost);

	it('gives ids out by order, keeps the one on a disk, and says so', async () => {
		const app = wizardAt('ids', {hosts: 'a b c', probeOf});
		await app.settle();
		expect(app.frame()).toMatch(/❯ a +\[1\] +1/);
		expect(app.frame()).toMatch(/b +2 +7 +on disk/);
		expect(app.frame()).toMatch(/c +3 +2/);
		await app.press(keys.enter);
		expect(app.page()).toContain('Versions');
	});

	it('checks each id while it is typed, and goes on only when all are right', async () => {
		const app = wizardAt('ids', {hosts: 'a b c', probeOf});
		await app.press('256');
		expect(app.frame()).toContain('✖ 256 is not a ZooKeeper id (a whole number from 1 to 255)');
		await app.press(keys.enter);
		expect(app.page()).toContain('IDs');
		await app.press(keys.backspace, keys.backspace);
		expect(app.answers().ids.zookeeper).toEqual({a: '2'});
		await app.press(keys.ctrl('u'), keys.right, keys.down, '8');
		expect(app.frame()).toContain('✖ the data on b was written with id 7');
		await app.press(keys.enter);
		expect(app.page()).toContain('IDs');
		await app.press(keys.backspace, 'k', keys.left, '9', keys.tab, keys.enter);
		expect(app.answers().ids).toEqual({zookeeper: {a: '9'}, kafka: {b: ''}});
		expect(app.page()).toContain('Versions');
	});

	it('names two hosts with one id', async () => {
		const app = wizardAt('ids', {hosts: 'a b c'});
		await app.press('5', keys.down, '5');
		expect(app.frame()).toContain('✖ ZooKeeper id 5 is given to both a and b');
	});
});

describe('the versions page', () => {
	it('accepts all by one Enter', async () => {
		const app = wizardAt('versions', {hosts: 'a b c'});
		expect(app.frame()).toContain('❯ Accept all');
		await app.press(keys.enter);
		expect(app.page()).toContain('JDBC');
	});

	it('changes a value, checks it while it is typed, and explains it', async () => {
		const app = wizardAt('versions', {hosts: 'a b c'});
		await app.press(...Array.from({length: 8}, () => keys.down), '99999');
		expect(app.frame()).toContain('✖ 99999 is not a port (a whole number from 1 to 65535)');
		await app.press(keys.enter, keys.ctrl('u'), '?');
		expect(app.frame()).toContain('Key in a cluster file: kafka.port');
		expect(app.frame()).toContain('Default: 9092');
		await app.press(keys.escape);
		expect(app.page()).toContain('Versions');
		await app.press(keys.down, keys.ctrl('d'));
		expect(app.page()).toContain('JDBC');
	});
});

describe('the database page', () => {
	const facts = {name: 'x.jar', driverClass: 'org.postgresql.Driver', java: 8, bytes: 1_100_000, sha256: 'ab'.repeat(32)};

	it('builds the URL, checks the driver at once, and says what each mode can miss', async () => {
		const complete = async (path: string) => ['/opt/a.jar', '/opt/other.jar'].filter(one => one.startsWith(path));
		const readDriver = async (path: string) => (path === '/opt/a.jar' ? facts : missing(path)());
		const app = wizardAt('driver', {hosts: 'a', functions: {complete, readDriver}});
		await app.press(keys.right);
		expect(app.frame()).toContain('‹ PostgreSQL ›');
		await app.press(keys.down, '/opt/', keys.tab);
		expect(app.frame()).toContain('a.jar  other.jar');
		await app.press('a', keys.tab);
		expect(app.frame()).toContain('✔ org.postgresql.Driver · Java 8 or newer · 1.1 MB');
		await app.press(keys.enter, 'db-01', keys.down, keys.down, 'shop');
		expect(app.frame()).toContain('jdbc:postgresql://db-01:5432/shop');
		await app.press(keys.enter, 'reader', keys.enter, 'orders', keys.enter);
		expect(app.frame()).toContain('a column that only grows. Misses: changed rows');
		await app.press(' ');
		expect(app.frame()).toContain('‹ timestamp ›');
		await app.press(keys.enter, 'updated_at', keys.enter, keys.enter, keys.enter);
		expect(app.page()).toContain('Credentials');
		expect(app.answers().fields).toMatchObject({
			'source.kind': 'postgresql',
			'connect.driver': '/opt/a.jar',
			'source.mode': 'timestamp',
			'source.timestampColumn': 'updated_at',
		});
	});

	it('takes a dropped file with quotes, and says what is wrong with one that is no driver', async () => {
		const readDriver = missing('/my drivers/x.jar');
		const app = wizardAt('driver', {hosts: 'a', answers: {fields: {'source.kind': 'oracle'}}, functions: {readDriver}});
		await app.press(keys.down, keys.paste("'/my drivers/x.jar' "));
		expect(app.frame()).toContain('✖ /my drivers/x.jar is not there');
		await app.press(keys.enter);
		expect(app.frame()).toContain('❯ driver jar');
	});

	it('leads to what is missing', async () => {
		const app = wizardAt('driver', {hosts: 'a', answers: {fields: {'source.kind': 'other'}}});
		await app.press(keys.ctrl('d'));
		expect(app.frame()).toContain('✖ driver jar is needed');
		expect(app.frame()).toContain('❯ driver jar');
	});

	it('can be left out', async () => {
		const app = wizardAt('driver', {hosts: 'a'});
		await app.press(keys.enter);
		expect(app.page()).toContain('Credentials');
	});
});

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

	it('goes on all the same when told to, and at once when all is well', async () => {
		const bad = wizardAt('check', {hosts: 'a', probeOf: () => ({...wellHost, items: {reach: {state: 'bad', text: 'no'}}})});
		await bad.press('s');
		expect(bad.page()).toContain('Review');
		const well = wizardAt('check', {hosts: 'a'});
		await well.settle();
		expect(well.frame()).toContain('✔ Nothing speaks against an installation.');
		await well.press('r', keys.enter);
		expect(well.calls.probed).toHaveLength(2);
		expect(well.page()).toContain('Review');
	});

	it('shows wrong answers and does not go on with them', async () => {
		const app = wizardAt('check', {hosts: 'a', answers: {fields: {'kafka.port': '0'}}});
		await app.press('s', keys.enter);
		expect(app.page()).toContain('Check');
		expect(app.frame()).toContain('✖ 0 is not a port');
	});
});

describe('the review page', () => {
	it('shows the plan as a tree with counts, and says that nothing has changed yet', async () => {
		const app = wizardAt('review', {hosts: 'kafka-01'});
		await app.settle();
		expect(app.frame()).toContain('Nothing on any host has changed yet · 3 changes on 1 host in 2 stages');
		expect(app.frame()).toMatch(/❯ ▸ Check hosts +1 host · no change/);
		await app.press('j', keys.enter, 'j', 'l');
		expect(app.frame()).toContain('install package confluent-kafka');
		expect(app.frame()).toContain('Without the wizard: kafka-setup apply kafka.yaml');
		await app.press('h');
		expect(app.frame()).not.toContain('install package');
		await app.press('g', 'G', keys.left);
		expect(app.frame()).toMatch(/❯ ▸ Kafka/);
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
		expect(app.page()).toBe('kafka · Versions and directories | change, then back to the review');
		await app.press(keys.down, keys.down, 'http://mirror.example', keys.ctrl('d'));
		expect(app.page()).toBe('kafka · Review | step 9 of 9');
		expect(app.calls.planned.at(-1)).toContain('url: http://mirror.example');
	});

	it('writes the file, and installs after one more question', async () => {
		const app = wizardAt('review', {hosts: 'kafka-01'});
		await app.press('w', keys.ctrl('u'), 'x.yaml', keys.enter);
		expect(app.frame()).toContain('✔ x.yaml written · kafka-setup apply x.yaml');
		expect(app.calls.saved).toEqual([{text: app.calls.planned[0], path: 'x.yaml'}]);
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
		expect(app.frame()).toContain('Nothing on any host has changed yet.');
		await app.press(keys.escape, 'q');
		expect(app.results).toMatchObject([{action: 'quit'}]);
	});
});
