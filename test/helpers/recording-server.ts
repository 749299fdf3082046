import type {AddressInfo, Socket} from 'node:net';
import ssh2 from 'ssh2';
import type {KeyPair} from './ssh-server.ts';

export type RecordingServer = {
	readonly port: number;
	/** The user of each authentication request, of `none` too, in order. */
	readonly requests: string[];
	close(): Promise<void>;
};

/** An ssh server on 127.0.0.1 that lets nobody in, and notes who got so far as to ask. */
export async function recordingServer(hostKeys: readonly KeyPair[]): Promise<RecordingServer> {
	const requests: string[] = [];
	const sockets = new Set<Socket>();
	const server = new ssh2.Server({hostKeys: hostKeys.map(key => key.private)}, client => {
		const socket = (client as unknown as {_sock: Socket})._sock;
		socket.setNoDelay(true);
		sockets.add(socket);
		client.on('error', () => {});
		client.on('close', () => sockets.delete(socket));
		client.on('authentication', context => {
			requests.push(context.username);
			context.reject(['publickey']);
		});
	});
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	return {
		port: (server.address() as AddressInfo).port,
		requests,
		close() {
			for (const socket of sockets) socket.destroy();
			return new Promise(resolve => server.close(() => resolve()));
		},
	};
}
