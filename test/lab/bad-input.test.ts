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

	it('that refuses the password ends the wait at once, and is not asked again and again', async () => {
		const {code, events} = await apply(await clusterFile(onOneHost), {LAB_DB_PASSWORD: 'not-it'});
		expect(code).toBe(1);
		const [failure] = failuresOf(events);
		expect(failure!.message).toContain('the database refused the user or the password');
		expect(failure!.command).toContain('connect-standalone');
		expect(failure!.tail!.join('\n')).toContain('password authentication failed for user "app"');
		expect(JSON.stringify(events)).not.toContain('not-it');
		const tries = await refusals();
		expect(tries).toBeGreaterThan(0);
		expect(tries).toBeLessThanOrEqual(2);
		expect((await lab('exec', 'kafka-01', 'systemctl is-active kafka-connect-standalone || true')).stdout.trim()).toBe(
			'inactive',
		);
	});

	it('that has no such table is named with the table', async () => {
		const {code, events} = await apply(
			await clusterFile({...onOneHost, connect: {sources: [source('env:LAB_DB_PASSWORD', ['no_such_table'])]}}),
		);
		expect(code).toBe(1);
		expect(failuresOf(events)[0]!.message).toContain('no_such_table');
	});

	it('that is named right at last is read, and the rest stays as it was', async () => {
		const {code, events} = await apply(await clusterFile(onOneHost));
		expect(code).toBe(0);
		expect(changedSteps(events)).toEqual(['connect/kafka-01/source-orders', 'connect/kafka-01/start']);
	});
});
