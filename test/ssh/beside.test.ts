import {type AddressInfo, createServer} from 'node:net';
import {expect, onTestFinished, test} from 'vitest';
import {sh} from '../../source/core/command.ts';
import {LinkLostError} from '../../source/core/errors.ts';
import type {Transport} from '../../source/core/transports.ts';
import {knownLine, scene} from '../helpers/ssh-scene.ts';
import type {ServerOptions} from '../helpers/ssh-server.ts';
import {tempDir} from '../helpers/temp-dir.ts';
import {transports} from '../helpers/transports.ts';

async function loggedIn(transport: Transport, options: Partial<ServerOptions> = {}, answers: Parameters<typeof scene>[0] = {}) {
	const set = await scene({...answers, transport});
	const server = await set.server(options);
	await set.write('known_hosts', knownLine(server));
	const {connection} = await set.connect({name: 'h1', port: server.port});
	const mark = `${tempDir()}/mark`;
	/** Ends when the other one has run. */
	const waits = sh`until [ -e ${mark} ]; do sleep 0.05; done; echo waited`;
	const marks = sh`touch ${mark}; echo marked`;
	return {set, server, connection, waits, marks};
}

const beside = true;

test.each(transports)('by %s, a command beside others waits for none of them, nor they for it', async transport => {
	const {connection, waits, marks} = await loggedIn(transport);
	const long = connection.exec(waits, {beside});
	expect((await connection.exec(marks)).stdout).toBe('marked\n');
	expect((await long).stdout).toBe('waited\n');
});

test.each(transports)('by %s, those beside run one after the other, with input and output of their own', async transport => {
	const {connection} = await loggedIn(transport);
	const input = Buffer.from('some input');
	const seen: string[] = [];
	const [first, second] = await Promise.all([
		connection.exec(sh`sleep 0.1; cat`, {beside, input, onOutput: (_, text) => seen.push(text)}),
		connection.exec(sh`echo second`, {beside, onOutput: (_, text) => seen.push(text)}),
	]);
	expect([first.stdout, second.stdout]).toEqual(['some input', 'second\n']);
	expect(seen.join('')).toBe('some inputsecond\n');
});

test.each(transports)(
	'by %s, sudo of the second shell gets the password that was given, and nobody is asked again',
	async transport => {
		const {set, server, connection, waits, marks} = await loggedIn(
			transport,
			{root: {sudoPassword: 'right'}},
			{sudoPassword: 'right'},
		);
		const long = connection.exec(waits, {beside});
		await connection.exec(marks);
		expect((await long).code).toBe(0);
		expect((await server.sudoLog()).filter(line => !line.includes('-n'))).toHaveLength(2);
		expect(new Set(set.asked)).toEqual(new Set(['sudo password h1']));
	},
);

test.each(transports)('by %s, a host that opens one session only runs them in turn', async transport => {
	const {connection, marks, waits} = await loggedIn(transport, {sessions: 1});
	const [first, second] = await Promise.all([connection.exec(marks), connection.exec(waits, {beside})]);
	expect([first.stdout, second.stdout]).toEqual(['marked\n', 'waited\n']);
});

test.each(transports)('by %s, a connection that is cut ends both', async transport => {
	const {server, connection} = await loggedIn(transport);
	await connection.exec(sh`true`, {beside});
	const both = [connection.exec(sh`sleep 20`), connection.exec(sh`sleep 20`, {beside})];
	setTimeout(() => server.cut(), 100);
	for (const one of both) await expect(one).rejects.toThrow(LinkLostError);
	await expect(connection.exec(sh`true`, {beside})).rejects.toThrow(LinkLostError);
});

test.each(transports)('by %s, where each channel takes a session, none is spent on a second shell', async transport => {
	// A channel that is destroyed resets its socket here.
	const server = createServer(socket => void socket.on('error', () => {}).end('x'));
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	onTestFinished(() => void server.close());
	const {port} = server.address() as AddressInfo;
	// One for the shell, and two for channels.
	const {connection, marks, waits} = await loggedIn(transport, {forwardsNone: true, sessions: 3});
	const dial = async () => {
		const {channel, bySession} = await connection.dial('127.0.0.1', port);
		channel.destroy();
		return bySession;
	};
	expect(await dial()).toBe(true);
	const [, second] = await Promise.all([connection.exec(marks), connection.exec(waits, {beside})]);
	expect(second.stdout).toBe('waited\n');
	expect(await dial()).toBe(true);
});
