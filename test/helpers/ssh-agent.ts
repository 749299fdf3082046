import {mkdtemp, rm} from 'node:fs/promises';
import {createServer} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import ssh2 from 'ssh2';
import {onTestFinished} from 'vitest';
import type {KeyPair} from './ssh-server.ts';

/** An ssh agent that holds `keys`; gives its socket. */
export async function startAgent(keys: readonly KeyPair[]): Promise<string> {
	const directory = await mkdtemp(join(tmpdir(), 'ssh-agent-'));
	const socket = join(directory, 'agent');
	const held = keys.map(key => ssh2.utils.parseKey(key.private) as ssh2.ParsedKey);
	const server = createServer(connection => {
		const agent = new ssh2.AgentProtocol(false);
		agent.on('identities', request => agent.getIdentitiesReply(request, held));
		agent.on('sign', (request, publicKey, data, {hash}) => {
			const key = held.find(one => one.getPublicSSH().equals(publicKey.getPublicSSH()));
			if (key === undefined) agent.failureReply(request);
			else agent.signReply(request, key.sign(data, hash));
		});
		connection.on('error', () => {});
		connection.pipe(agent).pipe(connection);
	});
	await new Promise<void>(resolve => server.listen(socket, resolve));
	onTestFinished(async () => {
		await new Promise<void>(resolve => server.close(() => resolve()));
		await rm(directory, {recursive: true, force: true});
	});
	return socket;
}
