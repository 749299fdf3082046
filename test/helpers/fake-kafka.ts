import {PassThrough} from 'node:stream';
import type {Dialed} from '../../source/core/connection.ts';
import {type Api, apis} from '../../source/kafka/wire/apis.ts';
import {bytesWritten, readerOf} from '../../source/kafka/wire/bytes.ts';
import {int16, int32, skipTagged} from '../../source/kafka/wire/types.ts';

type Apis = typeof apis;
type Handlers = {readonly [K in keyof Apis]?: Apis[K] extends Api<infer Q, infer A> ? (request: Q) => A : never};

/** A broker that answers what it has a handler for, in Kafka's own protocol; anything else is an error. */
export function fakeKafka(handlers: Handlers): () => Dialed {
	const answer = (frame: Buffer): Buffer => {
		const from = readerOf(frame);
		const key = int16.read(from);
		const version = int16.read(from);
		const correlation = int32.read(from);
		from.take(int16.read(from));
		skipTagged(from);
		const [name, api] = Object.entries(apis).find(([, one]) => one.key === key && one.version === version) ?? [];
		const handler = handlers[name as keyof Handlers] as ((request: unknown) => never) | undefined;
		if (api === undefined || handler === undefined) throw new Error(`Unscripted request ${name ?? key} version ${version}`);
		const response = handler(api.request.read(from));
		const body = bytesWritten(to => {
			int32.write(to, correlation);
			to.put(Buffer.of(0));
			(api as Api<unknown, unknown>).response.write(to, response);
		});
		return Buffer.concat([bytesWritten(to => int32.write(to, body.length)), body]);
	};
	return () => {
		const out = new PassThrough();
		let held = Buffer.alloc(0);
		const write = (bytes: Uint8Array) => {
			held = Buffer.concat([held, bytes]);
			while (held.length >= 4 && held.length >= 4 + held.readInt32BE()) {
				const end = 4 + held.readInt32BE();
				out.write(answer(held.subarray(4, end)));
				held = held.subarray(end);
			}
		};
		return {
			channel: {[Symbol.asyncIterator]: () => out[Symbol.asyncIterator](), write, destroy: () => out.destroy()},
			bySession: false,
		};
	};
}
