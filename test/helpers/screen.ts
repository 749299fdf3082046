import {EventEmitter} from 'node:events';
import {Writable} from 'node:stream';
import {terminalView} from './terminal-view.ts';

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
export function openScreen({
	columns = 80,
	rows = 24,
	colours = false,
}: {
	readonly columns?: number;
	readonly rows?: number;
	readonly colours?: boolean;
} = {}) {
	const view = terminalView({columns, rows});
	const board = keyboard();
	const frames: number[] = [];
	let firstWasRaw: boolean | undefined;
	const stdout = Object.assign(
		new Writable({
			decodeStrings: false,
			write(text: string | Buffer, _encoding, done) {
				// Ink puts each frame, with what goes above it, into one synchronised update.
				if (text.includes('\x1b[?2026h')) {
					frames.push(performance.now());
					firstWasRaw ??= board.isRaw();
				}
				view.write(text.toString(), done);
			},
		}),
		{isTTY: true, columns, rows, hasColors: () => colours, getWindowSize: () => [stdout.columns, stdout.rows]},
	) as unknown as NodeJS.WriteStream;

	return {
		...view,
		stdout,
		stdin: board.stdin,
		press: board.press,
		isRaw: board.isRaw,
		/** Whether keys were no longer echoed when the first frame was drawn. */
		firstWasRaw: () => firstWasRaw,
		/** When each frame was drawn, in the milliseconds of `performance.now()`. */
		frames: () => frames,
		resize(newColumns: number, newRows: number) {
			view.resize(newColumns, newRows);
			Object.assign(stdout, {columns: newColumns, rows: newRows});
			stdout.emit('resize');
		},
	};
}
