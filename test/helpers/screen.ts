import {EventEmitter} from 'node:events';
import {Writable} from 'node:stream';
import xterm from '@xterm/headless';

/** Keys as a terminal sends them. */
export const keys = {
	up: '\x1b[A',
	down: '\x1b[B',
	right: '\x1b[C',
	left: '\x1b[D',
	pageUp: '\x1b[5~',
	pageDown: '\x1b[6~',
	enter: '\r',
	escape: '\x1b',
	backspace: '\x7f',
	tab: '\t',
	ctrlC: '\x03',
} as const;

/** A keyboard: what is pressed arrives in one piece, as from a terminal in raw mode. */
function keyboard() {
	const stdin = new EventEmitter();
	const waiting: string[] = [];
	let raw = false;
	return {
		isRaw: () => raw,
		press(text: string) {
			waiting.push(text);
			stdin.emit('readable');
		},
		stdin: Object.assign(stdin, {
			isTTY: true,
			setEncoding: () => stdin,
			setRawMode(on: boolean) {
				raw = on;
				return stdin;
			},
			read: () => waiting.shift() ?? null,
			ref: () => stdin,
			unref: () => stdin,
		}) as unknown as NodeJS.ReadStream,
	};
}

/** A terminal in memory: what is written to its `stdout` is seen on its screen, and what is pressed is read from its `stdin`. */
export function openScreen({columns = 80, rows = 24}: {readonly columns?: number; readonly rows?: number} = {}) {
	const terminal = new xterm.Terminal({cols: columns, rows, scrollback: 100_000, allowProposedApi: true, convertEol: true});
	const board = keyboard();
	let bytes = '';
	const frames: number[] = [];
	const stdout = Object.assign(
		new Writable({
			decodeStrings: false,
			write(text: string | Buffer, _encoding, done) {
				bytes += text.toString();
				// Ink puts each frame, with what goes above it, into one synchronised update.
				if (text.includes('\x1b[?2026h')) frames.push(performance.now());
				terminal.write(text.toString(), done);
			},
		}),
		{isTTY: true, columns, rows, getWindowSize: () => [stdout.columns, stdout.rows]},
	) as unknown as NodeJS.WriteStream;

	const linesOf = (from: number, to: number): readonly string[] => {
		const {active} = terminal.buffer;
		return Array.from({length: to - from}, (_, index) => active.getLine(from + index)?.translateToString(true) ?? '');
	};
	const screen = {
		stdout,
		stdin: board.stdin,
		press: board.press,
		isRaw: board.isRaw,
		/** All that was written, escape sequences included. */
		bytes: () => bytes,
		/** When each frame was drawn, in the milliseconds of `performance.now()`. */
		frames: () => frames,
		/** The rows in sight. */
		lines: () => linesOf(terminal.buffer.active.baseY, terminal.buffer.active.baseY + terminal.rows),
		text: () => screen.lines().join('\n').trimEnd(),
		/** The rows in sight and all that went out of it. */
		all: () =>
			linesOf(0, terminal.buffer.active.baseY + terminal.rows)
				.join('\n')
				.trimEnd(),
		/** Whether the cursor is shown. */
		cursor: () => bytes.lastIndexOf('\x1b[?25h') >= bytes.lastIndexOf('\x1b[?25l'),
		resize(newColumns: number, newRows: number) {
			terminal.resize(newColumns, newRows);
			Object.assign(stdout, {columns: newColumns, rows: newRows});
			stdout.emit('resize');
		},
		/** Waits until the screen says so. */
		async until(condition: () => boolean, ms = 5000): Promise<void> {
			const end = performance.now() + ms;
			while (!condition()) {
				if (performance.now() > end) throw new Error(`still waiting after ${ms} ms; the screen shows:\n${screen.text()}`);
				await new Promise(resolve => setTimeout(resolve, 5));
			}
		},
		/** Waits until a text is in sight. */
		see: (text: string) => screen.until(() => screen.text().includes(text)),
	};
	return screen;
}
