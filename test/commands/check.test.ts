import {afterEach, beforeEach, describe, expect, test, vi} from 'vitest';
import {main} from '../../source/cli.ts';
import {applyFixes} from '../../source/commands/check-fixes.ts';
import {sheetOf} from '../../source/core/check-sheet.ts';
import type {CheckFinding, CheckState} from '../../source/core/events.ts';
import {catalogue} from '../../source/kafka/preflight/catalogue.ts';
import {knownLine, scene} from '../helpers/ssh-scene.ts';
import {tempDir} from '../helpers/temp-dir.ts';

/** What is written while something is done. */
async function written(act: () => Promise<unknown>) {
	const texts = {stdout: '', stderr: ''};
	for (const name of ['stdout', 'stderr'] as const) {
		vi.spyOn(process[name], 'write').mockImplementation(text => {
			texts[name] += String(text);
			return true;
		});
	}
	try {
		const result = await act();
		return {...texts, result, code: process.exitCode};
	} finally {
		vi.restoreAllMocks();
	}
}

beforeEach(() => {
	process.exitCode = 0;
	vi.stubEnv('XDG_CONFIG_HOME', tempDir());
});
afterEach(() => {
	process.exitCode = 0;
	vi.unstubAllEnvs();
});

/** Checks one host, which is this machine, with a heap that no machine has room for. */
async function checked(...flags: readonly string[]) {
	const set = await scene();
	const server = await set.server();
	await set.write('known_hosts', knownLine(server));
	const file = await set.write(
		'kafka-setup.yaml',
		`name: orders
hosts: [{name: h1, port: ${server.port}}]
roles: {zookeeper: [h1], kafka: [h1]}
ssh: {configFile: ${set.settings.configFile}}
platform: {packages: {url: 'http://127.0.0.1:1'}}
kafka: {heap: 900g}
`,
	);
	const told = await written(() => main(['check', file, '--skip', 'java', ...flags]));
	await server.gone();
	return told;
}

describe('check', () => {
	test('prints the matrix and what is wrong, and fails as a preflight does', async () => {
		const {stdout, code} = await checked('--reporter', 'plain');
		expect(code).toBe(3);
		expect(stdout).toMatch(/^orders {2}1 host$/m);
		expect(stdout).toMatch(/^ {2}Memory +failed$/m);
		expect(stdout).toMatch(/^ {2}Java +skipped$/m);
		expect(stdout).toMatch(/Memory \(memory\) {2}failed on h1\n {4}found {3}\d+ MiB\n {4}wanted {2}\d+ MiB\n {4}why {5}A heap/);
		expect(stdout).toMatch(/Package source \(package-source\) {2}failed on h1\n {4}found .*(refused|127\.0\.0\.1)/);
	});

	test('is one JSON document, or JUnit, and nothing else on standard output', async () => {
		const {stdout, code} = await checked('--reporter', 'json');
		expect(code).toBe(3);
		const {results, hosts, outcome} = JSON.parse(stdout);
		expect({hosts, outcome}).toMatchObject({hosts: [{name: 'h1', os: expect.any(String)}], outcome: 'failed'});
		expect(results).toContainEqual(expect.objectContaining({check: 'memory', host: 'h1', state: 'failed'}));
		const xml = await checked('--reporter', 'junit');
		expect(xml.stdout).toMatch(/^<\?xml .*<\/testsuites>\n$/s);
	});

	test('passes where what fails is left out', async () => {
		const {results} = JSON.parse((await checked('--reporter', 'json')).stdout) as {results: {check: string; state: string}[]};
		const failed = results.flatMap(({check, state}) => (state === 'failed' ? ['--skip', check] : []));
		expect(failed).toContain('memory');
		const {stdout, code} = await checked('--reporter', 'json', ...failed);
		expect([JSON.parse(stdout).counts.failed, code]).toEqual([0, 0]);
	});

	test('knows its checks by name', async () => {
		const {stderr, code} = await checked('--skip', 'memroy');
		expect(code).toBe(2);
		expect(stderr).toContain('there is no check memroy; did you mean memory?');
	});

	test('an apply leaves out checks too, and knows them', async () => {
		const {stderr, code} = await written(() => main(['apply', '/nowhere.yaml', '--skip', 'bogus-check']));
		expect([code, stderr]).toEqual([2, expect.stringContaining('there is no check bogus-check')]);
	});

	test('a host that does not let us in is a failed login', async () => {
		const set = await scene();
		const file = await set.write(
			'kafka-setup.yaml',
			`name: orders\nhosts: [{name: h1, port: 1}]\nroles: {kafka: [h1], controller: [h1]}\nssh: {configFile: ${set.settings.configFile}}\n`,
		);
		const {stdout, code} = await written(() => main(['check', file]));
		expect(code).toBe(4);
		expect(stdout).toMatch(/Login and sudo \(login\) {2}failed on h1/);
	});
});

describe('check --fix', () => {
	const finding = (check: string, host: string, state: CheckState): CheckFinding => ({
		host,
		check,
		state,
		found: 'f',
		wanted: 'w',
		why: 'y',
	});
	const sheet = (before: readonly CheckFinding[]) =>
		sheetOf({
			version: '1',
			cluster: 'orders',
			hosts: [{name: 'a'}, {name: 'b'}],
			catalogue,
			events: [],
			skipped: new Set(),
			before,
			unseen: new Set(),
		});
	const bad = sheet([
		finding('swap', 'a', 'warning'),
		finding('swap', 'b', 'ok'),
		finding('max-map-count', 'b', 'warning'),
		finding('memory', 'a', 'failed'),
		finding('reboot', 'a', 'warning'),
	]);

	test('shows what is safe, runs it where it is wrong, and says what did not work', async () => {
		const ran: string[] = [];
		const fix = async (host: string, {text}: {readonly text: string}) => {
			ran.push(`${host} ${text}`);
			return host === 'a' ? {code: 0, stdout: '', stderr: ''} : {code: 255, stdout: '', stderr: 'sysctl: \x1b[2Jread-only\n'};
		};
		const {result, stderr} = await written(() => applyFixes(bad, {fix}, true));
		expect(result).toBe(true);
		expect(ran).toEqual(['a sysctl -w vm.swappiness=1', 'b sysctl -w vm.max_map_count=262144']);
		for (const line of ran) expect(stderr).toContain(line.replace(' ', '  $ '));
		expect(stderr).toContain('b: sysctl -w vm.max_map_count=262144 exited with 255: sysctl: [2Jread-only');
	});

	test('does nothing where nothing is safe, or nobody can be asked', async () => {
		const fix = async () => {
			throw new Error('nothing was to be run');
		};
		expect((await written(() => applyFixes(sheet([finding('memory', 'a', 'failed')]), {fix}, true))).result).toBe(false);
		await expect(written(() => applyFixes(bad, {fix}, false))).rejects.toThrow('no terminal');
	});
});
