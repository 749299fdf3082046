import {cutMark} from '../../core/connection.ts';

/** Bytes kept of each end of an output: `Connection` promises the first and the last half MiB. */
export const keptOfEachEnd = 512 * 1024;

/** A buffer with what the smaller one holds, and room for `needed` bytes: twice as large each time, so that what comes byte by byte is copied a few times, and no more memory is taken than `most`. */
function grown(bytes: Buffer, needed: number, most: number): Buffer {
	if (needed <= bytes.length) return bytes;
	const larger = Buffer.allocUnsafeSlow(Math.min(most, Math.max(needed, 2 * bytes.length)));
	bytes.copy(larger);
	return larger;
}

/** The first `kept` bytes of a stream. */
function firstBytes(kept: number) {
	let bytes: Buffer = Buffer.alloc(0);
	let length = 0;
	return {
		/** What has no more room. */
		push(more: Buffer): Buffer {
			const taken = Math.min(kept - length, more.length);
			bytes = grown(bytes, length + taken, kept);
			length += more.copy(bytes, length, 0, taken);
			return more.subarray(taken);
		},
		bytes: () => bytes.subarray(0, length),
	};
}

/** The last `kept` bytes of a stream: a ring. */
function lastBytes(kept: number) {
	let ring: Buffer = Buffer.alloc(0);
	let length = 0;
	return {
		push(more: Buffer): void {
			ring = grown(ring, Math.min(kept, length + more.length), kept);
			length += Math.max(0, more.length - kept);
			const last = more.subarray(-kept);
			const start = length % kept;
			const atEnd = last.copy(ring, start);
			last.copy(ring, 0, atEnd);
			length += last.length;
		},
		dropped: () => Math.max(0, length - kept),
		bytes() {
			const start = length % kept;
			return length <= kept ? ring.subarray(0, length) : Buffer.concat([ring.subarray(start), ring.subarray(0, start)]);
		},
	};
}

/** Collects an output of any length, in pieces of any size, in bounded memory: the first and the last `kept` bytes of it. */
export function boundedOutput(kept = keptOfEachEnd): {push(bytes: Buffer): void; text(): string} {
	const head = firstBytes(kept);
	const tail = lastBytes(kept);
	return {
		push(bytes) {
			const more = head.push(bytes);
			if (more.length > 0) tail.push(more);
		},
		text() {
			const left = tail.dropped();
			if (left === 0) return Buffer.concat([head.bytes(), tail.bytes()]).toString('utf8');
			return `${wholeStart(head.bytes())}\n${cutMark(left)}\n${wholeEnd(tail.bytes())}`;
		},
	};
}

/** Without the part of a character that a cut left at the end. */
function wholeStart(bytes: Buffer): string {
	for (let back = 1; back <= Math.min(4, bytes.length); back++) {
		const byte = bytes[bytes.length - back]!;
		if ((byte & 0xc0) === 0x80) continue;
		const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
		return bytes.subarray(0, needed > back ? bytes.length - back : bytes.length).toString('utf8');
	}
	return bytes.toString('utf8');
}

/** Without the part of a character that a cut left at the start. */
function wholeEnd(bytes: Buffer): string {
	let start = 0;
	while (start < Math.min(3, bytes.length) && (bytes[start]! & 0xc0) === 0x80) start++;
	return bytes.subarray(start).toString('utf8');
}
