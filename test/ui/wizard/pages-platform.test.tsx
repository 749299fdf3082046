import {describe, expect, it} from 'vitest';
import type {Connector} from '../../../source/cluster/cluster.ts';
import {parseCluster} from '../../../source/cluster/file/parse.ts';
import {answersOfCluster} from '../../../source/ui/wizard/answers/answers-of-cluster.ts';
import type {ProbeTarget} from '../../../source/ui/wizard/wizard-functions.ts';
import {keys} from '../helpers/app.ts';
import {missing, wellHost, wizardAt} from './scene.tsx';

describe('the page of packages and directories', () => {
	it('accepts all by one Enter', async () => {
		const app = wizardAt('settings', {hosts: 'a b c'});
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
		await app.press(keys.enter, ...Array.from({length: 6}, () => keys.down), '/data/kafka');
		expect(app.calls.probed.map(({directories}) => directories)).toEqual([
			{controller: ['/var/lib/kafka/controller'], zookeeper: ['/var/lib/zookeeper'], kafka: ['/var/lib/kafka/data']},
		]);
		await app.press(keys.ctrl('d'));
		expect(app.page()).toContain('IDs');
		expect(app.calls.probed.slice(1).map(({directories}) => directories.kafka)).toEqual([['/data/kafka']]);
		expect(app.frame()).toMatch(/❯ a +\[101\] +5 +on disk/);
		await app.press(keys.escape, keys.enter);
		expect(app.calls.probed).toHaveLength(2);
	});

	it('changes a value, checks it while it is typed, and explains it', async () => {
		const app = wizardAt('settings', {hosts: 'a b c'});
		await app.press(...Array.from({length: 7}, () => keys.down), '99999');
		expect(app.frame()).toContain('✖ 99999 is not a port (a whole number from 1 to 65535)');
		await app.press(keys.enter, keys.ctrl('u'), '?');
		expect(app.frame()).toContain('Key in a cluster file: kafka.port');
		expect(app.frame()).toContain('Default: 9092');
		await app.press(keys.escape);
		expect(app.page()).toContain('Packages');
		await app.press(keys.down, keys.ctrl('d'));
		expect(app.page()).toContain('IDs');
	});
});

describe('the database page', () => {
	const facts = {name: 'x.jar', driverClass: 'org.postgresql.Driver', java: 8, bytes: 1_100_000, sha256: 'ab'.repeat(32)};

	it('builds the URL, checks the driver at once, and says what each mode can miss', async () => {
		const connector = {name: 'confluentinc-kafka-connect-jdbc', version: '10.9.9', count: 12, bytes: 21_400_000};
		const readConnector = async ({plugin}: Connector) => {
			const path = Object.values(plugin)[0]!;
			return path === '/opt/jdbc.zip' ? connector : missing(path)();
		};
		const complete = async (path: string) => ['/opt/a.jar', '/opt/other.jar'].filter(one => one.startsWith(path));
		const readDriver = async (path: string) => (path === '/opt/a.jar' ? facts : missing(path)());
		const app = wizardAt('driver', {hosts: 'a', functions: {complete, readDriver, readConnector}});
		await app.press(keys.right);
		expect(app.frame()).toContain('‹ PostgreSQL ›');
		await app.press(keys.down);
		expect(app.frame()).toMatch(/❯ connector +.?\(its zip from Confluent Hub/);
		await app.press(keys.paste("'/opt/jdbc.zip' "));
		expect(app.frame()).toContain('✔ confluentinc-kafka-connect-jdbc 10.9.9 · 12 files · 21.4 MB');
		await app.press(keys.enter, '/opt/', keys.tab);
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
			'connect.plugin': "'/opt/jdbc.zip'",
			'source.mode': 'timestamp',
			'source.timestampColumn': 'updated_at',
		});
	});

	it('says of the mode of a cluster file what it can miss, and at the driver that the connector brings one', async () => {
		const file = `name: x
hosts: [a]
roles: {controller: [a], kafka: [a], schema-registry: [a], connect: [a]}
connect:
  sources:
    - {name: s, database: {kind: postgresql, host: db, name: shop}, tables: [t], mode: incrementing, incrementingColumn: id}
`;
		const app = wizardAt('driver', {answers: answersOfCluster(parseCluster(file, 'f'))});
		expect(app.frame()).not.toContain('the connector brings one');
		await app.press(keys.down, keys.down);
		expect(app.frame()).toContain('the connector brings one; yours overrides it');
		await app.press(...Array.from({length: 6}, () => keys.down));
		expect(app.frame()).toContain('‹ incrementing ›');
		expect(app.frame()).toContain('a strictly increasing column. Misses: updates');
	});

	it('refuses the driver of another database than the one that is chosen, on the page', async () => {
		const readDriver = async () => facts;
		const fields = {'source.kind': 'mysql', 'connect.driver': '/opt/a.jar'};
		const app = wizardAt('driver', {hosts: 'a', answers: {fields}, functions: {readDriver}});
		await app.press(keys.down, keys.down);
		expect(app.frame()).toContain('✖ this is the driver of PostgreSQL, and takes no jdbc:mysql');
		await app.press(keys.enter);
		expect(app.frame()).toContain('❯ driver jar');
		const fitting = wizardAt('driver', {
			hosts: 'a',
			answers: {fields: {...fields, 'source.kind': 'postgresql'}},
			functions: {readDriver},
		});
		await fitting.press(keys.down, keys.down);
		expect(fitting.frame()).toContain('✔ org.postgresql.Driver');
	});

	it('takes a dropped file with quotes, and says what is wrong with one that is no driver', async () => {
		const readDriver = missing('/my drivers/x.jar');
		const app = wizardAt('driver', {hosts: 'a', answers: {fields: {'source.kind': 'oracle'}}, functions: {readDriver}});
		await app.press(keys.down, keys.tab, keys.paste("'/my drivers/x.jar' "));
		expect(app.frame()).toContain('✖ /my drivers/x.jar is not there');
		await app.press(keys.enter);
		expect(app.frame()).toContain('❯ driver jar');
	});

	it('leads to what is missing', async () => {
		const at = (version: string) =>
			wizardAt('driver', {hosts: 'a', answers: {fields: {'platform.version': version, 'source.kind': 'other'}}});
		const app = at('7.9');
		expect(app.frame()).toContain('(confluentinc/kafka-connect-jdbc:10.9.9)');
		await app.press(keys.ctrl('d'));
		expect(app.frame()).toContain('✖ driver jar is needed');
		expect(app.frame()).toContain('❯ driver jar');
		// No package and no command of these versions is sure to bring the connector.
		const newer = at('8.3');
		await newer.press(keys.ctrl('d'));
		expect(newer.frame()).toContain('✖ connector is needed');
		expect(newer.frame()).toContain('❯ connector');
	});

	it('says what is wrong with a zip that is no connector', async () => {
		const fields = {'source.kind': 'postgresql'};
		const app = wizardAt('driver', {hosts: 'a', answers: {fields}, functions: {readConnector: missing('/opt/x.zip')}});
		await app.press(keys.down, '/opt/x.zip');
		expect(app.frame()).toContain('✖ /opt/x.zip is not there');
		await app.press(keys.enter);
		expect(app.frame()).toContain('❯ connector');
	});

	it('takes the folder of a connector, and tells what is in it', async () => {
		const asked: Connector[] = [];
		const readConnector = async (connector: Connector) => {
			asked.push(connector);
			const path = Object.values(connector.plugin)[0]!;
			if (path !== '/opt/jdbc/') throw new Error(`${path} has no jars`);
			return {name: 'aiven-jdbc', version: '6.10.0', count: 9, bytes: 4_000_000};
		};
		const fields = {'source.kind': 'postgresql'};
		const connectorClass = 'io.aiven.connect.jdbc.JdbcSourceConnector';
		const answers = {fields: {...fields, 'connect.connectorClass': connectorClass}};
		const app = wizardAt('driver', {hosts: 'a', answers, functions: {readConnector}});
		await app.press(keys.down, '/opt/');
		// As long as it is typed it may become another one.
		expect(app.frame()).not.toContain('has no jars');
		await app.press(keys.enter);
		expect(app.frame()).toContain('✖ /opt/ has no jars');
		await app.press('jdbc/');
		expect(app.frame()).toContain('✔ aiven-jdbc 6.10.0 · 9 files · 4.0 MB');
		expect(asked.at(-1)).toEqual({plugin: {folder: '/opt/jdbc/'}, connectorClass});
		await app.press(keys.enter);
		expect(app.frame()).toContain('❯ connector class');
	});

	it('can be left out', async () => {
		const app = wizardAt('driver', {hosts: 'a'});
		await app.press(keys.enter);
		expect(app.page()).toContain('Credentials');
	});
});
