import {readFile, stat} from 'node:fs/promises';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {rawCommand} from '../../../source/core/command.ts';
import type {Transport} from '../../../source/core/transports.ts';
import {ChangedHostKeyError, UnknownHostKeyError} from '../../../source/ssh/errors.ts';
import {shown} from '../../../source/ssh/trust/host-key-refusals.ts';
import {hostKeyCheck} from '../../../source/ssh/trust/host-keys.ts';
import {rulesOf} from '../../helpers/host-key-rules.ts';
import {failure, hostKey, knownLine, scene, userKey} from '../../helpers/ssh-scene.ts';
import {type KeyPair, newKey, publicWords} from '../../helpers/ssh-server.ts';
import {transports} from '../../helpers/transports.ts';

const otherKey = newKey();
const rsaKey = newKey('rsa');
const blobOf = (key: KeyPair) => Buffer.from(publicWords(key).split(' ')[1]!, 'base64');
const identity = {
	name: 'h1',
	address: 'h1',
	port: 22,
	alias: undefined,
	ip: undefined,
	expected: undefined,
	acceptNew: false,
};
const checkBy = (text: string) => hostKeyCheck(identity, rulesOf(text));

async function host(transport: Transport, known: (port: number) => string, keys = [hostKey]) {
	const set = await scene({transport, password: 'pw'});
	const server = await set.server({hostKeys: keys, password: 'pw'});
	await set.write('known_hosts', known(server.port));
	return {...set, server};
}

describe.each(transports)('by %s, a key that is not known', transport => {
	it('is refused before anything is sent, with its fingerprint and the two ways on', async () => {
		const {connect, server, asked} = await host(transport, () => '');
		const error = await failure(connect({name: 'h1', port: server.port}));
		expect(error).toBeInstanceOf(UnknownHostKeyError);
		expect(error).toMatchObject({host: 'h1', address: '127.0.0.1', port: server.port});
		expect((error as UnknownHostKeyError).keys).toEqual([
			{type: 'ssh-ed25519', fingerprint: expect.stringMatching(/^SHA256:[\w+/]{43}$/)},
		]);
		expect(error.hint).toContain('--accept-new-host-keys');
		expect(error.hint).toContain('hostKeys: [SHA256:…]');
		expect(server.tries).toEqual([]);
		expect(asked).toEqual([]);
	});

	it('is taken with its fingerprint in the cluster file, and not otherwise', async () => {
		const {connect, server} = await host(transport, () => '');
		const unknown = (await failure(connect({name: 'h1', port: server.port}))) as UnknownHostKeyError;
		const {fingerprint} = unknown.keys[0]!;
		await connect({name: 'h1', port: server.port, hostKeys: ['SHA256:other', fingerprint]});
		server.tries.length = 0;
		const error = await failure(connect({name: 'h1', port: server.port, hostKeys: ['SHA256:other']}, {acceptNewHostKeys: true}));
		expect(error).toBeInstanceOf(ChangedHostKeyError);
		expect(error.message).toContain('is not the one in the cluster file');
		expect(server.tries).toEqual([]);
	});

	it('is asked for in its other types where the cluster file has the fingerprint of another one', async () => {
		const {connect, server, asked} = await host(transport, () => '', [hostKey, rsaKey]);
		const target = {name: 'h1', port: server.port};
		await connect({...target, hostKeys: [shown(blobOf(rsaKey)).fingerprint]});
		expect(server.connections()).toBe(2);
		server.tries.length = 0;
		const error = await failure(connect({...target, hostKeys: [shown(blobOf(otherKey)).fingerprint]}));
		expect(error).toBeInstanceOf(ChangedHostKeyError);
		expect(error.message).toContain('(ssh-ed25519)');
		expect(server.tries).toEqual([]);
		expect(asked).toEqual([]);
	});

	it('is remembered once when new keys are accepted, in a file only the operator reads', async () => {
		const {connect, server, directory} = await host(transport, () => '');
		const knownHostsFile = join(directory, 'new', 'known');
		const target = {name: 'h1', port: server.port};
		await connect(target, {acceptNewHostKeys: true, knownHostsFile});
		await connect(target, {acceptNewHostKeys: true, knownHostsFile});
		await connect(target, {knownHostsFile});
		expect(await readFile(knownHostsFile, 'utf8')).toBe(`[127.0.0.1]:${server.port} ${publicWords(hostKey)}\n`);
		expect((await stat(knownHostsFile)).mode & 0o777).toBe(0o600);
		expect((await stat(join(directory, 'new'))).mode & 0o777).toBe(0o700);
	});

	it('is added on a line of its own, hashed where ssh_config says so', async () => {
		const {connect, config, server, knownHosts} = await host(transport, () => '# no newline');
		await config({h1: 'HashKnownHosts yes'});
		await connect({name: 'h1', port: server.port}, {acceptNewHostKeys: true});
		expect(await readFile(knownHosts, 'utf8')).toMatch(/^# no newline\n\|1\|[\w+/=]+\|[\w+/=]+ ssh-ed25519 \S+\n$/);
		await connect({name: 'h1', port: server.port});
	});

	it('is remembered for each of many hosts that are new at once', async () => {
		const set = await scene({transport});
		const servers = await Promise.all([1, 2, 3, 4].map(() => set.server()));
		const hosts = servers.map(({port}, index) => ({name: `h${index}`, port}));
		const {failures} = await set.connectAll(hosts, {acceptNewHostKeys: true});
		expect(failures).toEqual([]);
		const lines = (await readFile(set.knownHosts, 'utf8')).trim().split('\n');
		expect(lines.sort()).toEqual(servers.map(server => knownLine(server).trim()).sort());
	});
});

describe.each(transports)('by %s, a key that differs', transport => {
	it('stops the host whatever is accepted or expected, and shows both keys and the line', async () => {
		const {connect, server, knownHosts} = await host(transport, port => `# one\n[127.0.0.1]:${port} ${publicWords(otherKey)}\n`);
		const error = await failure(connect({name: 'h1', port: server.port}, {acceptNewHostKeys: true}));
		expect(error).toBeInstanceOf(ChangedHostKeyError);
		expect((error as ChangedHostKeyError).where).toBe(`${knownHosts}:2`);
		expect((error as ChangedHostKeyError).known).toHaveLength(1);
		expect(error.message).toContain('HAS CHANGED');
		expect(error.hint).toContain(`ssh-keygen -R '[127.0.0.1]:${server.port}' -f ${knownHosts}`);
		expect(server.tries).toEqual([]);
	});

	it('stops the host when it is revoked, under its bare name too', async () => {
		const {connect, server} = await host(
			transport,
			port => `[127.0.0.1]:${port} ${publicWords(hostKey)}\n@revoked * ${publicWords(hostKey)}\n`,
		);
		const error = await failure(connect({name: 'h1', port: server.port}, {acceptNewHostKeys: true}));
		expect(error).toBeInstanceOf(ChangedHostKeyError);
		expect(error.message).toContain('revoked');
		expect(server.tries).toEqual([]);
	});
});

describe.each(transports)('by %s, the type to ask for', transport => {
	it('is the known one, so that a host with more keys raises no alarm', async () => {
		const {connect, server} = await host(transport, port => knownLine({port} as never, rsaKey), [hostKey, rsaKey]);
		const {connection} = await connect({name: 'h1', port: server.port});
		expect((await connection.exec(rawCommand('echo in'))).stdout).toBe('in\n');
	});

	it('is never RSA with SHA-1', () => {
		const {algorithms} = checkBy(`h1 ${publicWords(rsaKey)}`);
		expect(algorithms.slice(0, 2)).toEqual(['rsa-sha2-512', 'rsa-sha2-256']);
		expect(algorithms).not.toContain('ssh-rsa');
		expect(new Set(algorithms).size).toBe(algorithms.length);
	});
});

describe('the check', () => {
	const transport = 'builtin';
	it('takes at rekeying only the very key that it took first, even one that is known too', () => {
		const text = `h1 ${publicWords(hostKey)}\nh1 ${publicWords(otherKey)}\n`;
		const check = checkBy(text);
		expect(check.verify(blobOf(hostKey))).toBe(true);
		expect(check.verify(blobOf(hostKey))).toBe(true);
		expect(check.verify(blobOf(otherKey))).toBe(false);
		expect(check.reason()).toBeInstanceOf(ChangedHostKeyError);
	});

	it('refuses what it can’t make sense of', () => {
		for (const blob of [Buffer.alloc(0), Buffer.from('nonsense'), undefined as never]) {
			const check = checkBy('');
			expect(check.verify(blob)).toBe(false);
			expect(check.reason()).toBeInstanceOf(Error);
		}
	});

	it('stops where known_hosts can’t be read', async () => {
		const {connect, server, directory} = await host(transport, () => '');
		const error = await failure(connect({name: 'h1', port: server.port}, {knownHostsFile: directory, acceptNewHostKeys: true}));
		expect(error.message).toContain('can’t be read');
		expect(server.tries).toEqual([]);
	});

	it('goes by HostKeyAlias where ssh_config has one', async () => {
		const {connect, config, write, server} = await host(transport, () => '');
		await config({h1: 'HostKeyAlias the-host'});
		await write('known_hosts', `the-host ${publicWords(hostKey)}\n`);
		await connect({name: 'h1', port: server.port});
		await write('known_hosts', `the-host ${publicWords(userKey)}\n`);
		expect(await failure(connect({name: 'h1', port: server.port}))).toBeInstanceOf(ChangedHostKeyError);
	});
});
