import {type AddressInfo, createServer, type Server as NetServer, type Socket} from 'node:net';
import {describe, expect, it, onTestFinished} from 'vitest';
import type {Channel} from '../../source/core/connection.ts';
import {DialError, LinkLostError} from '../../source/core/errors.ts';
import type {Transport} from '../../source/core/transports.ts';
import {failure, knownLine, scene} from '../helpers/ssh-scene.ts';
import type {ServerOptions} from '../helpers/ssh-server.ts';
import {transports} from '../helpers/transports.ts';

/** A server that sends back what comes, and counts who is there. */
async function echo() {
	const sockets = new Set<Socket>();
	const server: NetServer = createServer(socket => {
		sockets.add(socket);
		socket.on('error', () => {});
		socket.on('close', () => sockets.delete(socket));
		socket.pipe(socket);
	});
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	onTestFinished(() => {
		for (const socket of sockets) socket.destroy();
		server.close();
	});
	return {port: (server.address() as AddressInfo).port, sockets};
}

async function loggedIn(options: Partial<ServerOptions>, transport: Transport) {
	const set = await scene({transport});
	const server = await set.server(options);
	await set.write('known_hosts', knownLine(server));
	const {connection} = await set.connect({name: 'h1', port: server.port}, {connectTimeoutMs: 5000});
	return {server, connection};
}

/** What comes back until so many bytes are there, or nothing more comes. */
async function read(channel: Channel, length: number): Promise<Buffer> {
	let bytes = Buffer.alloc(0);
	for await (const piece of channel) {
		bytes = Buffer.concat([bytes, piece]);
		if (bytes.length >= length) break;
	}
	return bytes;
}

const every = Buffer.from(Array.from({length: 256 * 400}, (_, index) => index % 256));

const ways = [
	['sshd', {}, false],
	['a session, where sshd forwards nothing', {forwardsNone: true}, true],
] as const;

describe.each(transports.flatMap(transport => ways.map(way => [transport, ...way] as const)))(
	'by %s, a channel to a port, by %s',
	(transport, _by, options, bySession) => {
		it('carries all bytes, both ways, and several at once', async () => {
			const {port, sockets} = await echo();
			const {connection} = await loggedIn(options, transport);
			const all = await Promise.all([connection.dial('127.0.0.1', port), connection.dial('127.0.0.1', port)]);
			for (const dialed of all) expect(dialed.bySession).toBe(bySession);
			for (const {channel} of all) channel.write(every);
			for (const {channel} of all) expect((await read(channel, every.length)).equals(every)).toBe(true);
			for (const {channel} of all) channel.destroy();
			await expect.poll(() => sockets.size).toBe(0);
		});

		it('ends when the port is closed', async () => {
			const {port, sockets} = await echo();
			const {connection} = await loggedIn(options, transport);
			const {channel} = await connection.dial('127.0.0.1', port);
			channel.write(Buffer.from('x'));
			let text = '';
			for await (const piece of channel) {
				text += Buffer.from(piece).toString();
				for (const socket of sockets) socket.end();
			}
			expect(text).toBe('x');
		});

		it('to a port at which nothing listens is an error of the port', async () => {
			const {connection} = await loggedIn(options, transport);
			const error = await failure(connection.dial('127.0.0.1', 1));
			expect(error).toBeInstanceOf(DialError);
			expect(error).toMatchObject({noWay: false, message: expect.stringMatching(/^h1 does not reach port 1 of 127\.0\.0\.1$/)});
		});

		it('is lost with the link', async () => {
			const {port} = await echo();
			const {server, connection} = await loggedIn(options, transport);
			const {channel} = await connection.dial('127.0.0.1', port);
			server.cut();
			await read(channel, 1).catch(() => {});
			await expect.poll(() => failure(connection.dial('127.0.0.1', port))).toBeInstanceOf(LinkLostError);
		});
	},
);

it.each(transports)('by %s, that is not opened in time is an error of the port', async transport => {
	const {connection} = await loggedIn({forwardsNever: true}, transport);
	expect(await failure(connection.dial('127.0.0.1', 1))).toMatchObject({
		noWay: false,
		message: 'h1 does not reach port 1 of 127.0.0.1',
	});
});

it.each(transports)('by %s, a session that says something of its own carries nothing, and is closed', async transport => {
	const {port, sockets} = await echo();
	const {connection} = await loggedIn({forwardsNone: true, noise: 'Welcome!'}, transport);
	expect(await failure(connection.dial('127.0.0.1', port))).toMatchObject({noWay: true});
	await expect.poll(() => sockets.size).toBe(0);
});

it.each(transports)('by %s, where neither is to be had, that is said', async transport => {
	const {port} = await echo();
	const {connection} = await loggedIn({forwardsNone: true, sessions: 1}, transport);
	expect(await failure(connection.dial('127.0.0.1', port))).toMatchObject({noWay: true});
});
