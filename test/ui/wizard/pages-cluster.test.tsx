import {describe, expect, it} from 'vitest';
import {idGiver} from '../../../source/commands/install/given-ids.ts';
import {noAnswers} from '../../../source/ui/wizard/answers/answers.ts';
import {readAnswers} from '../../../source/ui/wizard/answers/reading.ts';
import {keys} from '../helpers/app.ts';
import {missing, wellHost, wizardAt} from './scene.tsx';

describe('the roles page', () => {
	it('switches a role with Space and explains what it means', async () => {
		const app = wizardAt('roles', {hosts: 'a b c'});
		expect(app.frame()).toContain('3 controllers: tolerate the loss of 1');
		await app.press(' ');
		expect(app.frame()).toContain('✖ 2 KRaft controllers tolerate no failure, as 1 does');
		await app.press(keys.enter);
		expect(app.page()).toContain('Roles');
		await app.press(' ', 'l', 'j', ' ');
		expect(app.answers().roles?.kafka).toEqual(['a', 'c']);
		await app.press('h', 'k', keys.right, keys.down, ' ', keys.enter);
		expect(app.answers().roles?.kafka).toEqual(['a', 'b', 'c']);
		expect(app.page()).toContain('Packages');
	});

	it('has the role that was chosen to keep the metadata, and not the other', async () => {
		for (const [keeper, own, other] of [
			['controller', /KRaft controllers {2}Kafka {2}Schema Registry {2}Connect/, /zookeeper/i],
			['zookeeper', /ZooKeeper {2}Kafka {2}Schema Registry {2}Connect/, /controllers/i],
		] as const) {
			const app = wizardAt('roles', {hosts: 'a b c', answers: {fields: {'platform.version': '7.9'}, keeper}});
			expect(app.frame()).toMatch(own);
			expect(app.frame()).not.toMatch(other);
			await app.press('l', 'l', 'l', 'l', 'l', ' ');
			expect(app.answers().roles?.connect).toEqual(['a', 'c']);
			app.unmount();
		}
	});

	it('goes through the presets', async () => {
		const app = wizardAt('roles', {hosts: 'a b c'});
		expect(app.frame()).toContain('preset: all services');
		await app.press('p');
		expect(app.answers().roles).toMatchObject({'schema-registry': [], connect: []});
		expect(app.frame()).toContain('preset: Kafka only');
	});

	it('has help', async () => {
		const app = wizardAt('roles', {hosts: 'a'});
		await app.press('?');
		expect(app.frame()).toContain('KRaft controllers: an odd number');
	});
});

const withZookeeper = {fields: {'platform.version': '7.9'}, keeper: 'zookeeper'} as const;

describe('the ids page', () => {
	const probeOf = ({host}: {host: {name: string}}) => (host.name === 'b' ? {...wellHost, ids: {kafka: 7}} : wellHost);

	it('gives ids out by order, keeps the one on a disk, and says so', async () => {
		const app = wizardAt('ids', {hosts: 'a b c', probeOf});
		await app.settle();
		expect(app.frame()).toMatch(/❯ a +\[101\] +1/);
		expect(app.frame()).toMatch(/b +102 +7 +on disk/);
		expect(app.frame()).toMatch(/c +103 +2/);
		expect(app.frame()).toMatch(/host controller id broker id +clients use/);
		expect(app.frame()).toContain('KRaft controllers and brokers share one set of ids: no number stands twice.');
		await app.press(keys.enter);
		expect(app.page()).toContain('JDBC');
	});

	it('checks each id while it is typed, and goes on only when all are right', async () => {
		const app = wizardAt('ids', {hosts: 'a b c', probeOf});
		await app.press(keys.right, '1001');
		expect(app.frame()).toContain('✖ 1001 is not a broker id (a whole number from 0 to 1000)');
		await app.press(keys.enter);
		expect(app.page()).toContain('IDs');
		await app.press(keys.backspace, keys.backspace);
		expect(app.answers().ids.kafka).toEqual({a: '10'});
		await app.press(keys.ctrl('u'), keys.down, '8');
		expect(app.frame()).toContain('✖ b has broker id 7 on its disk, but kafka.ids gives it 8');
		await app.press(keys.enter);
		expect(app.page()).toContain('IDs');
		await app.press(keys.backspace, 'k', keys.left, '9', keys.tab, keys.enter);
		expect(app.answers().ids).toEqual({controller: {a: '9'}, zookeeper: {}, kafka: {a: '', b: ''}});
		expect(app.page()).toContain('JDBC');
	});

	it('keeps what is recorded of an earlier installation, hosts that left included', async () => {
		const hosts = [
			{name: 'b', machineId: 'm1', controller: {id: 103, dataDir: '/c'}, kafka: {id: 4, dataDirs: ['/k']}},
			{name: 'gone', machineId: 'm2', controller: {id: 101, dataDir: '/c'}, kafka: {id: 2, dataDirs: ['/k']}},
		];
		const asked: unknown[] = [];
		const ids = async (name: string, path: string) => {
			asked.push([name, path]);
			return idGiver({hosts});
		};
		const app = wizardAt('ids', {hosts: 'a b c', answers: {fields: {name: 'orders'}}, functions: {ids}});
		await app.settle();
		expect(app.frame()).toMatch(/❯ a +\[102\] +1 /);
		expect(app.frame()).toMatch(/b +103 +recorded +4 +recorded/);
		expect(app.frame()).toMatch(/c +104 +3 +c:/);
		expect(asked).toEqual([['orders', 'orders.yaml']]);
	});

	it('names an id that is gone from beside its data, and goes on when it is typed', async () => {
		const lost = {lost: [{role: 'zookeeper' as const, path: '/data/zk/myid'}]};
		const app = wizardAt('ids', {hosts: 'a', answers: withZookeeper, probeOf: () => ({...wellHost, ids: lost})});
		await app.press(keys.enter);
		expect(app.frame()).toContain('✖ a has ZooKeeper data, but /data/zk/myid is gone or empty');
		await app.press('1', keys.enter);
		expect(app.page()).toContain('JDBC');
	});

	it('names data of different clusters, which no id solves: Review refuses it', async () => {
		const app = wizardAt('ids', {
			hosts: 'a b c',
			probeOf: ({host}) => ({...wellHost, ids: {clusterId: host.name === 'a' ? 'x' : 'y'}}),
		});
		await app.settle();
		expect(app.frame()).toContain("✖ the brokers' disks belong to 2 different Kafka clusters (a: x; b, c: y)");
		await app.press(keys.enter);
		expect(app.page()).toContain('JDBC');
	});

	it('says while the disks are still being read', async () => {
		const app = wizardAt('ids', {hosts: 'a b', probeOf: ({host}) => ({...wellHost, done: host.name === 'a'})});
		await app.settle();
		expect(app.frame()).toContain('The ids on the disks of 1 host are still being read.');
	});

	it('says why the record can not be read', async () => {
		const app = wizardAt('ids', {hosts: 'a', functions: {ids: missing('clusters.json')}});
		await app.settle();
		expect(app.frame()).toContain('✖ clusters.json is not there\nlook again');
		await app.press(keys.escape);
		expect(app.page()).toContain('Packages');
	});

	it('names two hosts with one id', async () => {
		const app = wizardAt('ids', {hosts: 'a b c'});
		await app.press('5', keys.down, '5');
		expect(app.frame()).toContain('✖ controller id 5 is given to both a and b');
	});

	it('names a controller and a broker with one id, at the field of the broker and while either is typed', async () => {
		const app = wizardAt('ids', {hosts: 'a b c', probeOf});
		await app.press(keys.down, keys.right, keys.up, '5', keys.left, '5');
		expect(app.frame()).toMatch(/❯ a +\[5\] +5 +✖/);
		expect(app.frame()).toContain('✖ id 5 is given to KRaft controllers on a and to Kafka on a');
		await app.press(keys.enter);
		expect(app.page()).toContain('IDs');
		await app.press(keys.ctrl('u'), '7');
		expect(app.frame()).toContain('KRaft controllers on a and Kafka on b have the same id 7');
		await app.press(keys.ctrl('u'), keys.enter);
		expect(app.page()).toContain('JDBC');
	});

	it('has ZooKeeper in place of the controllers, with a space of its own, where that was chosen', async () => {
		const app = wizardAt('ids', {hosts: 'a b c', answers: withZookeeper});
		await app.settle();
		expect(app.frame()).toMatch(/host ZooKeeper id broker id clients use/);
		expect(app.frame()).toMatch(/❯ a +\[1\] +1 /);
		expect(app.frame()).not.toMatch(/controller|share one set/);
		await app.press('256');
		expect(app.frame()).toContain('✖ 256 is not a ZooKeeper id (a whole number from 1 to 255)');
		await app.press('?');
		expect(app.frame()).toContain('ZooKeeper members from 1 on, brokers from 1 on');
	});
});

describe('the version page', () => {
	it('takes the newest with Enter, and says so in the cluster file', async () => {
		const app = wizardAt('version');
		expect(app.frame()).toMatch(/❯ 1 8\.3 {2}Kafka 4\.3 {2}the newest\n {2}2 8\.2 {2}Kafka 4\.2/);
		await app.press(keys.enter);
		expect(app.page()).toContain('Hosts');
		expect(app.answers().fields['platform.version']).toBe('8.3');
		expect(readAnswers({...app.answers(), hosts: 'a'}).text).toContain("platform:\n  version: '8.3'\n");
	});

	it('asks what keeps the metadata after 7.9 alone, in two lines, and keeps the answer', async () => {
		const app = wizardAt('version');
		await app.press('5');
		expect(app.page()).toBe('kafka · Metadata | step 2 of 11');
		const rows = app
			.frame()
			.split('\n')
			.filter(line => /^..\d /.test(line));
		expect(rows).toEqual([
			expect.stringMatching(/^❯ 1 KRaft +controllers/),
			expect.stringMatching(/^ {2}2 ZooKeeper +the older way/),
		]);
		await app.press(keys.down, keys.enter);
		expect([app.page(), app.answers().keeper]).toEqual(['kafka · Hosts | step 3 of 11', 'zookeeper']);
		await app.press(keys.escape);
		expect(app.frame()).toContain('❯ 2 ZooKeeper');
		await app.press(keys.escape);
		expect(app.frame()).toContain('❯ 5 7.9');
		await app.press(keys.up, keys.enter);
		expect(app.page()).toBe('kafka · Hosts | step 2 of 10');
	});

	it('leaves the version of a file open that leaves it open, until one is chosen', async () => {
		const open = {...noAnswers, hosts: 'a', openVersion: true} as const;
		const app = wizardAt('version', {answers: open});
		expect(app.frame()).toMatch(/❯ 1 open +as the file has it/);
		await app.press(keys.enter);
		expect(readAnswers(app.answers()).text).not.toContain('platform:');
		await app.press(keys.escape, keys.down, keys.enter);
		expect(readAnswers(app.answers()).text).toContain("version: '8.3'");
	});
});
