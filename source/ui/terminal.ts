import {EventEmitter} from 'node:events';
import {sizeOf} from './hooks/use-terminal-size.ts';

export type Terminal = {
	/** What Ink writes to. */
	readonly stream: NodeJS.WriteStream;
	/** Says how wide the lines of the live part are that was drawn last. */
	drawn(widths: readonly number[]): void;
	release(): void;
};

/**
 * What Ink lets through of the texts that it draws and does not make itself: strings such as a window title or the
 * clipboard, control characters but for line ends, marks that turn the direction of writing. None has a width in Ink's
 * layout, so that a frame without them is laid out as before.
 */
const harmful =
	/\x1b[\]PX^_][^\n\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)|\x1b(?!\[)|[\x00-\x09\x0b-\x1a\x1c-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/g;

const eraseLine = '\x1b[2K';
const up = '\x1b[1A';

/**
 * A terminal as Ink 6.8 can bear it.
 * - Ink is told of a screen without end: a frame as high as the screen makes it wipe the scrollback and print all that it
 *   ever printed (ink#935). Frames are kept lower than the screen by our own layout, also right after a resize, when Ink
 *   still holds the frame of the higher screen.
 * - A narrower screen makes lines wrap, and Ink erases as many rows as it wrote lines. What it would leave is erased here,
 *   before anything is drawn; then those who lay out hear of the new size (`measured`), and Ink last (`resize`).
 * - Whatever a text on the screen holds, no terminal obeys it (`harmful`).
 * - Keys are not echoed from before the first frame on. Ink sees to that after it: a key in between moves the cursor, and each
 *   frame after it leaves a line of the one before.
 */
export function createTerminal(stdout: NodeJS.WriteStream, stdin: NodeJS.ReadStream): Terminal {
	const emitter = new EventEmitter();
	emitter.setMaxListeners(0);
	let {columns} = sizeOf(stdout);
	let widths: readonly number[] = [];
	let pending: NodeJS.Immediate | undefined;

	const resized = () => {
		const size = sizeOf(stdout);
		const wrapped = (width: number) => Math.max(0, Math.ceil(width / size.columns) - 1);
		const more = size.columns < columns ? widths.reduce((sum, width) => sum + wrapped(width), 0) : 0;
		if (more > 0) stdout.write(`${eraseLine}${up}`.repeat(more));
		widths = [];
		emitter.emit('measured');
		clearImmediate(pending);
		pending = setImmediate(() => {
			columns = size.columns;
			emitter.emit('resize');
		});
	};
	stdout.on('resize', resized);
	stdin.setRawMode(true);

	const shown = {
		write: (text: string, ...rest: []) => stdout.write(text.replace(harmful, ''), ...rest),
		getWindowSize: () => {
			const size = sizeOf(stdout);
			return [size.columns, size.rows];
		},
		get columns() {
			return columns;
		},
		rows: Number.MAX_SAFE_INTEGER,
		isTTY: stdout.isTTY,
		hasColors: (count?: number) => stdout.hasColors(count),
		get writable() {
			return stdout.writable;
		},
		get writableEnded() {
			return stdout.writableEnded;
		},
		get writableLength() {
			return stdout.writableLength;
		},
		get destroyed() {
			return stdout.destroyed;
		},
		on: emitter.on.bind(emitter),
		off: emitter.off.bind(emitter),
	};
	return {
		stream: shown as unknown as NodeJS.WriteStream,
		drawn(next) {
			widths = next;
		},
		release() {
			clearImmediate(pending);
			stdout.off('resize', resized);
		},
	};
}
