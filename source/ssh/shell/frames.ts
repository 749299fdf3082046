/** What one stream of the root shell is made of: output, and a mark where the output of command `id` ends. */
export type Frames = {
	/** Bytes of the running command's output. */
	onBytes(bytes: Buffer): void;
	/** The running command's output is complete; `code` is what the mark carries. */
	onMark(id: number, code: number): void;
};

/** The longest id and exit code that a mark may carry, with their colons and slash. */
const longestRest = 32;

/**
 * Cuts a stream at marks of the form `TOKEN:ID:CODE/`. What only looks like a mark (another token, an id that is not
 * the running one) is output. Bytes that could be the start of a mark are held back until more bytes tell.
 */
export function frameReader(token: () => string, running: () => number, {onBytes, onMark}: Frames): (bytes: Buffer) => void {
	let held: Buffer = Buffer.alloc(0);
	return bytes => {
		let rest = held.length > 0 ? Buffer.concat([held, bytes]) : bytes;
		held = Buffer.alloc(0);
		while (rest.length > 0) {
			const start = startOfMark(rest, token());
			if (start > 0) onBytes(rest.subarray(0, start));
			rest = rest.subarray(start);
			if (rest.length === 0) return;
			const mark = readMark(rest, token(), running());
			if (mark === 'incomplete') {
				held = Buffer.from(rest);
				return;
			}
			if (mark === undefined) {
				onBytes(rest.subarray(0, 1));
				rest = rest.subarray(1);
			} else {
				rest = rest.subarray(mark.length);
				onMark(running(), mark.code);
			}
		}
	};
}

/** Where `token`, or a beginning of it at the very end, stands; the length of `bytes` if nowhere. */
function startOfMark(bytes: Buffer, token: string): number {
	const whole = bytes.indexOf(token, 0, 'latin1');
	if (whole >= 0) return whole;
	for (let start = Math.max(0, bytes.length - token.length + 1); start < bytes.length; start++) {
		if (token.startsWith(bytes.toString('latin1', start))) return start;
	}
	return bytes.length;
}

function readMark(bytes: Buffer, token: string, id: number): {code: number; length: number} | 'incomplete' | undefined {
	if (bytes.length < token.length) return 'incomplete';
	const rest = bytes.toString('latin1', token.length, token.length + longestRest);
	const end = rest.indexOf('/');
	if (end < 0) return rest.length < longestRest && /^[:0-9]*$/.test(rest) ? 'incomplete' : undefined;
	const match = /^:(\d+):(\d+)$/.exec(rest.slice(0, end));
	if (match === null || Number(match[1]) !== id) return undefined;
	return {code: Number(match[2]), length: token.length + end + 1};
}
