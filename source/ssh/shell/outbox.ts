import type {Writable} from 'node:stream';

/** One command on its way to the shell. */
export type Letter = {
	readonly line: Buffer;
	readonly input?: Uint8Array;
	/** What follows the input. */
	readonly after?: Buffer;
	/** Bytes of `input` handed over so far. */
	readonly onSent?: (bytes: number) => void;
	/** The first byte is about to be handed over. */
	readonly onTaken: () => void;
};

/** Big enough to fill packets, small enough that progress moves: an SSH window of OpenSSH is 2 MiB. */
const piece = 128 * 1024;

/**
 * Writes letters in order, at the pace of the other end: a big input is taken piece by piece, each when the one before
 * has left, and small letters that wait together leave as one packet.
 */
export function outbox(channel: Writable): {push(letter: Letter): void; stop(): void} {
	const waiting: Letter[] = [];
	let pumping = false;
	let stopped = false;
	let release = () => {};

	// A dead channel calls no write back: `stop` lets go of it.
	const write = (bytes: Uint8Array) =>
		new Promise<void>(resolve => {
			release = resolve;
			channel.write(bytes, () => resolve());
		});

	async function pump() {
		pumping = true;
		// One turn of the event loop's microtasks: all that is sent in the same breath is there then.
		await Promise.resolve();
		while (waiting.length > 0 && !stopped) {
			const small: Letter[] = [];
			let size = 0;
			while (waiting.length > 0 && size + sizeOf(waiting[0]!) <= piece) {
				const letter = waiting.shift()!;
				size += sizeOf(letter);
				small.push(letter);
			}
			if (small.length > 0) await sendTogether(small);
			else await sendInPieces(waiting.shift()!);
		}
		pumping = false;
	}

	async function sendTogether(letters: readonly Letter[]) {
		for (const {onTaken} of letters) onTaken();
		await write(
			Buffer.concat(letters.flatMap(({line, input, after}) => [line, input, after]).filter(part => part !== undefined)),
		);
		if (stopped) return;
		for (const {input, onSent} of letters) if (input !== undefined) onSent?.(input.length);
	}

	async function sendInPieces({line, input, after, onSent, onTaken}: Letter) {
		onTaken();
		await write(line);
		for (let start = 0; input !== undefined && start < input.length; start += piece) {
			if (stopped) return;
			const end = Math.min(start + piece, input.length);
			await write(input.subarray(start, end));
			if (!stopped) onSent?.(end);
		}
		if (after !== undefined && !stopped) await write(after);
	}

	return {
		push(letter) {
			if (stopped) return;
			waiting.push(letter);
			if (!pumping) void pump();
		},
		stop() {
			stopped = true;
			waiting.length = 0;
			release();
		},
	};
}

function sizeOf({line, input, after}: Letter): number {
	return line.length + (input?.length ?? 0) + (after?.length ?? 0);
}
