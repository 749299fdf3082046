import type {Press} from '../hooks/presses.ts';

/** A line that is being edited; the cursor counts UTF-16 units from 0 to the text's length. */
export type Line = {readonly text: string; readonly cursor: number};

export const lineOf = (text: string): Line => ({text, cursor: text.length});

/** The place one character to the left: a surrogate pair is one. */
function before({text, cursor}: Line): number {
	const code = text.charCodeAt(cursor - 1);
	return Math.max(0, cursor - (code >= 0xdc00 && code <= 0xdfff ? 2 : 1));
}

function after({text, cursor}: Line): number {
	const code = text.codePointAt(cursor) ?? 0;
	return Math.min(text.length, cursor + (code > 0xffff ? 2 : 1));
}

/** The place where the word before the cursor begins. */
function wordStart({text, cursor}: Line): number {
	return cursor - (/\S*\s*$/.exec(text.slice(0, cursor))?.[0].length ?? 0);
}

const cut = ({text}: Line, from: number, to: number): Line => ({text: text.slice(0, from) + text.slice(to), cursor: from});

export function insert({text, cursor}: Line, added: string): Line {
	return {text: text.slice(0, cursor) + added + text.slice(cursor), cursor: cursor + added.length};
}

/** Text without what a terminal would obey. */
export const printable = (text: string): string => text.replace(/\x1b\[[0-?]*[ -/]*[@-~]|[\x00-\x09\x0b-\x1f\x7f-\x9f]/g, '');

/** A paste as one line: line ends within it become spaces, those around it are dropped. */
export const pastedLine = (text: string): string => printable(text.replaceAll('\t', ' ').trim()).replace(/\s*\n\s*/g, ' ');

/** What a key makes of a line, with the keys of readline; undefined for a key that edits nothing. */
export function editLine(line: Line, press: Press): Line | undefined {
	const {text, cursor} = line;
	switch (press.name) {
		case 'text':
			return insert(line, press.text);
		case 'paste':
			return insert(line, pastedLine(press.text));
		case 'backspace':
			return cut(line, before(line), cursor);
		case 'left':
		case 'ctrl+b':
			return {text, cursor: before(line)};
		case 'right':
		case 'ctrl+f':
			return {text, cursor: after(line)};
		case 'home':
		case 'ctrl+a':
			return {text, cursor: 0};
		case 'end':
		case 'ctrl+e':
			return lineOf(text);
		case 'ctrl+u':
			return cut(line, 0, cursor);
		case 'ctrl+k':
			return cut(line, cursor, text.length);
		case 'ctrl+w':
			return cut(line, wordStart(line), cursor);
		default:
			return undefined;
	}
}
