import {readFile} from 'node:fs/promises';
import {describe, expect, it, onTestFinished} from 'vitest';
import {connector} from '../../../source/ssh/connect.ts';
import {ChangedHostKeyError, UnknownHostKeyError} from '../../../source/ssh/errors.ts';
import {hostKeyCheck} from '../../../source/ssh/trust/host-keys.ts';
import {trustStore} from '../../../source/ssh/trust/trust-store.ts';
import {rulesOf} from '../../helpers/host-key-rules.ts';
import {recordingServer} from '../../helpers/recording-server.ts';
import {failure, hostKey, knownLine, scene, userKey} from '../../helpers/ssh-scene.ts';
import {type KeyPair, newKey, publicWords} from '../../helpers/ssh-server.ts';
import {transports} from '../../helpers/transports.ts';

const other = newKey();
const blobOf = (key: KeyPair) => Buffer.from(publicWords(key).split(' ')[1]!, 'base64');

describe.each(transports)('by %s, a key that a host has shown', transport => {
	it.each([
		['was known', false],
		['was new', true],
	])('is the only one that will do until the run ends, where it %s', async (_title, acceptNewHostKeys) => {
		const set = await scene({transport});
		const first = await set.server();
		const {port} = first;
		await set.write('known_hosts', acceptNewHostKeys ? '' : knownLine(first));
		const ssh = connector({...set.settings, acceptNewHostKeys});
		const host = {name: 'h1', port};
		const {connection} = await ssh.one(host);
		await connection.close();
		await first.close();
		// It comes back as another machine, and known_hosts knows that one too.
		const second = await set.server({hostKeys: [other], port});
		await set.write('known_hosts', knownLine(second, other));
		const error = await failure(ssh.one(host));
		expect(error).toBeInstanceOf(ChangedHostKeyError);
		expect(error.message).toContain('HAS CHANGED');
		expect(second.tries).toEqual([]);
		await (await connector(set.settings).one(host)).connection.close();
	});

	it('binds each host for itself, also where they share an alias', async () => {
		const set = await scene({transport});
		const [one, two] = [await set.server(), await set.server({hostKeys: [other]})];
		await set.config({}, 'HostKeyAlias cluster');
		await set.write('known_hosts', `cluster ${publicWords(hostKey)}\ncluster ${publicWords(other)}\n`);
		const {logins, failures} = await set.connectAll([
			{name: 'h1', port: one.port},
			{name: 'h2', port: two.port},
		]);
		expect(failures).toEqual([]);
		expect(logins).toHaveLength(2);
	});
});

describe('a new key', () => {
	it.each(['none', '/dev/null'])('is not accepted where UserKnownHostsFile %s would not remember it', async file => {
		const set = await scene();
		const server = await set.server();
		await set.config({h1: `UserKnownHostsFile ${file}`});
		const error = await failure(set.connect({name: 'h1', port: server.port}, {acceptNewHostKeys: true}));
		expect(error.message).toContain(`UserKnownHostsFile in ssh_config is ${file}, so it would not be remembered`);
		expect(error.hint).toContain('ssh.knownHostsFile');
		expect(server.requests()).toBe(0);
		await set.connect({name: 'h1', port: server.port}, {acceptNewHostKeys: true, knownHostsFile: set.knownHosts});
		expect(await readFile(set.knownHosts, 'utf8')).toBe(knownLine(server));
	});

	it('is not accepted where the file can’t be written, and nothing is sent', async () => {
		const set = await scene();
		const server = await set.server();
		const knownHostsFile = await set.write('file', '').then(file => `${file}/known_hosts`);
		const error = await failure(set.connect({name: 'h1', port: server.port}, {acceptNewHostKeys: true, knownHostsFile}));
		expect(error.message).toContain(knownHostsFile);
		expect(server.requests()).toBe(0);
	});

	it('is not accepted under a name that would be a pattern', async () => {
		const set = await scene();
		const server = await set.server();
		await set.config({h1: 'HostKeyAlias h*'});
		const error = await failure(set.connect({name: 'h1', port: server.port}, {acceptNewHostKeys: true}));
		expect(error.message).toContain('can’t stand in known_hosts as a name');
		expect(await readFile(set.knownHosts, 'utf8')).toBe('');
	});

	it('is found by whoever reads the store after it was added, or while it was', async () => {
		const {directory} = await scene();
		const path = `${directory}/known_hosts`;
		const store = trustStore();
		const added = store.remember(path, 'h1', blobOf(hostKey), false);
		await store.read([path]);
		await added;
		const [file] = await store.read([path]);
		expect(file?.text).toContain(publicWords(hostKey));
	});
});

describe.each(transports)('by %s, no authentication request', transport => {
	it.each([
		['an unknown key', () => '', UnknownHostKeyError],
		['a changed key', (name: string) => `${name} ${publicWords(other)}\n`, ChangedHostKeyError],
		[
			'a revoked key',
			(name: string) => `${name} ${publicWords(hostKey)}\n@revoked * ${publicWords(hostKey)}\n`,
			ChangedHostKeyError,
		],
	] as const)('reaches a host with %s', async (_title, known, kind) => {
		const set = await scene({transport, password: 'canary'});
		const server = await recordingServer([hostKey]);
		onTestFinished(() => server.close());
		const host = {name: 'h1', port: server.port};
		await set.write('known_hosts', known(`[127.0.0.1]:${server.port}`));
		expect(await failure(set.connect(host))).toBeInstanceOf(kind);
		expect(server.requests).toEqual([]);
		// The server does take note: with the key that is known it gets there.
		await set.write('known_hosts', `[127.0.0.1]:${server.port} ${publicWords(hostKey)}\n`);
		await failure(set.connect(host));
		expect(server.requests).not.toEqual([]);
	});
});

describe('CheckHostIP', () => {
	const check = (known: string) =>
		hostKeyCheck(
			{name: 'h1', address: 'h1', port: 22, alias: undefined, ip: '192.0.2.1', expected: undefined, acceptNew: true},
			rulesOf(`h1 ${publicWords(hostKey)}\n${known}`),
		);

	it.each([
		['no key', '', true],
		['the same key', `192.0.2.1 ${publicWords(hostKey)}`, true],
		['another key', `192.0.2.1 ${publicWords(userKey)}`, false],
		['the key revoked', `@revoked 192.0.2.1 ${publicWords(hostKey)}`, false],
		['a line that can’t be read', '192.0.2.1 ssh-ed25519 AAAA', false],
	])('judges the key that the address has as well: %s', (_title, known, taken) => {
		expect(check(known).verify(blobOf(hostKey))).toBe(taken);
	});
});
