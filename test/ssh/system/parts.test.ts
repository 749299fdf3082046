import {describe, expect, it} from 'vitest';
import {promptOf} from '../../../source/ssh/system/prompts.ts';
import {masterArguments, proxyOf} from '../../../source/ssh/system/ssh-options.ts';
import {saysDenied, whyEnded} from '../../../source/ssh/system/ssh-refusals.ts';
import {suffices} from '../../../source/ssh/system/ssh-version.ts';

describe('a prompt of ssh', () => {
	it.each([
		["op@h1's password: ", {kind: 'password', byQuestion: false}],
		['(op@h1) Password: ', {kind: 'password', byQuestion: true}],
		['(op@h1) Verification code: ', {kind: 'question', text: 'Verification code: ', ofHost: true}],
		['(op@h1) New password: ', {kind: 'expired'}],
		["Enter op@h1's old password: ", {kind: 'expired'}],
		["Enter passphrase for key '/home/a b/.ssh/id': ", {kind: 'passphrase', file: '/home/a b/.ssh/id'}],
		[
			'Enter PIN for ED25519-SK key /home/a/.ssh/id_sk: ',
			{kind: 'question', text: 'Enter PIN for ED25519-SK key /home/a/.ssh/id_sk: ', ofHost: false},
		],
		// A host that would like to have the passphrase of a key, or the password under another name.
		[
			"(op@h1) Enter passphrase for key '/home/op/.ssh/id': ",
			{kind: 'question', text: "Enter passphrase for key '/home/op/.ssh/id': ", ofHost: true},
		],
		["(op@h1) x) Enter passphrase for key '/k': ", {kind: 'question', text: "x) Enter passphrase for key '/k': ", ofHost: true}],
		['(op@h1) One-time password: ', {kind: 'question', text: 'One-time password: ', ofHost: true}],
		['(op@h1) f\\303\\274r\\033[31m: ', {kind: 'question', text: 'für\x1b[31m: ', ofHost: true}],
	])('“%s” is told apart', (text, prompt) => {
		expect(promptOf(text)).toEqual(prompt);
	});
});

describe('the version of ssh', () => {
	it.each([
		['OpenSSH_9.2p1 Debian-2+deb12u6, OpenSSL 3.0.19', true],
		['OpenSSH_10.0p2, LibreSSL 3.3.6', true],
		['OpenSSH_8.7p1, OpenSSL 3.0.7', true],
		['OpenSSH_8.6p1, LibreSSL 2.8.3', false],
		['OpenSSH_7.9p1', false],
		['Dropbear v2022.83', false],
		['', false],
	])('“%s” suffices: %s', (said, wanted) => {
		expect(suffices(said)).toBe(wanted);
	});
});

describe('why ssh has ended', () => {
	const place = {name: 'h1', address: 'h1.example', port: 22, via: undefined, config: {proxyCommand: undefined}, timeoutMs: 5000};
	it.each([
		['ssh: Could not resolve hostname h1.example: Name or service not known', 'h1: there is no host named h1.example.'],
		[
			'ssh: Could not resolve hostname h1.example: Temporary failure in name resolution',
			'h1: the name h1.example could not be looked up; the name server does not answer.',
		],
		['ssh: connect to host h1.example port 22: Connection refused', 'h1: h1.example refuses connections on port 22.'],
		['ssh: connect to host h1.example port 22: No route to host', 'h1: there is no way to h1.example.'],
		['ssh: connect to host h1.example port 22: Connection timed out', 'h1: h1.example does not answer on port 22.'],
		['Connection timed out during banner exchange', 'h1: no ssh handshake (5 s).'],
		[
			'kex_exchange_identification: Connection closed by remote host',
			'h1: the host closed the connection before the ssh handshake was done.',
		],
		[
			'Unable to negotiate with 10.0.0.1 port 22: no matching key exchange method found. Their offer: mlkem768x25519-sha256',
			'h1: no common key exchange method with its sshd. It offers mlkem768x25519-sha256.',
		],
		['command-line line 0: Bad configuration option: x', 'h1: ssh has ended: command-line line 0: Bad configuration option: x'],
	])('“%s”', async (line, message) => {
		expect((await whyEnded(place, [line], false)).message).toBe(message);
	});

	it('by a refused login is told by what was tried', () => {
		expect(saysDenied(['op@h1.example: Permission denied (publickey,password).'])).toBe(true);
		expect(saysDenied(['Received disconnect from 10.0.0.1 port 22:2: Too many authentication failures'])).toBe(true);
		expect(saysDenied(['bash: /root/x: Permission denied', 'Load key "/k": Permission denied'])).toBe(false);
	});
});

describe('the arguments of ssh', () => {
	const options = {
		lookup: {alias: 'h1', user: undefined, port: undefined, configFile: '/c f'},
		controlPath: '/tmp/ks-x/m',
		helper: '/tmp/ks-x/ask',
		hostKeyAlgorithms: ['ssh-ed25519'],
		identityFile: undefined,
		named: [],
		timeoutMs: 1,
		usualOrder: true,
		proxy: undefined,
	};

	it('end with the host, which can’t be an option, and leave what ssh -G was not given to ssh_config', () => {
		const args = masterArguments({...options, lookup: {...options.lookup, alias: '-oProxyCommand=x'}});
		expect(args.slice(0, 2)).toEqual(['-F', '/c f']);
		expect(args.slice(-2)).toEqual(['--', '-oProxyCommand=x']);
		expect(args).not.toContain('-l');
		expect(args).not.toContain('-p');
	});

	it('hold one line each', () => {
		expect(() => masterArguments({...options, proxy: 'x\nProxyCommand=y'})).toThrow('more than one line');
	});

	it('go through a jump host by its control socket alone, quoted for the shell and for ssh', () => {
		const config = {proxyCommand: undefined};
		const via = {name: 'hop', controlPath: '/tmp/ks-y/m'} as never;
		const proxy = proxyOf({via, address: 'fe80::1%eth0', port: 22, config});
		expect(proxy).toBe(
			"ssh -F none -S /tmp/ks-y/m -o 'ProxyCommand=exit 255' -o 'BatchMode=yes' -o 'StrictHostKeyChecking=yes' -W '[fe80::1%%eth0]:22' -- jump-host",
		);
		expect(proxyOf({via, address: "x'; touch /y", port: 22, config})).toContain(`-W 'x'\\''; touch /y:22'`);
		expect(proxyOf({via: undefined, address: 'h', port: 22, config})).toBe('none');
		expect(proxyOf({via: undefined, address: 'h', port: 22, config: {proxyCommand: 'nc'}})).toBeUndefined();
		expect(() => proxyOf({via: {name: 'hop'} as never, address: 'h', port: 22, config})).toThrow(TypeError);
	});
});
