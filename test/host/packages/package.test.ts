import {spawnSync} from 'node:child_process';
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {rawCommand} from '../../../source/core/command.ts';
import {packages} from '../../../source/host/packages/package.ts';
import {apt} from '../../../source/host/packages/package-apt.ts';
import {dnf} from '../../../source/host/packages/package-dnf.ts';
import {explainPackages} from '../../../source/host/packages/package-explain.ts';
import {awaitLocks, lockedCode} from '../../../source/host/packages/package-locks.ts';
import type {Pin} from '../../../source/host/packages/package-manager.ts';
import {debian, fakeContext, rocky} from '../../helpers/context.ts';
import {fakeConnection} from '../../helpers/fake-connection.ts';
import {localConnection} from '../../helpers/local-connection.ts';
import {tempDir} from '../../helpers/temp-dir.ts';

const step = (names: readonly string[], pin?: Pin) => packages({id: 'packages', title: 'Packages', names, pin: () => pin});
const pin: Pin = {repository: 'confluent', family: 'confluent-*', names: ['confluent-kafka'], version: '7.9.1'};
const kafka = 'confluent-kafka\t7.9.2-1\tinstalled\tok\n';

async function check(
	stdout: string,
	{names = ['confluent-kafka', 'curl'], pin = undefined as Pin | undefined, facts = debian} = {},
) {
	const connection = fakeConnection([{command: facts === debian ? '/^dpkg-query -W /' : '/^rpm -q --whatprovides /', stdout}]);
	const changes = await step(names, pin).check(fakeContext(connection, {facts}));
	return changes.map(({what}) => what);
}

describe('what differs', () => {
	test('one question tells which packages are missing', async () => {
		expect(await check(kafka)).toEqual(['install package curl']);
		expect(await check(`${kafka}curl\t7.88.1-10\tinstalled\tok\n`)).toEqual([]);
	});

	test('a package of which only the settings are left is missing', async () => {
		expect(await check(`${kafka}curl\t7.88.1-10\tconfig-files\tok\n`)).toEqual(['install package curl']);
	});

	test.each(['half-installed\treinstreq', 'installed\treinstreq', 'unpacked\tok', 'half-configured\tok'])(
		'a package that is %s is repaired',
		async state => {
			expect(await check(`confluent-kafka\t7.9.2-1\t${state}\n`, {names: ['confluent-kafka']})).toEqual([
				'repair package confluent-kafka',
			]);
		},
	);

	test('what is missing is installed in the version of the others, and what is installed stays as it is', async () => {
		expect(await check(kafka, {names: ['confluent-kafka'], pin})).toEqual([]);
		expect(await check('', {names: ['confluent-kafka', 'constructor'], pin})).toEqual([
			'install package confluent-kafka 7.9.1',
			'install package constructor',
		]);
	});

	test('rpm is asked by what packages provide: curl-minimal is a curl', async () => {
		const stdout = 'confluent-kafka\t7.9.2\ncurl\t7.76.1\ncurl-minimal\t7.76.1\n';
		expect(await check(stdout, {facts: rocky})).toEqual([]);
		expect(await check('no package provides curl\n', {facts: rocky, names: ['curl']})).toEqual(['install package curl']);
	});

	test('a host without a package manager that we know is refused', async () => {
		const facts = {...debian, packageManager: undefined};
		await expect(step(['curl']).check(fakeContext(fakeConnection([]), {facts}))).rejects.toThrow('neither apt nor dnf nor yum');
	});
});

describe('the installation', () => {
	test.each([
		['apt', debian, 'apt-get install -y curl', 'DEBIAN_FRONTEND=noninteractive'],
		['dnf', rocky, 'dnf install -y curl', 'dnf install -y --setopt=install_weak_deps=False'],
		['yum', {...rocky, packageManager: 'yum' as const}, 'yum install -y curl', 'yum install -y --setopt=install_weak_deps=False'],
	])('%s installs what is missing and nothing else, as one job', async (_name, facts, shown, part) => {
		const connection = fakeConnection([
			{command: '/^(dpkg-query|rpm) /', stdout: facts === debian ? kafka : 'confluent-kafka\t7.9.2\n'},
			{command: '/unit=kafka-setup-packages.service/'},
		]);
		const context = fakeContext(connection, {facts});
		await step(['confluent-kafka', 'curl']).apply(context);
		connection.done();
		expect(context.seen.shown).toEqual([shown]);
		expect(connection.inputs[1]).toContain(part);
		expect(connection.inputs[1]).toContain('names=(curl)');
	});

	test.each([
		['apt', debian, 'apt-get install -y confluent-kafka=7.9.1-* curl', undefined],
		['dnf', rocky, 'dnf install -y confluent-kafka-7.9.1 curl', 'confluent-*-7.9.1-*,confluent-kafka-7.9.1,curl'],
	])('%s installs a pinned version, and what it needs of the family in that version', async (_name, facts, shown, only) => {
		const connection = fakeConnection([{command: '/^(dpkg-query|rpm) /'}, {command: '/unit=kafka-setup-packages.service/'}]);
		const context = fakeContext(connection, {facts});
		await step(['confluent-kafka', 'curl'], pin).apply(context);
		connection.done();
		expect(context.seen.shown.map(one => one.replaceAll("'", ''))).toEqual([shown]);
		if (only !== undefined) expect(connection.inputs[1]).toContain(`'--setopt=confluent.includepkgs=${only}'`);
	});

	test.each([
		['apt', apt.install('apt-get', ['curl', 'a=1-*'])],
		['dnf', dnf.install('dnf', ['curl'], pin)],
	])('the job of %s is bash without a mistake', (_name, script) => {
		const {stderr, status} = spawnSync('bash', ['-n'], {input: script.text});
		expect({stderr: String(stderr), status}).toEqual({stderr: '', status: 0});
	});
});

describe('locks', () => {
	const python = spawnSync('python3', ['--version']).status === 0;

	test.runIf(python)('a lock that another process holds by fcntl is waited for, and its holder named', async () => {
		const lock = join(tempDir(), 'lock');
		writeFileSync(lock, '');
		const hold = `import fcntl, sys, time; f = open("${lock}", "w"); fcntl.lockf(f, fcntl.LOCK_EX); print("held", flush=True); time.sleep(0.7)`;
		const {stdout} = await localConnection().exec(
			rawCommand(`python3 -c '${hold}' | { read -r _; ${awaitLocks.text}\nawait_locks ${lock} /no/such/file; echo free; }`),
		);
		expect(stdout).toMatch(/^waiting for the package lock \S+\/lock, held by \S+ \(pid \d+\)\nfree\n$/);
	});

	test('the holder of a pid file is waited for while it lives', async () => {
		const directory = tempDir();
		const lock = join(directory, 'metadata_lock.pid');
		const {stdout} = await localConnection().exec(
			rawCommand(`sleep 0.7 & echo $! >${lock}\n${awaitLocks.text}\nawait_locks ${lock}; echo free`),
		);
		expect(stdout).toMatch(/^(waiting for the package lock \S+metadata_lock.pid, held by \w+ \(pid \d+\)\n)+free\n$/);
	});

	test('a lock that nobody holds is not waited for', async () => {
		const lock = join(tempDir(), 'lock');
		writeFileSync(lock, '');
		const {stdout} = await localConnection().exec(rawCommand(`${awaitLocks.text}\nawait_locks ${lock} /no/such.pid; echo free`));
		expect(stdout).toBe('free\n');
	});
});

describe('what a failure means', () => {
	test.each([
		['E: Unable to locate package confluent-nothing', 'no repository of the host has the package confluent-nothing'],
		[
			"E: Version '7.9.9-*' for 'confluent-kafka' was not found",
			'the package source of this host lacks a version that another host has: confluent-kafka 7.9.9',
		],
		['No match for argument: confluent-nothing', 'no repository of the host has the package confluent-nothing'],
		[
			'  Could not connect to packages.lab:80 (198.18.79.1). - connect (111: Connection refused)',
			'the package mirror packages.lab:80 is not reached',
		],
		["  Temporary failure resolving 'mirror.example'", 'the package mirror mirror.example is not reached'],
		[
			"  - Curl error (7): Couldn't connect to server for http://packages.lab/x [Failed to connect to packages.lab port 80 after 0 ms]",
			'the package mirror packages.lab is not reached',
		],
		[
			'W: GPG error: http://m stable InRelease: The following signatures were invalid: EXPKEYSIG 8B1DA6120C2BF624',
			'the packages are not signed with the expected key (EXPKEYSIG 8B1DA6120C2BF624)',
		],
		['Error: GPG check FAILED', 'the packages are not signed with the expected key (GPG check FAILED)'],
		["E: You don't have enough free space in /var/cache/apt/archives/.", 'not enough free space in /var/cache/apt/archives/'],
		['  At least 52MB more space needed on the / filesystem.', 'the packages need 52MB more space on /'],
		[
			'E: Failed to fetch http://m/x.deb  404  Not Found [IP: 10.0.0.1 80]',
			'the package mirror lacks a file it should have (404  Not Found [IP: 10.0.0.1 80])',
		],
		['dpkg: error: cannot write: No space left on device', 'no space left on the device'],
	])('%s', (line, message) => {
		const cause = explainPackages(['Reading package lists...', line], 100, 'kafka-setup-packages');
		expect(cause).toMatchObject({message, hint: expect.stringMatching(/\w{2}/)});
	});

	test('a package that is not to be had is named with the mirrors that were asked', () => {
		const lines = [
			'Hit:1 http://a.example/debian ./ InRelease',
			'Hit:2 http://b.example/deb stable InRelease',
			'E: Unable to locate package x',
		];
		expect(explainPackages(lines, 100, 'kafka-setup-packages')?.message).toBe(
			'no repository of the host has the package x (asked: http://a.example, http://b.example)',
		);
	});

	test('what a script of a package said is believed before dpkg, which only says that the script failed', () => {
		const failed = ['dpkg: error processing package kafka (--configure):', 'Errors were encountered while processing:', ' kafka'];
		const said = (...lines: readonly string[]) => explainPackages([...lines, ...failed], 100, 'kafka-setup-packages')?.message;
		expect(said()).toBe('a package could not be unpacked or set up on the host: kafka');
		expect(said('useradd: cannot lock /etc/passwd; try again later.')).toBe('the password file is locked');
		expect(said('cp: cannot create /x: No space left on device')).toBe('no space left on the device');
	});

	test('a lock that was waited for in vain is the cause, with its holder', () => {
		const lines = ['waiting for the package lock /l, held by apt (pid 7)', 'locked: /l is still held by apt (pid 7)'];
		expect(explainPackages(lines, lockedCode, 'kafka-setup-packages')?.message).toBe(
			'another package manager was still at work after 10 minutes: apt (pid 7) holds /l',
		);
	});
});
