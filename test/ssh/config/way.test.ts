import {createRequire} from 'node:module';
import {describe, expect, it, onTestFinished} from 'vitest';
import type {Transport} from '../../../source/core/transports.ts';
import {builtinKeyExchanges} from '../../../source/ssh/config/needs.ts';
import {routeTo} from '../../../source/ssh/config/route.ts';
import {hostConfig} from '../../../source/ssh/config/ssh-config.ts';
import {waysOf} from '../../../source/ssh/config/way.ts';
import {keyStore} from '../../../source/ssh/login/identity-file.ts';
import {sshVersion} from '../../helpers/ssh-oracle.ts';
import {failure, scene, userKey} from '../../helpers/ssh-scene.ts';

/** What carries the login to each hop of the way to `h1`. */
async function ways(text: string, transport: Transport, files: Readonly<Record<string, string>> = {}) {
	return (await found(text, transport, files)).map(({system, because}) => (system ? (because ?? true) : false));
}

async function found(text: string, transport: Transport, files: Readonly<Record<string, string>> = {}) {
	const set = await scene();
	for (const [name, content] of Object.entries(files)) await set.write(name, content);
	const rest = `\nHost *\n\tHostName %h.example\n\tIdentityFile none\n\tGSSAPIAuthentication no\n`;
	const configFile = await set.write('c', text.replaceAll('DIR', set.directory) + rest);
	const config = await hostConfig({alias: 'h1', user: undefined, port: undefined, configFile});
	const hops = await routeTo('h1', config);
	const keys = keyStore(async () => undefined);
	const options = {transport, identityFile: undefined, keys};
	const all = await waysOf([...hops, {alias: 'h1', config}], options);
	return all.map(({because, ...way}) => ({
		...way,
		...(because === undefined ? {} : {because: because.replaceAll(set.directory, 'DIR')}),
	}));
}

it('the key exchanges of the built-in transport are those of its library', () => {
	const {DEFAULT_KEX} = createRequire(import.meta.url)('ssh2/lib/protocol/constants.js') as {DEFAULT_KEX: string[]};
	expect([...builtinKeyExchanges].sort()).toEqual([...DEFAULT_KEX].sort());
});

describe.skipIf(sshVersion() === undefined)('auto', () => {
	it.each([
		['nothing special', 'Host h1\n\tUser op', false],
		['a ProxyCommand', 'Host h1\n\tProxyCommand nc %h %p', 'ProxyCommand in ssh_config'],
		['no ProxyCommand', 'Host h1\n\tProxyCommand none', false],
		['certificates', 'Host h1\n\tCertificateFile DIR/x-cert.pub', 'CertificateFile in ssh_config'],
		['smart cards', 'Host h1\n\tPKCS11Provider /lib/p11.so', 'PKCS11Provider in ssh_config'],
		[
			'key exchanges that the library lacks',
			'Host h1\n\tKexAlgorithms sntrup761x25519-sha512@openssh.com',
			'KexAlgorithms in ssh_config',
		],
		['key exchanges of which it has one', 'Host h1\n\tKexAlgorithms sntrup761x25519-sha512@openssh.com,curve25519-sha256', false],
	])('for a host with %s', async (_title, text, way) => {
		expect(await ways(text, 'auto')).toEqual([way]);
	});

	it('takes OpenSSH’s ssh where a key is a security key, or has a certificate beside it', async () => {
		const text = 'Host h1\n\tIdentityFile DIR/key';
		const sk = 'sk-ssh-ed25519@openssh.com AAAAGnNrLXNzaC1lZDI1NTE5QG9wZW5zc2guY29t x\n';
		expect(await ways(text, 'auto', {key: userKey.private})).toEqual([false]);
		expect(await ways(text, 'auto', {key: sk})).toEqual(['the key DIR/key (sk-ssh-ed25519@openssh.com)']);
		expect(await ways(text, 'auto', {key: userKey.private, 'key-cert.pub': 'x'})).toEqual(['the certificate DIR/key-cert.pub']);
	});

	it('takes it for the jump hosts before a host that needs it, and not behind one that does', async () => {
		const needs = 'CertificateFile in ssh_config';
		expect(await ways('Host h1\n\tProxyJump hop\n\tCertificateFile /x', 'auto')).toEqual([needs, needs]);
		expect(await ways('Host h1\n\tProxyJump hop\nHost hop\n\tCertificateFile /x', 'auto')).toEqual([needs, false]);
		expect(await ways('Host h1\n\tProxyJump hop\nHost hop\n\tProxyCommand nc %h %p', 'auto')).toEqual([
			'ProxyCommand in ssh_config',
			false,
		]);
	});
});

it('builtin refuses a ProxyCommand and names the way out; system takes everything', async () => {
	const text = 'Host h1\n\tProxyCommand nc %h %p';
	const error = await failure(ways(text, 'builtin'));
	expect(error.message).toBe('h1: ssh_config wants a ProxyCommand to reach it, which the built-in transport does not run.');
	expect(error.hint).toContain('transport: auto');
	expect(await ways('Host h1\n\tProxyJump hop', 'builtin')).toEqual([false, false]);
	expect(await ways('Host h1\n\tProxyJump hop', 'system')).toEqual([true, true]);
});

describe.each([
	['with ssh', sshVersion() === undefined],
	['without ssh', false],
])('%s, what the built-in transport does not follow', (title, skipped) => {
	it.skipIf(skipped).each([
		['BindAddress 127.0.0.1', ['BindAddress']],
		['AddressFamily inet', ['AddressFamily']],
		['Ciphers aes128-ctr\n\tMACs hmac-sha2-256\n\tKexAlgorithms curve25519-sha256', undefined],
		['PreferredAuthentications password', ['PreferredAuthentications']],
		['CertificateFile /x', ['CertificateFile']],
		['PKCS11Provider /lib/p11.so', ['PKCS11Provider']],
		[
			'AddressFamily any\n\tPreferredAuthentications password\n\tBindAddress 127.0.0.1',
			['BindAddress', 'PreferredAuthentications'],
		],
		['User op\n\tPort 22\n\tCompression yes\n\tServerAliveInterval 5\n\tStrictHostKeyChecking no', undefined],
	])('is named: %j', async (text, names) => {
		const path = process.env.PATH;
		if (title === 'without ssh') process.env.PATH = '/nonexistent';
		onTestFinished(() => {
			process.env.PATH = path;
		});
		expect((await found(`Host h1\n\t${text}`, 'builtin')).map(({notFollowed}) => notFollowed)).toEqual([names]);
	});

	it.skipIf(skipped)('on a jump host counts as well, but where it connects from is a matter of the first alone', async () => {
		const text =
			'Host h1\n\tProxyJump hop\n\tBindAddress 127.0.0.1\nHost hop\n\tBindAddress 127.0.0.1\n\tPreferredAuthentications publickey';
		const all = await found(text, 'builtin');
		expect(all.map(({notFollowed}) => notFollowed)).toEqual([['BindAddress', 'PreferredAuthentications'], undefined]);
	});
});

it.skipIf(sshVersion() === undefined)('what OpenSSH’s own ssh carries follows all of it', async () => {
	for (const transport of ['system', 'auto'] as const) {
		const [way] = await found('Host h1\n\tCertificateFile /x\n\tPreferredAuthentications publickey', transport);
		expect(way).not.toHaveProperty('notFollowed');
	}
});
