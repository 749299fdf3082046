/** What a broker sent is not what Kafka's protocol says, or did not come. */
export class WireError extends Error {
	override readonly name = 'WireError';
}

/** Reads a frame from its beginning to its end. Lengths come from a program that anybody may pose as: each is checked first. */
export type Reader = {
	/** @throws WireError where the frame has no so many bytes left */
	readonly take: (length: number) => Buffer;
	readonly left: () => number;
};

export function readerOf(frame: Buffer): Reader {
	let at = 0;
	return {
		take(length) {
			if (length < 0 || length > frame.length - at) throw new WireError('the answer is cut');
			at += length;
			return frame.subarray(at - length, at);
		},
		left: () => frame.length - at,
	};
}

/** Collects what is written, in order. */
export type Writer = {readonly put: (bytes: Buffer) => void};

export function bytesWritten(write: (to: Writer) => void): Buffer {
	const parts: Buffer[] = [];
	write({put: bytes => void parts.push(bytes)});
	return Buffer.concat(parts);
}

/** An unsigned number of as many bytes as it needs, seven bits a byte, the lowest first. */
export function writeVarint(to: Writer, value: number): void {
	const bytes: number[] = [];
	let rest = value;
	for (; rest > 0x7f; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) + 0x80);
	to.put(Buffer.from([...bytes, rest]));
}

/** @throws WireError for one of more than 32 bits */
export function readVarint(from: Reader): number {
	let value = 0;
	for (let shift = 0; shift < 5; shift++) {
		const [byte = 0] = from.take(1);
		value += (byte % 0x80) * 0x80 ** shift;
		if (byte < 0x80) return value;
	}
	throw new WireError('a length of the answer has no end');
}

/** The same with a sign: 0, -1, 1, -2, … are 0, 1, 2, 3, …. */
export const writeSigned = (to: Writer, value: number): void => writeVarint(to, value < 0 ? -2 * value - 1 : 2 * value);
export function readSigned(from: Reader): number {
	const value = readVarint(from);
	return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}
