import {once} from 'node:events';
import {mkdtempSync, readdirSync, statSync, writeFileSync} from 'node:fs';
import {type AddressInfo, createServer} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {kafkaSetup} from '../helpers/lab.ts';
import {openPty, type PtyOptions} from '../helpers/pty.ts';
import {keys} from '../helpers/screen.ts';

const empty = () => mkdtempSync(join(tmpdir(), 'kafka-setup-terminal-'));
const open = (options: PtyOptions = {}) => openPty({cwd: empty(), ...options});

/** No escape sequence but colours and the one that ends a prompt's line. */
const moves = (bytes: string) => bytes.replace(/\x1b\[[\d;]*m/g, '').match(/\x1b\[[\d;?]*[A-HJSTf-hl]/g) ?? [];

describe('the wizard at a real terminal', () => {
	it('is left with q, with Ctrl+C and by signals, each with its exit code and the terminal as it was', async () => {
		for (const [leave, code] of [
			[(pty: ReturnType<typeof open>) => pty.press('q'), 0],
			[(pty: ReturnType<typeof open>) => pty.press(keys.ctrlC), 130],
			[(pty: ReturnType<typeof open>) => pty.signal('SIGINT'), 130],
			[(pty: ReturnType<typeof open>) => pty.signal('SIGTERM'), 143],
			[(pty: ReturnType<typeof open>) => pty.signal('SIGHUP'), 129],
		] as const) {
			const pty = open();
			await pty.see('New cluster');
			leave(pty);
			expect(await pty.ended()).toBe(code);
			expect(pty.isCooked()).toBe(true);
			expect(pty.cursor()).toBe(true);
			expect(pty.bytes().lastIndexOf('\x1b[?2004l')).toBeGreaterThan(pty.bytes().lastIndexOf('\x1b[?2004h'));
			expect(pty.text()).toBe('');
		}
	});

	it('keeps the answers for the next start, for the eyes of this user alone', async () => {
		const first = open();
		await first.walk([
			['New cluster', keys.enter],
			['❯ 1 8.3', keys.enter],
			['Tab continue', 'kafka-01'],
			['1 host', keys.tab],
			['❯ cluster name', 'orders'],
			['❯ cluster name  orders', keys.ctrlC],
		]);
		expect(await first.ended()).toBe(130);
		expect(first.text().trim()).toBe('Your answers are kept: kafka-setup offers them at the next start.');
		const folder = join(first.folder, 'kafka-setup');
		expect(statSync(folder).mode & 0o777).toBe(0o700);
		expect(readdirSync(folder).map(name => [name, statSync(join(folder, name)).mode & 0o777])).toContainEqual([
			'answers.json',
			0o600,
		]);

		const second = open({folder: first.folder});
		await second.walk([
			['❯ 1 Cluster orders, just now', keys.enter],
			['❯ 1 8.3', keys.enter],
			['1 kafka-01', keys.ctrlC],
		]);
		expect(await second.ended()).toBe(130);
	});

	it('follows the size of the terminal', async () => {
		const pty = open();
		await pty.see('New cluster');
		for (const [columns, rows] of [
			[120, 40],
			[40, 10],
			[80, 24],
		] as const) {
			pty.resize(columns, rows);
			await pty.until(() => pty.text().includes('New cluster') && pty.lines().filter(line => line !== '').length <= rows - 2);
		}
		expect(pty.text().match(/New cluster/g)).toHaveLength(1);
		pty.press('q');
		expect(await pty.ended()).toBe(0);
		expect(pty.bytes()).not.toContain('\x1b[3J');
	});

	it('without colour says the same with no colour code', async () => {
		const pty = open({env: {NO_COLOR: '1'}});
		await pty.see('❯ 1 New cluster');
		pty.press('q');
		expect(await pty.ended()).toBe(0);
		expect(pty.bytes()).not.toMatch(/\x1b\[(?:3[0-7]|9[0-7]|38)/);
	});

	it.each([
		['--plain', {args: ['--plain']}],
		['TERM=dumb', {env: {TERM: 'dumb'}}],
		['ACCESSIBLE=1', {env: {ACCESSIBLE: '1'}}],
		['a screen reader', {env: {INK_SCREEN_READER: 'true'}}],
		['CI', {env: {CI: 'true'}}],
	])('asks by lines alone for %s', async (_name, options) => {
		const pty = open(options);
		await pty.walk([
			['begin (1-', '1\r'],
			['version (1-', '\r'],
			['Hosts, step 2', 'kafka-[1:3]\r\r'],
			['cluster name [kafka]', keys.ctrlC],
		]);
		expect(await pty.ended()).toBe(130);
		expect(pty.isCooked()).toBe(true);
		expect(moves(pty.bytes())).toEqual([]);
	});

	it('is left at once while a host is still being tried', async () => {
		// It takes the connection, and never says a word.
		const silent = createServer().listen(0, '127.0.0.1');
		await once(silent, 'listening');
		const {port} = silent.address() as AddressInfo;
		const pty = open();
		await pty.walk([
			['New cluster', keys.enter],
			['❯ 1 8.3', keys.enter],
			['Tab continue', `localhost:${port}`],
			['1 host', keys.tab],
			['❯ cluster name', keys.enter],
			['1 checking', keys.ctrlC],
		]);
		expect(await pty.ended(6000)).toBe(130);
		silent.close();
	});

	it('asks for a password before the screen of the run is there', async () => {
		const cwd = empty();
		const source = '{name: s, url: "jdbc:x:y", user: u, password: "prompt:", tables: [t], mode: bulk}';
		writeFileSync(
			join(cwd, 'one.yaml'),
			`name: one\nhosts: [localhost:1]\nroles:\n  zookeeper: &all [localhost]\n  kafka: *all\n  schema-registry: *all\n  connect: *all\nconnect:\n  sources: [${source}]\n`,
		);
		const pty = openPty({cwd, args: ['apply', 'one.yaml']});
		await pty.walk([
			['database password of source s:', 'abc'],
			['database password of source s: ***', '\r'],
			['refuses connections', ''],
		]);
		expect(await pty.ended()).toBe(4);
		expect(pty.isCooked()).toBe(true);
		expect(pty.bytes().indexOf('\x1b[?25l')).toBeGreaterThan(pty.bytes().indexOf('***'));
	});

	it('without a terminal names the command and the keys that take its place', async () => {
		const {code, stdout, stderr} = await kafkaSetup([]);
		expect(code).toBe(2);
		expect(stdout).toBe('');
		expect(stderr).toContain('the wizard needs an interactive terminal');
		expect(stderr).toContain('keys name, hosts, roles');
		expect(stderr).toContain('kafka-setup apply FILE');
	});

	it('offers the cluster files that lie here, and says what is wrong with one', async () => {
		const cwd = empty();
		writeFileSync(join(cwd, 'good.yaml'), 'name: good\nhosts: [a]\nroles:\n  zookeeper: [a]\n  kafka: [a]\n');
		writeFileSync(join(cwd, 'bad.yaml'), 'name: bad\nhosts: [a]\nroles:\n  kafka: [b]\n');
		writeFileSync(join(cwd, 'other.yaml'), 'services: {}\n');
		const pty = openPty({cwd});
		await pty.see('Open good.yaml');
		expect(pty.text()).not.toContain('other.yaml');
		await pty.walk([
			['❯ 1 Open bad.yaml', keys.enter],
			['unknown host "b"', 'q'],
		]);
		expect(await pty.ended()).toBe(0);
	});
});
