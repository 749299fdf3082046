import {existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {type Command, rawCommand} from '../../source/core/command.ts';
import type {Facts} from '../../source/core/facts.ts';
import type {Step} from '../../source/core/plan.ts';
import {firewall} from '../../source/host/firewall/firewall.ts';
import {peersScript} from '../../source/host/firewall/firewall-peers.ts';
import {
	lookScript,
	type Owner,
	readClaim,
	readHolder,
	releaseScript,
	stragglersScript,
	takeScript,
} from '../../source/host/lock/host-lock.ts';
import {guarded, refusedCode} from '../../source/host/lock/host-lock-guard.ts';
import {apt} from '../../source/host/packages/package-apt.ts';
import {dnf} from '../../source/host/packages/package-dnf.ts';
import {repository} from '../../source/host/packages/repository.ts';
import {removePackages} from '../../source/host/remove/remove-packages.ts';
import {removeKey, removePlugin} from '../../source/host/remove/remove-plugin.ts';
import {removeService} from '../../source/host/remove/remove-service.ts';
import {listens} from '../../source/host/shell.ts';
import {debian, fakeContext} from '../helpers/context.ts';
import {fakeConnection} from '../helpers/fake-connection.ts';
import {fingerprint} from '../helpers/keys.ts';
import {localConnection} from '../helpers/local-connection.ts';
import {shims} from '../helpers/shims.ts';
import {tempDir} from '../helpers/temp-dir.ts';

/** Values that make `mark` where one becomes a part of a command, without a blank, as a word of a host's answer is. */
const words: Readonly<Record<string, (mark: string) => string>> = {
	'a command substitution': mark => `$(:>${mark})`,
	backticks: mark => `\`:>${mark}\``,
	'single quotes': mark => `';:>${mark};'`,
	'double quotes': mark => `";:>${mark};"`,
	'a second command': mark => `x;:>${mark};`,
};
const values = {...words, 'a line end': (mark: string) => `x\n:>${mark}\n`};

/** A host that has these programs and no others but bash: each keeps the words that it gets. */
function host(names: readonly string[]) {
	const dir = tempDir();
	const [mark, log] = [join(dir, 'mark'), join(dir, 'log')];
	const [, path = ''] = shims(Object.fromEntries(names.map(name => [name, `printf '%s\\0' ${name} "$@" $'\\n' >>${log}`])));
	const only = path.split(':')[0]!;
	symlinkSync('/bin/bash', join(only.replace('PATH=', ''), 'bash'));
	const connection = localConnection({
		prefix: ['/usr/bin/env', '-i', only],
		paths: {'/usr/sbin/': dir, '/run/': dir, '/var/': dir},
	});
	return {
		mark,
		connection,
		/** The words of the calls. */
		calls: () =>
			(existsSync(log) ? readFileSync(log, 'utf8') : '')
				.split('\n\0')
				.filter(Boolean)
				.map(call => call.split('\0').slice(0, -1)),
	};
}

test.each(Object.entries(values))('as a part of a command, %s does run', async (_what, value) => {
	const {connection, mark} = host([]);
	await connection
		.exec(rawCommand(`: ${value(mark)}`))
		.then(async () => existsSync(mark) || (await connection.exec(rawCommand(`: '${value(mark)}'; : "${value(mark)}"`))));
	expect(existsSync(mark)).toBe(true);
});

/** Builders of commands, with the value wherever one of the cluster file or of a host goes. */
const builders: Readonly<Record<string, (value: string) => Command>> = {
	'the names of peers': value => peersScript([value, 'kafka-02']),
	'a host that is to listen': value => listens(value, 1),
	'packages of apt, asked for': value => apt.query([value]),
	'packages of apt, installed': value => apt.install('apt-get', [value]),
	'packages of apt, to be removed': value => apt.removable([value]),
	'packages of apt, removed': value => apt.remove('apt-get', [value]),
	'packages of dnf, asked for': value => dnf.query([value]),
	'packages of dnf, installed': value => dnf.install('dnf', [value]),
	'packages of dnf, to be removed': value => dnf.removable([value]),
	'packages of dnf, removed': value => dnf.remove('dnf', [value]),
};
const programs = (
	'apt-config apt-get apt-mark awk base64 cat comm curl cut dnf dpkg dpkg-query find getent grep head id ip ls mkdir mktemp mv ' +
	'printf rm rmdir rpm sed sleep sort sync systemctl tail tee touch tr true uniq xargs'
).split(' ');

describe.each(Object.entries(builders))('%s', (_what, build) => {
	test.each(Object.entries(values))('hold %s, and it is not run', async (_name, value) => {
		const {connection, mark} = host(programs);
		await connection.exec(build(value(mark)));
		expect(existsSync(mark)).toBe(false);
	});
});

const held = {leader: 'confluent-kafka', family: 'confluent-*'};

/** Steps that take a value of the cluster file or of the journal. */
const steps: Readonly<Record<string, (value: string) => Step>> = {
	'the address of a mirror': value =>
		repository({name: 'confluent', url: `http://${value}`, version: '7.9', key: fingerprint, held}),
	'the version of the platform': value =>
		repository({name: 'confluent', url: 'http://m', version: value, key: fingerprint, held}),
	'a unit and its settings': value => removeService({unit: value, settings: `/etc/${value}`}),
	'the folder of a plug-in': value => removePlugin(`/no/such/${value}`),
	'the end of a fingerprint': value => removeKey(value),
};

describe.each(Object.entries(steps))('%s', (_what, make) => {
	test.each(Object.entries(values))('holds %s, and it is not run', async (_name, value) => {
		const {connection, mark, calls} = host(programs);
		const step = make(value(mark));
		await step.check?.(fakeContext(connection)).catch(() => {});
		await step.apply?.(fakeContext(connection)).catch(() => {});
		expect(existsSync(mark)).toBe(false);
		expect(calls()).not.toEqual([]);
	});
});

test.each(Object.entries(words))('the token of a lock holds %s: it is freed, and nothing is run', async (_what, value) => {
	const root = tempDir();
	const mark = join(tempDir(), 'mark');
	const token = value(mark);
	const {exec} = localConnection();
	const owner: Owner = {who: token, pid: 7, machine: token, cluster: `${token}\n${token}`, since: token};
	const options = {root, token, owner};
	expect(readClaim(await exec(takeScript(options)))).toMatchObject({kind: 'taken', epoch: 1});
	const guard = {root, token, login: 0, step: token};
	// It cannot be a part of a file's name, so no command runs under it.
	expect((await exec(guarded(rawCommand('echo ran'), guard))).code).toBe(refusedCode);
	const holder = readHolder(await exec(lookScript(root)));
	expect(holder).toMatchObject({token, who: token, machine: token});
	await exec(stragglersScript(root, token));
	expect(readClaim(await exec(takeScript({...options, token: 'bbb', over: holder!.token})))).toMatchObject({
		kind: 'taken',
		epoch: 2,
	});
	expect((await exec(releaseScript(root, token))).stdout).toBe('');
	writeFileSync(`${root}/lock/owner`, `${token}\n`);
	expect((await exec(releaseScript(root, holder!.token))).stdout).toBe('freed\n');
	expect(existsSync(mark)).toBe(false);
});

test('how often a lock was taken is a number, whatever its file holds', async () => {
	const root = tempDir();
	const mark = join(tempDir(), 'mark');
	mkdirSync(`${root}/lock`);
	const owner = {who: 'a', pid: 7, machine: 'm', cluster: 'c', since: 'now'};
	for (const [last, epoch] of [
		[`last[$(:>${mark})]`, 1],
		['08', 9],
		['', 1],
	] as const) {
		rmSync(`${root}/lock/owner`, {force: true});
		writeFileSync(`${root}/lock/last`, `${last} aaa\n`);
		const claim = readClaim(await localConnection().exec(takeScript({root, token: 'aaa', owner})));
		expect(claim).toMatchObject({kind: 'taken', epoch});
	}
	expect(existsSync(mark)).toBe(false);
});

/** Applies the opening of port 2181 for kafka-02 on a host whose firewall says this, and returns what its program got. */
async function opened(
	kind: NonNullable<Facts['firewall']>,
	program: string,
	state: (value: string) => string,
	value: (mark: string) => string,
) {
	const {connection, mark, calls} = host([program, ...programs]);
	const asked = fakeConnection([
		{
			command: '/getent/',
			stdout: `== own\n10.0.0.1\n== host kafka-02\n10.0.0.2\n${value(mark)}\n== firewall\n${state(value(mark))}`,
		},
	]);
	const step = firewall({id: 'f', title: 'F', name: 'zookeeper', openings: [{port: 2181, what: 'clients', from: ['kafka-02']}]});
	let first = true;
	const context = fakeContext(connection, {
		facts: {...debian, firewall: kind},
		exec(command, options) {
			const to = first ? asked : connection;
			first = false;
			return to.exec(command, options);
		},
	});
	await step.apply(context);
	expect(existsSync(mark)).toBe(false);
	return {calls: calls().filter(([name]) => name === program), value: value(mark)};
}

describe.each(Object.entries(words))('a firewall whose answer holds %s', (_what, value) => {
	test('ufw gets it as one word', async () => {
		const state = (odd: string) =>
			`### tuple ### allow tcp 2181 0.0.0.0/0 any ${odd} in comment=${Buffer.from('kafka-setup zookeeper').toString('hex')}\n`;
		const got = await opened('ufw', 'ufw', state, value);
		expect(got.calls).toEqual([
			['ufw', 'allow', 'proto', 'tcp', 'from', '10.0.0.2', 'to', 'any', 'port', '2181', 'comment', 'kafka-setup zookeeper'],
			['ufw', 'delete', 'allow', 'proto', 'tcp', 'from', got.value, 'to', 'any', 'port', '2181'],
		]);
	});

	test('firewalld gets it as one word', async () => {
		const state = (odd: string) =>
			`zone ${odd}\nruntime-set ks-zookeeper-${odd} as 1 "10.0.0.7"\nruntime-rules ${odd} as 1 "rule ipset=\\"ks-zookeeper-${odd}\\""\n`;
		const got = await opened('firewalld', 'busctl', state, value);
		expect(got.calls.flat()).toContain(got.value);
	});

	test('nftables gets no rule for it', async () => {
		const chain = (odd: string) => ({family: 'inet', table: 'filter', name: odd, hook: 'input', type: 'filter', policy: 'drop'});
		const state = (odd: string) => `main 1\n${JSON.stringify({nftables: [{chain: chain(odd)}]})}`;
		await expect(opened('nftables', 'nft', state, value)).rejects.toThrow('a name that no rule can be written for');
	});
});

test('a package that is called like an option is not removed', async () => {
	const stdout = 'own kafka\nown -oDpkg::Pre-Invoke=id\nauto --purge\nauto $(id)\nauto libc6:amd64\n';
	const connection = fakeConnection([{command: '/names=/', stdout}]);
	const changes = await removePackages({names: ['kafka']}).check(fakeContext(connection));
	expect(changes.map(({what}) => what)).toEqual(['remove package kafka', 'remove package libc6:amd64']);
});
