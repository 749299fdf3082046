import type {Channel} from '../../core/connection.ts';
import type {Api} from './apis.ts';
import {bytesWritten, readerOf, WireError} from './bytes.ts';
import {int16, int32, skipTagged, type Type} from './types.ts';

/** One connection to a broker. */
export type Wire = {
	/**
	 * Asks a broker. Several requests may be under way; a broker answers them in their order.
	 * @throws WireError if the answer does not come in time, or is none; the connection is closed then
	 */
	ask<Q, A>(api: Api<Q, A>, request: Q): Promise<A>;
	close(): void;
};

export type WireOptions = {
	/** How long a broker may take for an answer. */
	readonly timeoutMs?: number;
	/** The longest answer that is read: the metadata of a hundred thousand partitions have 6 MB. */
	readonly mostBytes?: number;
};

const clientId = 'kafka-setup';

type Waiting = {readonly correlation: number; readonly take: (frame: Buffer) => void; readonly fail: (error: Error) => void};

/** A request with its length and its header (version 2: that of flexible requests). */
function frameOf<Q, A>({key, version, request}: Api<Q, A>, correlation: number, value: Q): Buffer {
	const body = bytesWritten(to => {
		int16.write(to, key);
		int16.write(to, version);
		int32.write(to, correlation);
		// The one text of the old form in it: its length in two bytes.
		int16.write(to, clientId.length);
		to.put(Buffer.from(clientId));
		// No tagged fields.
		to.put(Buffer.of(0));
		request.write(to, value);
	});
	const length = bytesWritten(to => int32.write(to, body.length));
	return Buffer.concat([length, body]);
}

/** An answer after its correlation id (header version 1: that of flexible answers). */
function answerIn<A>(frame: Buffer, response: Type<A>): A {
	const from = readerOf(frame);
	skipTagged(from);
	const answer = response.read(from);
	if (from.left() > 0) throw new WireError('the answer is longer than it says');
	return answer;
}

/** The frames of a stream, whatever pieces they come in. @throws WireError for a length that no answer has */
async function* framesOf(channel: Channel, mostBytes: number): AsyncGenerator<Buffer> {
	let pieces: Buffer[] = [];
	let held = 0;
	let wanted: number | undefined;
	for await (const piece of channel) {
		pieces.push(Buffer.from(piece));
		held += piece.length;
		// A byte at a time makes no heap of buffers.
		if (pieces.length > Math.max(1024, held / 256)) pieces = [Buffer.concat(pieces)];
		for (;;) {
			if (held < (wanted ?? 4)) break;
			const all: Buffer = Buffer.concat(pieces);
			const end: number = wanted ?? 4;
			if (wanted === undefined) {
				wanted = all.readInt32BE();
				if (wanted < 4 || wanted > mostBytes) throw new WireError(`it sent ${wanted} as the length of an answer: is it Kafka?`);
			} else {
				wanted = undefined;
				yield all.subarray(0, end);
			}
			pieces = [all.subarray(end)];
			held -= end;
		}
	}
}

/** Speaks Kafka's protocol over a channel, which it owns. Nothing of what comes is trusted. */
export function openWire(channel: Channel, {timeoutMs = 10_000, mostBytes = 8 * 1024 * 1024}: WireOptions = {}): Wire {
	let waiting: Waiting[] = [];
	let correlation = 0;
	let over: WireError | undefined;

	const end = (reason: string) => {
		over ??= new WireError(reason);
		channel.destroy();
		const left = waiting;
		waiting = [];
		for (const one of left) one.fail(over);
	};
	const listen = async () => {
		for await (const frame of framesOf(channel, mostBytes)) {
			const [next, ...rest] = waiting;
			if (next === undefined || frame.readInt32BE() !== next.correlation) throw new WireError('it answered what was not asked');
			waiting = rest;
			next.take(frame.subarray(4));
		}
		throw new WireError('it closed the connection');
	};
	listen().catch((error: Error) => end(error.message));

	return {
		ask<Q, A>(api: Api<Q, A>, request: Q): Promise<A> {
			if (over !== undefined) return Promise.reject(over);
			correlation += 1;
			const own = correlation;
			return new Promise<A>((resolve, reject) => {
				const timer = setTimeout(() => end(`it gave no answer in ${timeoutMs / 1000} s`), timeoutMs);
				const take = (frame: Buffer) => {
					clearTimeout(timer);
					try {
						resolve(answerIn(frame, api.response));
					} catch (error) {
						end((error as Error).message);
						reject(over);
					}
				};
				const fail = (error: Error) => {
					clearTimeout(timer);
					reject(error);
				};
				waiting.push({correlation: own, take, fail});
				channel.write(frameOf(api, own, request));
			});
		},
		close: () => end('the connection was closed'),
	};
}
