import {connect, type Socket} from 'node:net';
import {type ChannelRefusal, type Link, LinkEndedError, type Session} from '../link.ts';
import {type FieldReader, fieldsOf, string, u32} from './fields.ts';
import {MuxChannel, message, packetBytes, type Send, windowBytes} from './mux-channel.ts';
import {greet} from './mux-greeting.ts';
import {packets, sendPacket} from './packets.ts';

const stderrType = 1;

/** Channels within the connection of an ssh master, which carries their packets as they are (`ssh -O proxy` does the same). */
export type Mux = Pick<Link, 'run' | 'forward'> & {
	/** Calls back when the master has ended it. */
	onEnd(listener: () => void): void;
	close(): void;
};

/** @throws Error where nothing that speaks so listens at `path` */
export async function openMux(path: string): Promise<Mux> {
	const socket = connect(path);
	await greet(socket);
	return channelsOver(socket);
}

type Opening = {readonly resolve: (channel: MuxChannel) => void; readonly reject: (error: Error) => void};
type Entry = {
	opening?: Opening | undefined;
	channel?: MuxChannel | undefined;
	/** Answers to our requests, in order. */
	readonly answers: ((done: boolean) => void)[];
	/** The host has closed it: no answer comes any more. */
	closed?: true;
};

/** Hands a message to the channel that it is about. */
function hand(entry: Entry, type: number, fields: FieldReader, send: Send): void {
	const {opening, channel, answers} = entry;
	switch (type) {
		case message.opened: {
			const [number, window, packet] = [fields.u32(), fields.u32(), fields.u32()];
			const sendTo: Send = (of, more, onTaken) => send(of, [u32(number), ...more], onTaken);
			entry.channel = new MuxChannel({window, packet, send: sendTo});
			entry.opening = undefined;
			opening?.resolve(entry.channel);
			break;
		}
		case message.notOpened: {
			const reason = fields.u32();
			const error: ChannelRefusal = Object.assign(new Error(fields.string().toString() || 'open failed'), {reason});
			opening?.reject(error);
			break;
		}
		case message.window:
			channel?.moreRoom(fields.u32());
			break;
		case message.data:
			channel?.data('stdout', fields.string());
			break;
		case message.extendedData:
			if (fields.u32() === stderrType) channel?.data('stderr', fields.string());
			break;
		case message.eof:
			channel?.noMore();
			break;
		case message.close:
			entry.closed = true;
			for (const answer of answers) answer(false);
			channel?.over(true);
			break;
		case message.success:
		case message.failure:
			answers.shift()?.(type === message.success);
			break;
	}
}

function channelsOver(socket: Socket): Mux {
	const entries = new Map<number, Entry>();
	const listeners: (() => void)[] = [];
	let next = 0;
	let ended = false;

	// No padding, then the message.
	const send: Send = (type, fields, onTaken) => {
		if (ended) onTaken?.();
		else sendPacket(socket, [Buffer.from([0, type]), ...fields], onTaken);
	};

	function end() {
		if (ended) return;
		ended = true;
		socket.destroy();
		for (const {opening, channel, answers} of entries.values()) {
			opening?.reject(new LinkEndedError());
			for (const answer of answers) answer(false);
			channel?.over();
		}
		entries.clear();
		for (const listener of listeners) listener();
	}

	function take(packet: Buffer) {
		const fields = fieldsOf(packet);
		fields.byte();
		const type = fields.byte();
		const id = fields.u32();
		const entry = entries.get(id);
		if (entry === undefined) return;
		if (type === message.notOpened || type === message.close) entries.delete(id);
		hand(entry, type, fields, send);
	}
	const read = packets(packet => {
		try {
			take(packet);
		} catch (error) {
			if (!(error instanceof RangeError)) throw error;
			end();
		}
	}, end);
	socket.on('data', read);
	socket.on('error', () => {});
	socket.on('close', end);

	const open = (kind: string, fields: readonly Uint8Array[]): Promise<{channel: MuxChannel; entry: Entry}> => {
		if (ended) return Promise.reject(new LinkEndedError());
		const id = next++;
		const entry: Entry = {answers: []};
		entries.set(id, entry);
		const channel = new Promise<MuxChannel>((resolve, reject) => {
			entry.opening = {resolve, reject};
		});
		send(message.open, [string(kind), u32(id), u32(windowBytes), u32(packetBytes), ...fields]);
		return channel.then(one => ({channel: one, entry}));
	};

	return {
		async run(command): Promise<Session> {
			const {channel, entry} = await open('session', []);
			const runs = await new Promise<boolean>(resolve => {
				if (ended || entry.closed) return resolve(false);
				entry.answers.push(resolve);
				channel.request('exec', [string(command)]);
			});
			if (runs) return channel;
			channel.destroy();
			throw ended ? new LinkEndedError() : new Error('it refuses to run a command');
		},
		async forward(host, port) {
			const {channel} = await open('direct-tcpip', [string(host), u32(port), string('127.0.0.1'), u32(0)]);
			channel.stderr.resume();
			return channel;
		},
		onEnd(listener) {
			if (ended) listener();
			else listeners.push(listener);
		},
		close: end,
	};
}
