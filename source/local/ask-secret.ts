import {openSync} from 'node:fs';
import {StringDecoder} from 'node:string_decoder';
import {ReadStream, WriteStream} from 'node:tty';
import {secretRefForms} from '../cluster/secret-refs.ts';
import {CancelledError, InputError} from '../core/errors.ts';
import {Secret, signsFor} from '../core/secret.ts';
import {clean} from '../core/text.ts';

/** The side of a terminal that keys come from, and the one that is written to. */
export type Terminal = {
	readonly input: NodeJS.ReadableStream & {setRawMode?(raw: boolean): unknown};
	readonly output: {write(text: string): unknown};
	close(): void;
};

function openTerminal(): Terminal | undefined {
	try {
		// Also with standard input or error redirected: the terminal is asked, not the pipe.
		const input = new ReadStream(openSync('/dev/tty', 'r'));
		const output = new WriteStream(openSync('/dev/tty', 'w'));
		return {
			input,
			output,
			close() {
				input.destroy();
				output.destroy();
			},
		};
	} catch {
		if (!process.stdin.isTTY || !process.stderr.isTTY) return undefined;
		return {input: process.stdin, output: process.stderr, close: () => process.stdin.pause()};
	}
}

type Line = {readonly text: readonly string[]; readonly state: 'open' | 'done' | 'cancelled'};

/** What the line is after one key or one pasted character. */
function afterKey({text}: Line, key: string): Line {
	if (key === '\r' || key === '\n') return {text, state: 'done'};
	if (key === '\x03' || (key === '\x04' && text.length === 0)) return {text: [], state: 'cancelled'};
	if (key === '\x7f' || key === '\b') return {text: text.slice(0, -1), state: 'open'};
	if (key === '\x15') return {text: [], state: 'open'};
	return {text: key < ' ' ? text : [...text, key], state: 'open'};
}

/** Cursor keys and their like, which no secret is made of. */
const keySequences = /\x1b(?:\[[0-?]*[ -/]*[@-~]|O.|.)?/gs;

/**
 * Asks for one line at a terminal and shows stars for its first characters. A pasted line end ends it; Ctrl+U empties it.
 * @throws CancelledError on Ctrl+C, on Ctrl+D in an empty line, and when the terminal goes away.
 */
export function askAt(terminal: Terminal, label: string): Promise<Secret> {
	const {input, output} = terminal;
	return new Promise((fulfil, reject) => {
		const decoder = new StringDecoder('utf8');
		let line: Line = {text: [], state: 'open'};
		const finish = (settle: () => void) => {
			input.off('data', onData);
			input.off('end', onEnd);
			input.off('close', onEnd);
			input.off('error', onEnd);
			input.setRawMode?.(false);
			output.write('\n');
			settle();
		};
		const onData = (chunk: Buffer | string) => {
			const keys = (typeof chunk === 'string' ? chunk : decoder.write(chunk)).replace(keySequences, '');
			for (const key of keys) {
				const next = afterKey(line, key);
				const grown = signsFor(next.text.length) - signsFor(line.text.length);
				output.write(grown > 0 ? '*'.repeat(grown) : '\b \b'.repeat(-grown));
				line = next;
				if (line.state === 'cancelled') return finish(() => reject(new CancelledError(`${label} was not given`)));
				if (line.state === 'done') return finish(() => fulfil(new Secret(line.text.join(''))));
			}
		};
		const onEnd = () => finish(() => reject(new CancelledError(`${label} was not given: the terminal is gone`)));
		// Raw first: what is typed on sight of the question must not be echoed.
		input.setRawMode?.(true);
		output.write(`${clean(label)}: `);
		input.on('data', onData);
		input.on('end', onEnd);
		input.on('close', onEnd);
		input.on('error', onEnd);
		input.resume();
	});
}

/**
 * Asks for a secret at the terminal of this process.
 * @throws InputError when it has none, CancelledError when the person gives up.
 */
export async function askSecret(label: string): Promise<Secret> {
	const terminal = openTerminal();
	if (terminal === undefined) {
		throw new InputError(`${label} has to be asked for, and there is no terminal`, {
			hint: `run it at a terminal, or write another reference in place of prompt: into the cluster file: ${secretRefForms}`,
		});
	}
	try {
		return await askAt(terminal, label);
	} finally {
		terminal.close();
	}
}
