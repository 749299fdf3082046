import {PassThrough} from 'node:stream';
import type {Channel} from '../../../source/core/connection.ts';
import type {apis} from '../../../source/kafka/wire/apis.ts';
import answers from './answers.json' with {type: 'json'};

/** Answers of Kafka 3.9.2 (one node, KRaft), as they came: what follows the correlation id, in base64. */
export const recorded = Object.entries(answers).map(([name, text]) => ({
	name: name as keyof typeof apis,
	answer: Buffer.from(text, 'base64'),
}));

export const framed = (correlation: number, answer: Buffer): Buffer => {
	const head = Buffer.alloc(8);
	head.writeInt32BE(answer.length + 4);
	head.writeInt32BE(correlation, 4);
	return Buffer.concat([head, answer]);
};

/** A broker as far as a client sees it: what was asked, and a stream to answer on. */
export function fakeBroker() {
	const stream = new PassThrough();
	const asked: Buffer[] = [];
	const channel: Channel = {
		[Symbol.asyncIterator]: () => stream[Symbol.asyncIterator](),
		write: bytes => asked.push(Buffer.from(bytes)),
		destroy: () => stream.destroy(),
	};
	return {channel, asked, send: (bytes: Buffer) => void stream.write(bytes), end: () => void stream.end(), stream};
}
