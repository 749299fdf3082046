import {Duplex, Readable} from 'node:stream';
import {string, u32} from './fields.ts';

/** Messages of the connection protocol (RFC 4254, 9). */
export const message = {
	open: 90,
	opened: 91,
	notOpened: 92,
	window: 93,
	data: 94,
	extendedData: 95,
	eof: 96,
	close: 97,
	request: 98,
	success: 99,
	failure: 100,
} as const;

/** What we hold of a channel's data that nobody has read; what ssh and ssh2 take. */
export const windowBytes = 2 * 1024 * 1024;
export const packetBytes = 32 * 1024;

/** Sends a message about the channel; its number at the other end is put in. Calls back when it was taken. */
export type Send = (type: number, fields: readonly Uint8Array[], onTaken?: () => void) => void;

export type Opened = {readonly window: number; readonly packet: number; readonly send: Send};

/** A channel within the connection of an ssh master, with the windows of the protocol at both ends. */
export class MuxChannel extends Duplex {
	readonly stderr: Readable;
	readonly #send: Send;
	readonly #mostInPacket: number;
	#window: number;
	/** What the other end may still send. */
	#room = windowBytes;
	/** Read by nobody yet, of each stream; and read, with the other end not yet told. */
	readonly #unread = {stdout: 0, stderr: 0};
	#toCredit = 0;
	#waiting: {bytes: Buffer; done: () => void} | undefined;
	#over = false;
	#stdoutEnded = false;
	#stderrEnded = false;

	constructor({window, packet, send}: Opened) {
		super({autoDestroy: false});
		this.#send = send;
		this.#window = window;
		this.#mostInPacket = Math.min(packet, packetBytes);
		this.stderr = new Readable({read: () => this.#wasRead('stderr'), autoDestroy: false});
		this.once('end', () => {
			this.#stdoutEnded = true;
			this.#closeWhenRead();
		});
		this.stderr.once('end', () => {
			this.#stderrEnded = true;
			this.#closeWhenRead();
		});
		// A reader sees the end of the stream. Without a listener an error would crash the program.
		this.on('error', () => {});
		this.stderr.on('error', () => {});
	}

	/** Data from the other end. @throws RangeError where it is more than there is room for */
	data(stream: 'stdout' | 'stderr', bytes: Buffer): void {
		this.#room -= bytes.length;
		if (this.#room < 0) throw new RangeError('more data than there is room for');
		if (this.#over || this.destroyed) return;
		const readable = stream === 'stdout' ? this : this.stderr;
		this.#unread[stream] += bytes.length;
		if (readable.push(bytes)) this.#wasRead(stream);
	}

	/** Asks for something that is answered. */
	request(what: string, fields: readonly Uint8Array[]): void {
		this.#send(message.request, [string(what), Buffer.from([1]), ...fields]);
	}

	/** The other end sends no more. */
	noMore(): void {
		if (this.destroyed || this.readableEnded) return;
		this.push(null);
		this.stderr.push(null);
	}

	moreRoom(bytes: number): void {
		this.#window += bytes;
		this.#pump();
	}

	/** The other end has closed it, or the link is gone: what came is still to be read. */
	over(closed = false): void {
		if (this.#over) return;
		if (closed) this.#send(message.close, []);
		this.#over = true;
		this.#waiting?.done();
		this.#waiting = undefined;
		if (this.destroyed) return;
		this.noMore();
		this.#closeWhenRead();
	}

	override _read(): void {
		this.#wasRead('stdout');
	}

	override _write(chunk: Uint8Array, _encoding: BufferEncoding, done: () => void): void {
		if (this.#over) done();
		else {
			this.#waiting = {bytes: Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength), done};
			this.#pump();
		}
	}

	override _final(done: () => void): void {
		if (!this.#over) this.#send(message.eof, []);
		done();
	}

	override _destroy(_error: Error | null, done: (error?: Error | null) => void): void {
		if (!this.#over) this.#send(message.close, []);
		this.#over = true;
		this.#waiting?.done();
		this.#waiting = undefined;
		this.stderr.destroy();
		done();
	}

	/** Sends as much of what waits as the other end has room for. */
	#pump(): void {
		const waiting = this.#waiting;
		while (waiting !== undefined && this.#waiting === waiting && (this.#window > 0 || waiting.bytes.length === 0)) {
			const piece = waiting.bytes.subarray(0, Math.min(this.#window, this.#mostInPacket));
			waiting.bytes = waiting.bytes.subarray(piece.length);
			this.#window -= piece.length;
			const last = waiting.bytes.length === 0;
			if (last) this.#waiting = undefined;
			this.#send(message.data, [string(piece)], last ? waiting.done : undefined);
		}
	}

	#wasRead(stream: 'stdout' | 'stderr'): void {
		this.#toCredit += this.#unread[stream];
		this.#unread[stream] = 0;
		if (this.#over || this.#toCredit < windowBytes / 8) return;
		this.#room += this.#toCredit;
		this.#send(message.window, [u32(this.#toCredit)]);
		this.#toCredit = 0;
	}

	/** `close` comes after all output was read, or is still to be read by somebody who has not begun. */
	#closeWhenRead(): void {
		if (!this.#over) return;
		const stderrDone = this.#stderrEnded || this.stderr.readableLength === 0;
		if (this.#stdoutEnded && stderrDone) this.destroy();
	}
}
