import {mkdtemp, readFile, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {beforeAll, describe, expect, it} from 'vitest';
import {clusterFile, kafkaSetup, lab, type Overrides} from '../helpers/lab.ts';
import {changedSteps, failuresOf, recapOf} from '../helpers/run-report.ts';

const temporary = async (name: string, content: string | Uint8Array) => {
	const path = join(await mkdtemp(join(tmpdir(), 'kafka-setup-lab-')), name);
	await writeFile(path, content);
	return path;
};
const apply = (file: string, env: Record<string, string> = {}, ...flags: string[]) =>
	kafkaSetup(['apply', file, '--reporter', 'json', ...flags], env);
/** What an operator reads fits on a screen of 24 lines. */
const oneScreen = (text: string) => expect(text.trim().split('\n').length, text).toBeLessThanOrEqual(24);

const one = ['kafka-01'];
const onOneHost: Overrides = {hosts: one, roles: {zookeeper: one, kafka: one, 'schema-registry': one, connect: one}};

describe('a cluster file with mistakes', () => {
	it('is refused before any host is touched, all mistakes at once, each with its place', async () => {
		const file = await temporary(
			'kafka-setup.yaml',
			`name: orders
hosts: [kafka-01, kafka-02, kafka-03]
roles:
  zookeeper: [kafka-01, kafka-02]
  kafka: [kafka-01, kafka-02, kafak-03]
zookeeper: {ids: {kafka-01: 0, kafka-02: 256}}
kafka: {ids: {kafka-01: 3, kafka-02: 3}}
`,
		);
		const {code, stdout, stderr} = await apply(file);
		expect(code).toBe(2);
		expect(stdout).toBe('');
		for (const place of ['4:', '5:', '6:', '7:']) expect(stderr).toContain(`kafka-setup.yaml:${place}`);
		for (const said of [
			'2 ZooKeeper members',
			'"kafak-03"',
			'did you mean "kafka-03"',
			'0 is not',
			'256 is not',
			'broker id 3 is given to both',
		])
			expect(stderr).toContain(said);
	});

	it('may name a driver that is none', async () => {
		await lab('up', '3', '--db');
		const driver = await temporary('driver.jar', '<html>Not found</html>');
		const {code, stdout, stderr} = await apply(await clusterFile({connect: {driver}}));
		expect([code, stdout]).toEqual([2, '']);
		expect(stderr).toContain('driver.jar is not a zip or jar file');
		oneScreen(stderr);
	});

	it('may need a password that nobody has set', async () => {
		const {code, stdout, stderr} = await kafkaSetup([
			'apply',
			await clusterFile({connect: {sources: [source('env:NOT_SET_HERE')]}}),
			'--reporter',
			'json',
		]);
		expect([code, stdout]).toEqual([2, '']);
		expect(stderr).toContain('the environment variable NOT_SET_HERE is not set');
		oneScreen(stderr);
	});
});

describe('a login', () => {
	beforeAll(async () => {
		await lab('up', '3', '--db');
		await lab('reset', 'kafka-01:askpass', 'kafka-02:debian', 'kafka-03:debian');
	});
	const sudo = {ssh: {sudoPassword: 'env:SUDO_PASSWORD'}};

	it('with a wrong sudo password is tried exactly once', async () => {
		const {code, events} = await apply(await clusterFile(sudo), {SUDO_PASSWORD: 'wrong'});
		expect(code).toBe(4);
		expect(recapOf(events)).toMatchObject({total: {unreachable: 1, changed: 0}, hosts: {'kafka-01': {unreachable: 1}}});
		const {stdout} = await lab(
			'exec',
			'kafka-01',
			"journalctl -b --no-pager -o cat | grep -c 'pam_unix(sudo:auth): authentication failure' || true",
		);
		expect(stdout.trim()).toBe('1');
	});

	it('with the right one goes on', async () => {
		const {code} = await kafkaSetup(['plan', await clusterFile(sudo), '--reporter', 'json'], {SUDO_PASSWORD: 'lab-admin'});
		expect(code).toBe(0);
	});

	it('without one says which key of the cluster file gives it', async () => {
		const {code, events} = await apply(await clusterFile());
		expect(code).toBe(4);
		const [failure] = failuresOf(events);
		expect(`${failure!.message} ${failure!.hint}`).toContain('sudoPassword');
	});

	it('on hosts that are not known shows all their fingerprints, and goes on only when told to', async () => {
		const knownHostsFile = await temporary('known_hosts', '');
		const file = await clusterFile({ssh: {...sudo.ssh, knownHostsFile}});
		const refused = await apply(file, {SUDO_PASSWORD: 'lab-admin'});
		expect(refused.code).toBe(4);
		const [failure] = failuresOf(refused.events);
		expect(failure!.message.match(/SHA256:/g)).toHaveLength(3);
		expect(failure!.hint).toContain('--accept-new-host-keys');
		expect(failure!.hint).toContain('hostKeys');
		expect(await readFile(knownHostsFile, 'utf8')).toBe('');
		const accepted = await kafkaSetup(['plan', file, '--accept-new-host-keys'], {SUDO_PASSWORD: 'lab-admin'});
		expect(accepted.code).toBe(0);
		expect((await readFile(knownHostsFile, 'utf8')).trim().split('\n')).toHaveLength(3);
		expect((await kafkaSetup(['plan', file], {SUDO_PASSWORD: 'lab-admin'})).code).toBe(0);
	});

	it('on a host whose key has changed stops, whatever is asked', async () => {
		await lab('rekey', 'kafka-02');
		const {code, events} = await apply(await clusterFile(sudo), {SUDO_PASSWORD: 'lab-admin'}, '--accept-new-host-keys');
		await lab('reset', 'kafka-02:debian');
		expect(code).toBe(4);
		const [failure] = failuresOf(events);
		expect(failure!.message).toContain('kafka-02');
		expect(failure!.message).toMatch(/chang/i);
		expect(recapOf(events).total.changed).toBe(0);
		oneScreen(`${failure!.message}\n${failure!.hint}`);
	});

	it('to a host that is off names it', async () => {
		await lab('stop', 'kafka-03');
		const {code, events} = await apply(await clusterFile({ssh: {...sudo.ssh, connectTimeout: 3}}), {SUDO_PASSWORD: 'lab-admin'});
		await lab('start', 'kafka-03');
		expect(code).toBe(4);
		expect(recapOf(events)).toMatchObject({total: {unreachable: 1, changed: 0}, hosts: {'kafka-03': {unreachable: 1}}});
		expect(failuresOf(events)[0]!.message).toContain('kafka-03');
	});
});

describe('a host', () => {
	it('whose port is taken is told by whom, and left as it is', async () => {
		await lab('up', 'kafka-01', '--db');
		await lab('reset', 'kafka-01:debian');
		await lab(
			'exec',
			'kafka-01',
			'systemd-run -q --unit=squatter python3 -m http.server 9092; for i in $(seq 50); do ss -Hltn sport = :9092 | grep -q . && break; sleep 0.1; done',
		);
		const {code, events} = await apply(await clusterFile(onOneHost));
		expect(code).toBe(3);
		expect(changedSteps(events)).toEqual([]);
		expect(failuresOf(events)[0]!.message).toMatch(
			/port 9092 \(Kafka\) on kafka-01 is taken by python3? \(pid \d+, unit squatter\.service\)/,
		);
	});

	it('without space is told how much there is and how much is needed', async () => {
		await lab('reset', 'kafka-01:debian,disk=2G');
		await lab('exec', 'kafka-01', 'fallocate -l "$(($(df -Pk / | tail -n 1 | awk "{print \\$4}") - 150000))"K /var/filler');
		const file = await clusterFile(onOneHost);
		const whole = await apply(file);
		expect(whole.code).toBe(3);
		expect(changedSteps(whole.events)).toEqual([]);
		expect(failuresOf(whole.events)[0]!.message).toMatch(/kafka-01:\S+ has \d+ MiB of free space, and needs at least 512/);

		// The check left out, the package manager meets the full disk itself.
		const stage = ['stage', 'platform', file, '--reporter', 'json'];
		const full = await kafkaSetup(stage);
		expect(full.code).toBe(1);
		expect(failuresOf(full.events)[0]!.message).toMatch(/space/);

		await lab('exec', 'kafka-01', 'rm /var/filler');
		expect((await kafkaSetup(stage)).code).toBe(0);
		expect((await lab('exec', 'kafka-01', 'dpkg --audit')).stdout).toBe('');
	});
});

const source = (password: string, tables = ['orders']) => ({
	name: 'orders',
	database: {kind: 'postgresql', host: 'db-01', port: 5432, name: 'shop'},
	user: 'app',
	password,
	tables,
	mode: 'incrementing',
	incrementingColumn: 'id',
	pollIntervalMs: 1000,
});

describe('a database', () => {
	const refusals = async () =>
		Number(
			(
				await lab('exec', 'db-01', "cat /var/log/postgresql/*.log | grep -c 'password authentication failed' || true")
			).stdout.trim(),
		);

	beforeAll(async () => {
		await lab('up', 'kafka-01', '--db');
		await lab('reset', 'kafka-01:debian', 'db-01');
	});

	it('that refuses the password stops the run before any service is started, after one try', async () => {
		const {code, events} = await apply(await clusterFile(onOneHost), {LAB_DB_PASSWORD: 'not-it'});
		expect(code).toBe(1);
		const [failure] = failuresOf(events);
		expect(failure!.message).toBe(
			'connector orders: the database refuses the login of app: FATAL: password authentication failed for user "app"',
		);
		expect(JSON.stringify(events)).not.toContain('not-it');
		expect(await refusals()).toBe(1);
		const units =
			'systemctl list-units --state=active --plain --no-legend "confluent-*" "kafka-*"; ls -d /run/kafka-setup-database* || true';
		expect((await lab('exec', 'kafka-01', units)).stdout.trim()).toBe('');
	});

	it('and tables, columns and URLs that do not fit are named together, before anything else is touched', async () => {
		const sql =
			'create view orders_v as select * from orders; alter table orders add column maybe int; grant select on orders_v to app';
		await lab('exec', 'db-01', `runuser -u postgres -- psql -q -v ON_ERROR_STOP=1 shop -c '${sql}'`);
		const wrong = (name: string, more: object) => ({...source('env:LAB_DB_PASSWORD'), name, ...more});
		const at = (port: number, name: string) => ({kind: 'postgresql', host: 'db-01', port, name});
		const sources = [
			wrong('none', {tables: ['no_such_table']}),
			wrong('cased', {tables: ['Orders']}),
			wrong('view', {tables: ['orders_v']}),
			wrong('nullable', {incrementingColumn: 'maybe'}),
			wrong('missing', {incrementingColumn: 'nr'}),
			wrong('closed', {database: at(5433, 'shop')}),
			wrong('unknown', {database: at(5432, 'nothing')}),
			wrong('driver', {database: {...at(5432, 'shop'), kind: 'mysql'}}),
		];
		const {code, events} = await apply(await clusterFile({...onOneHost, connect: {sources}}));
		expect(code).toBe(3);
		expect(changedSteps(events)).toEqual([]);
		expect(
			failuresOf(events)[0]!
				.message.split('\n')
				.map(line => line.replace(/ FATAL:.*/, '')),
		).toEqual([
			'connector closed: kafka-01 does not reach its database at db-01:5433: Connection refused',
			'connector none: the database has no table no_such_table that its user sees',
			'connector cased: the database has no table Orders; it has public.orders',
			'connector view: orders_v is a VIEW, and the connector reads TABLE alone',
			'connector view: column id of public.orders_v may be NULL, as every column of a view',
			'connector nullable: column maybe of public.orders may be NULL',
			'connector missing: public.orders has no column nr',
			'connector unknown: the database server has no such database:',
			expect.stringMatching(/^connector driver: \S+\.jar is no driver for jdbc:mysql$/),
		]);
		await lab(
			'exec',
			'db-01',
			"runuser -u postgres -- psql -q shop -c 'drop view orders_v; alter table orders drop column maybe'",
		);
	});

	it('that is named right at last is read, and a new password that it refuses restarts no worker', async () => {
		const file = await clusterFile(onOneHost);
		expect((await apply(file)).code).toBe(0);
		const {code, events} = await apply(file, {LAB_DB_PASSWORD: 'not-it'});
		expect(code).toBe(3);
		expect(failuresOf(events)[0]!.message).toContain('connector orders: the database refuses the login of app');
		expect(await refusals()).toBe(2);
		const again = await apply(file);
		expect(again.code).toBe(0);
		expect(changedSteps(again.events)).toEqual([]);
	});
});
