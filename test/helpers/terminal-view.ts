import xterm from '@xterm/headless';

/** What a terminal shows of what was written to it. */
export function terminalView({columns, rows}: {readonly columns: number; readonly rows: number}) {
	const terminal = new xterm.Terminal({cols: columns, rows, scrollback: 100_000, allowProposedApi: true, convertEol: true});
	let bytes = '';
	const linesOf = (from: number, to: number): readonly string[] => {
		const {active} = terminal.buffer;
		return Array.from({length: to - from}, (_, index) => active.getLine(from + index)?.translateToString(true) ?? '');
	};
	const view = {
		write(text: string, done?: () => void) {
			bytes += text;
			terminal.write(text, done);
		},
		resize: (newColumns: number, newRows: number) => terminal.resize(newColumns, newRows),
		/** All that was written, escape sequences included. */
		bytes: () => bytes,
		/** The rows in sight. */
		lines: () => linesOf(terminal.buffer.active.baseY, terminal.buffer.active.baseY + terminal.rows),
		text: () => view.lines().join('\n').trimEnd(),
		/** The rows in sight and all that went out of it. */
		all: () =>
			linesOf(0, terminal.buffer.active.baseY + terminal.rows)
				.join('\n')
				.trimEnd(),
		/** Whether the cursor is shown. */
		cursor: () => bytes.lastIndexOf('\x1b[?25h') >= bytes.lastIndexOf('\x1b[?25l'),
		/** Waits until the screen says so. */
		async until(condition: () => boolean, ms = 5000): Promise<void> {
			const end = performance.now() + ms;
			while (!condition()) {
				if (performance.now() > end) throw new Error(`still waiting after ${ms} ms; the screen shows:\n${view.text()}`);
				await new Promise(resolve => setTimeout(resolve, 5));
			}
		},
		/** Waits until a text is in sight. */
		see: (text: string, ms?: number) => view.until(() => view.text().includes(text), ms),
	};
	return view;
}
