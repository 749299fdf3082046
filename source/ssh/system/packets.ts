import type {Socket} from 'node:net';
import {string} from './fields.ts';

/** No message is longer: the most in a packet of data is `packetBytes`. */
const longest = 256 * 1024;

/** Cuts what comes from the control socket into messages, each behind its length. */
export function packets(onPacket: (packet: Buffer) => void, onBroken: (why: string) => void): (bytes: Buffer) => void {
	let held: Buffer[] = [];
	let size = 0;
	let broken = false;
	return bytes => {
		if (broken) return;
		held.push(bytes);
		size += bytes.length;
		while (size >= 4) {
			if (held[0]!.length < 4) held = [Buffer.concat(held)];
			const length = held[0]!.readUInt32BE(0);
			if (length > longest) {
				broken = true;
				return onBroken(`a message of ${length} bytes`);
			}
			if (size < 4 + length) return;
			const all = held.length === 1 ? held[0]! : Buffer.concat(held);
			held = [all.subarray(4 + length)];
			size -= 4 + length;
			onPacket(all.subarray(4, 4 + length));
		}
	};
}

/** Writes a message; calls back when the socket has taken it. */
export function sendPacket(socket: Socket, parts: readonly Uint8Array[], onTaken?: () => void): void {
	socket.write(string(Buffer.concat(parts)), () => onTaken?.());
}
