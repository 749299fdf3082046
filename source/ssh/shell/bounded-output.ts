/** Bytes kept of each end of an output: `Connection` promises the first and the last half MiB. */
export const keptOfEachEnd = 512 * 1024;

/** Collects an output of any length in bounded memory: the first and the last `kept` bytes of it. */
export function boundedOutput(kept = keptOfEachEnd): {push(bytes: Buffer): void; text(): string} {
	const head: Buffer[] = [];
	let headBytes = 0;
	let tail: Buffer[] = [];
	let tailBytes = 0;
	let dropped = 0;

	/** Whole chunks are dropped from the front, so up to one chunk more than needed is held. */
	const trim = () => {
		let spare = 0;
		while (tailBytes - tail[spare]!.length >= kept) {
			dropped += tail[spare]!.length;
			tailBytes -= tail[spare]!.length;
			spare++;
		}
		if (spare > 0) tail = tail.slice(spare);
	};

	return {
		push(bytes) {
			const room = Math.min(kept - headBytes, bytes.length);
			// Copies: the chunks are windows on network buffers that are far larger than them.
			if (room > 0) {
				head.push(Buffer.from(bytes.subarray(0, room)));
				headBytes += room;
			}
			if (room === bytes.length) return;
			tail.push(Buffer.from(bytes.subarray(room)));
			tailBytes += bytes.length - room;
			trim();
		},
		text() {
			const first = Buffer.concat(head);
			const rest = Buffer.concat(tail);
			const cut = Math.max(0, rest.length - kept);
			const left = dropped + cut;
			if (left === 0) return Buffer.concat([first, rest]).toString('utf8');
			const last = rest.subarray(cut);
			return `${wholeStart(first)}\n[${left} bytes left out]\n${wholeEnd(last)}`;
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
