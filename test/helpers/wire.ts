import {type AddressInfo, connect, createServer, type Socket} from 'node:net';

type Pair = {readonly client: Socket; readonly upstream: Socket};

/** A cable to a host that a test can pull: a TCP proxy on a port of the loopback address. */
export type Wire = {
	readonly port: number;
	/** Not a byte goes through any more, in either direction, and neither end is told. */
	freeze(): void;
	/** What was frozen stays so for ever, as for a laptop that came back with another address; new connections go through. */
	abandon(): void;
	close(): void;
};

export async function wireTo(host: string, port: number): Promise<Wire> {
	const pairs = new Set<Pair>();
	const waiting: Socket[] = [];
	let frozen = false;

	const open = (client: Socket) => {
		const upstream = connect({host, port, noDelay: true});
		const pair = {client, upstream};
		pairs.add(pair);
		for (const [from, to] of [
			[client, upstream],
			[upstream, client],
		] as const) {
			from.pipe(to);
			from.on('error', () => to.destroy());
			from.on('close', () => {
				to.destroy();
				pairs.delete(pair);
			});
		}
	};
	const server = createServer({noDelay: true, pauseOnConnect: true}, client => {
		client.on('error', () => {});
		if (frozen) waiting.push(client);
		else open(client);
	});
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	return {
		port: (server.address() as AddressInfo).port,
		freeze() {
			frozen = true;
			for (const {client, upstream} of pairs) {
				for (const socket of [client, upstream]) {
					socket.unpipe();
					socket.pause();
					socket.removeAllListeners('close');
				}
			}
		},
		abandon() {
			frozen = false;
			for (const client of waiting.splice(0)) open(client);
		},
		close() {
			server.close();
			for (const {client, upstream} of pairs) {
				client.destroy();
				upstream.destroy();
			}
			for (const client of waiting) client.destroy();
		},
	};
}
