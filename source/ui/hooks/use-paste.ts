import {useStdout} from 'ink';
import {useEffect} from 'react';

const on = '\x1b[?2004h';
const off = '\x1b[?2004l';

/** Asks the terminal to set marks around what is pasted, so that a line end in it is known from Enter. Taken back at the end. */
export function usePaste(): void {
	const {stdout} = useStdout();
	useEffect(() => {
		if (!stdout.isTTY) return undefined;
		stdout.write(on);
		const restore = () => void stdout.write(off);
		process.once('exit', restore);
		return () => {
			process.off('exit', restore);
			restore();
		};
	}, [stdout]);
}
