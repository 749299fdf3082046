import {createInterface, type Interface} from 'node:readline';
import {CancelledError} from '../../core/errors.ts';
import {clean} from '../../core/text.ts';
import {askSecret} from '../../local/ask-secret.ts';
import {print, printAsIs} from '../../run/terminal/say.ts';
import type {Lines} from '../../ui/wizard/line/line-questions.ts';

type Waiting = {readonly fulfil: (line: string) => void; readonly reject: (error: Error) => void};

const brokenOff = () => new CancelledError('cancelled');

/** Questions and answers at the terminal. Lines that are pasted at once answer one question after the other. */
export function terminalLines(signal: AbortSignal): Lines & {readonly close: () => void} {
	const {stdin: input} = process;
	const ready: string[] = [];
	let reader: Interface | undefined;
	let waiting: Waiting | undefined;

	const close = () => {
		const open = reader;
		reader = undefined;
		open?.close();
	};
	const end = () => {
		close();
		waiting?.reject(brokenOff());
		waiting = undefined;
	};
	const open = (): Interface => {
		// The kernel edits the line: readline would move the cursor, which a screen reader follows.
		const made = createInterface({input, terminal: false});
		made.on('line', line => {
			if (waiting === undefined) ready.push(line);
			else waiting.fulfil(line);
			waiting = undefined;
		});
		// Ctrl+D, or a terminal that is gone; when we closed it ourselves it is not the reader any more.
		made.on('close', () => reader === made && end());
		return made;
	};
	signal.addEventListener('abort', end, {once: true});
	return {
		say: print,
		ask(question) {
			if (signal.aborted) return Promise.reject(brokenOff());
			const line = ready.shift();
			if (line !== undefined) {
				print(`${question}${line}`);
				return Promise.resolve(line);
			}
			reader ??= open();
			printAsIs(clean(question));
			return new Promise((fulfil, reject) => {
				waiting = {fulfil, reject};
			});
		},
		askSecret(question) {
			// Two readers of one terminal would share its keys out among them.
			close();
			return askSecret(question);
		},
		close,
	};
}
