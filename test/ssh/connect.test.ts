import type {AddressInfo} from 'node:net';
import {createServer, type Server as NetServer} from 'node:net';
import {describe, expect, it, onTestFinished} from 'vitest';
import {rawCommand} from '../../source/core/command.ts';
import {ConnectError} from '../../source/core/errors.ts';
import {ChangedHostKeyError, UnknownHostKeyError, UnreachableError} from '../../source/ssh/errors.ts';
import {failure, knownLine, scene} from '../helpers/ssh-scene.ts';
import {newKey, publicWords} from '../helpers/ssh-server.ts';
import {transports} from '../helpers/transports.ts';

async function listen(server: NetServer): Promise<number> {
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	onTestFinished(() => new Promise<void>(resolve => void server.close(() => resolve())));
	return (server.address() as AddressInfo).port;
}

describe.each(transports)('by %s, logging in to many hosts', transport => {
	it('tells of each failure and keeps the logins in order', async () => {
		const set = await scene({transport});
		const [one, two] = await Promise.all([set.server(), set.server()]);
		await set.write('known_hosts', knownLine(one) + knownLine(two));
		const hosts = [
			{name: 'h1', port: one.port},
			{name: 'h2', port: 1},
			{name: 'h3', port: two.port},
		];
		const {logins, failures} = await set.connectAll(hosts);
		expect(logins.map(({host, address, port, user}) => ({host, address, port, user}))).toEqual([
			{host: hosts[0], address: '127.0.0.1', port: one.port, user: 'op'},
			{host: hosts[2], address: '127.0.0.1', port: two.port, user: 'op'},
		]);
		expect(failures).toEqual([{host: hosts[1], error: expect.any(UnreachableError)}]);
	});

	it('takes one connection a host', async () => {
		const set = await scene({transport});
		const server = await set.server({root: 'nopasswd'});
		await set.write('known_hosts', knownLine(server));
		const {connection} = await set.connect({name: 'h1', port: server.port});
		await Promise.all([
			connection.exec(rawCommand('true')),
			connection.exec(rawCommand('cat'), {input: Buffer.from('x')}),
			connection.exec(rawCommand('true')),
		]);
		expect(server.connections()).toBe(1);
	});
});

describe.each(transports)('by %s, a host that can’t be reached', transport => {
	it.each([
		['refuses', {name: 'h1', port: 1}, /^h1: 127.0.0.1 refuses connections on port 1\.$/],
		[
			'has no address',
			{name: 'h1', address: 'nowhere.invalid'},
			/^h1: (there is no host named nowhere.invalid|the name nowhere.invalid could not be looked up)/,
		],
	])('says when it %s', async (_title, host, message) => {
		const set = await scene({transport});
		await set.config({'nowhere.invalid': 'HostName nowhere.invalid'});
		const error = await failure(set.connect(host));
		expect(error).toBeInstanceOf(UnreachableError);
		expect(error.message).toMatch(message);
		expect(error.hint).not.toBe('');
	});

	it('says when something listens and keeps silent', async () => {
		const set = await scene({transport});
		const port = await listen(createServer(socket => onTestFinished(() => void socket.destroy())));
		const error = await failure(set.connect({name: 'h1', port}, {connectTimeoutMs: 200}));
		expect(error).toBeInstanceOf(UnreachableError);
		expect(error.message).toBe('h1: no ssh handshake (0.2 s).');
	});

	it.each([
		['hangs up', ''],
		['is not sshd', 'HTTP/1.1 400 Bad Request\r\n\r\n'],
	])('says when what listens there %s', async (_title, text) => {
		const set = await scene({transport});
		const port = await listen(
			createServer(
				socket =>
					void socket
						.on('error', () => {})
						.resume()
						.end(text),
			),
		);
		const error = await failure(set.connect({name: 'h1', port}));
		expect(error).toBeInstanceOf(UnreachableError);
		expect(error.message).toMatch(/^h1: .*(closed the connection|handshake)/);
	});
});

describe.each(transports)('by %s, a jump host', transport => {
	async function behind(hopKnown = true) {
		const set = await scene({transport});
		const [hop, one, two] = await Promise.all([set.server(), set.server(), set.server()]);
		await set.write('known_hosts', (hopKnown ? knownLine(hop) : '') + knownLine(one) + knownLine(two));
		return {...set, hop, one, two};
	}

	it('is entered once for all hosts behind it, and left after the last', async () => {
		const {config, connectAll, hop, one, two} = await behind();
		await config({hop: `Port ${hop.port}`, 'h*': 'ProxyJump hop'});
		const {logins, failures} = await connectAll([
			{name: 'h1', port: one.port},
			{name: 'h2', port: two.port},
		]);
		expect(failures).toEqual([]);
		const outputs = await Promise.all(logins.map(({connection}) => connection.exec(rawCommand('echo in'))));
		expect(outputs.map(({stdout}) => stdout)).toEqual(['in\n', 'in\n']);
		expect([hop, one, two].map(server => server.connections())).toEqual([1, 1, 1]);
		for (const {connection} of logins) await connection.close();
		await hop.gone();
	});

	it('may stand behind another, in a list or by its own ProxyJump', async () => {
		const {config, connect, hop, one, two} = await behind();
		await config({
			hop: `Port ${hop.port}`,
			middle: `Port ${one.port}\nProxyJump hop`,
			listed: `Port ${two.port}\nProxyJump hop,op@middle`,
			nested: `Port ${two.port}\nProxyJump middle`,
		});
		for (const name of ['listed', 'nested']) {
			const {connection} = await connect({name});
			expect((await connection.exec(rawCommand('echo in'))).stdout).toBe('in\n');
		}
		expect([hop, one, two].map(server => server.connections())).toEqual([2, 2, 2]);
	});

	it('is reached directly where ProxyJump holds for every host', async () => {
		const {config, connect, hop, one} = await behind();
		await config({hop: `Port ${hop.port}`}, 'ProxyJump hop');
		await connect({name: 'h1', port: one.port});
		expect(hop.connections()).toBe(1);
	});

	it('that leads in circles is found out', async () => {
		const {config, connect} = await behind();
		await config({a: 'HostName a\nProxyJump b', b: 'HostName b\nProxyJump a'});
		const error = await failure(connect({name: 'a'}));
		expect(error).toBeInstanceOf(ConnectError);
		expect(error.message).toContain('ProxyJump loop');
	});

	it('is checked under its own name, and is the one that the error names', async () => {
		const {config, connect, write, hop, one} = await behind(false);
		await config({hop: `Port ${hop.port}`, h1: 'ProxyJump hop'});
		const error = await failure(connect({name: 'h1', port: one.port}));
		expect(error).toBeInstanceOf(UnknownHostKeyError);
		expect(error.message).toMatch(/^hop: /);
		await write('known_hosts', `${knownLine(hop)}[127.0.0.1]:${one.port} ${publicWords(newKey())}\n`);
		const changed = await failure(connect({name: 'h1', port: one.port}));
		expect(changed).toBeInstanceOf(ChangedHostKeyError);
		expect(changed.message).toMatch(/^h1: /);
		await hop.gone();
	});

	it('that can’t get further says to where', async () => {
		const {config, connect, hop} = await behind();
		await config({hop: `Port ${hop.port}`, h1: 'ProxyJump hop'});
		const error = await failure(connect({name: 'h1', port: 1}));
		expect(error).toBeInstanceOf(UnreachableError);
		expect(error.message).toMatch(/^h1: the jump host hop does not get to 127.0.0.1 port 1/);
	});

	it('that dies takes the links behind it with it', async () => {
		const {config, connect, hop, one} = await behind();
		await config({hop: `Port ${hop.port}`, h1: 'ProxyJump hop'});
		const {connection} = await connect({name: 'h1', port: one.port});
		const running = failure(connection.exec(rawCommand('sleep 60')));
		hop.cut();
		expect((await running).message).toContain('not known');
	});
});

it('refuses a ProxyCommand, which it can’t do', async () => {
	const set = await scene();
	await set.config({h1: 'ProxyCommand nc %h %p'});
	const error = await failure(set.connect({name: 'h1'}));
	expect(error).toBeInstanceOf(ConnectError);
	expect(error.message).toContain('ProxyCommand');
});
