import {describe, expect, it} from 'vitest';
import {idGiver} from '../../../source/commands/install/given-ids.ts';
import type {ProbeTarget} from '../../../source/ui/wizard/wizard-functions.ts';
import {keys} from '../helpers/app.ts';
import {missing, wellHost, wizardAt} from './scene.tsx';

describe('the roles page', () => {
	it('switches a role with Space and explains what it means', async () => {
		const app = wizardAt('roles', {hosts: 'a b c'});
		expect(app.frame()).toContain('3 ZooKeeper members: tolerate the loss of 1');
		await app.press(' ');
		expect(app.frame()).toContain('✖ 2 ZooKeeper members tolerate no failure, as 1 does');
		await app.press(keys.enter);
		expect(app.page()).toContain('Roles');
		await app.press(' ', 'l', 'j', ' ');
		expect(app.answers().roles?.kafka).toEqual(['a', 'c']);
		await app.press('h', 'k', keys.right, keys.down, ' ', keys.enter);
		expect(app.answers().roles?.kafka).toEqual(['a', 'b', 'c']);
		expect(app.page()).toContain('Versions');
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
		expect(app.page()).toContain('JDBC');
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
		expect(app.frame()).toContain('✖ b has broker id 7 on its disk, but kafka.ids gives it 8');
		await app.press(keys.enter);
		expect(app.page()).toContain('IDs');
		await app.press(keys.backspace, 'k', keys.left, '9', keys.tab, keys.enter);
		expect(app.answers().ids).toEqual({zookeeper: {a: '9'}, kafka: {b: ''}});
		expect(app.page()).toContain('JDBC');
	});

	it('keeps what is recorded of an earlier installation, hosts that left included', async () => {
		const hosts = [
			{name: 'b', machineId: 'm1', zookeeper: {id: 3, dataDir: '/zk', hasData: true}, kafka: {id: 4, dataDirs: ['/k']}},
			{name: 'gone', machineId: 'm2', zookeeper: {id: 1, dataDir: '/zk', hasData: true}, kafka: {id: 2, dataDirs: ['/k']}},
		];
		const asked: unknown[] = [];
		const ids = async (name: string, path: string) => {
			asked.push([name, path]);
			return idGiver({hosts});
		};
		const app = wizardAt('ids', {hosts: 'a b c', answers: {fields: {name: 'orders'}}, functions: {ids}});
		await app.settle();
		expect(app.frame()).toMatch(/❯ a +\[2\] +1 /);
		expect(app.frame()).toMatch(/b +3 +recorded +4 +recorded/);
		expect(app.frame()).toMatch(/c +4 +3 +c:/);
		expect(asked).toEqual([['orders', 'orders.yaml']]);
	});

	it('names an id that is gone from beside its data, and goes on when it is typed', async () => {
		const lost = {lost: {role: 'zookeeper' as const, path: '/data/zk/myid'}};
		const app = wizardAt('ids', {hosts: 'a', probeOf: () => ({...wellHost, ids: lost})});
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
		expect(app.page()).toContain('IDs');
	});

	it('reads the disks again where the directories are others, once the page is left', async () => {
		const probeOf = ({directories}: ProbeTarget) => ({
			...wellHost,
			ids: directories.kafka[0] === '/data/kafka' ? {kafka: 5} : {},
		});
		const app = wizardAt('roles', {hosts: 'a', probeOf});
		await app.press(keys.enter, ...Array.from({length: 7}, () => keys.down), '/data/kafka');
		expect(app.calls.probed.map(({directories}) => directories)).toEqual([
			{zookeeper: ['/var/lib/zookeeper'], kafka: ['/var/lib/kafka/data']},
		]);
		await app.press(keys.ctrl('d'));
		expect(app.page()).toContain('IDs');
		expect(app.calls.probed.slice(1).map(({directories}) => directories.kafka)).toEqual([['/data/kafka']]);
		expect(app.frame()).toMatch(/❯ a +\[1\] +5 +on disk/);
		await app.press(keys.escape, keys.enter);
		expect(app.calls.probed).toHaveLength(2);
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
		expect(app.page()).toContain('IDs');
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
		expect(app.frame()).toContain('a strictly increasing column. Misses: updates');
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
