import type {Socket} from 'node:net';
import {fieldsOf, u32} from './fields.ts';
import {packets, sendPacket} from './packets.ts';

/** OpenSSH's PROTOCOL.mux. */
const mux = {hello: 1, version: 4, proxy: 0x1000000f, proxied: 0x8000000f} as const;

/** Greets the master and asks it to carry packets. */
export function greet(socket: Socket): Promise<void> {
	return new Promise((resolve, reject) => {
		const fail = (why: string) => {
			socket.destroy();
			reject(new Error(`the control socket of ssh does not answer as it should: ${why}`));
		};
		let answers = 0;
		const read = packets(packet => {
			try {
				const type = fieldsOf(packet).u32();
				if (type !== [mux.hello, mux.proxied][answers++]) return fail(`message ${type}`);
			} catch {
				return fail('a short message');
			}
			if (answers < 2) return;
			socket.removeAllListeners('data');
			socket.removeAllListeners('error');
			socket.removeAllListeners('close');
			resolve();
		}, fail);
		socket.on('data', read);
		socket.on('error', error => fail(error.message));
		socket.on('close', () => fail('it was closed'));
		sendPacket(socket, [u32(mux.hello), u32(mux.version)]);
		sendPacket(socket, [u32(mux.proxy), u32(0)]);
	});
}
