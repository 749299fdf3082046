import {useStdout} from 'ink';
import {useSyncExternalStore} from 'react';

export type TerminalSize = {readonly columns: number; readonly rows: number};

/** The size to assume where the stream does not tell: that of a VT100. */
const usual: TerminalSize = {columns: 80, rows: 24};

/** Asked of the system where that is possible, for Ink may be shown other numbers than are true (see ui/terminal.ts). */
export function sizeOf(stdout: NodeJS.WriteStream): TerminalSize {
	const [columns, rows] = stdout.getWindowSize?.() ?? [stdout.columns, stdout.rows];
	return {columns: columns || usual.columns, rows: rows || usual.rows};
}

/** The size of the terminal, kept up to date: Ink 6.8 lays out anew when it changes, but does not render. */
export function useTerminalSize(): TerminalSize {
	const {stdout} = useStdout();
	const subscribe = (changed: () => void) => {
		stdout.on('measured', changed);
		stdout.on('resize', changed);
		return () => {
			stdout.off('measured', changed);
			stdout.off('resize', changed);
		};
	};
	const size = useSyncExternalStore(subscribe, () => {
		const {columns, rows} = sizeOf(stdout);
		return `${columns} ${rows}`;
	});
	const [columns, rows] = size.split(' ').map(Number);
	return {columns: columns!, rows: rows!};
}
