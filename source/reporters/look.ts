import {cleanLine} from '../core/text.ts';

export type LookOptions = {
	/** 16-colour SGR sequences; without it none at all. */
	readonly colour: boolean;
	/** Symbols beyond ASCII. */
	readonly unicode: boolean;
	/** Width of the terminal, if there is one: prose is wrapped to it. Commands and output never are, so they can be copied. */
	readonly columns?: number;
	/** Steps that were as wanted get a line each, and changed files show their diff during apply too. */
	readonly verbose?: boolean;
};

type Paint = (text: string) => string;

/** Colours and symbols. A colour only repeats what a word says. */
export type Look = {
	readonly bold: Paint;
	readonly dim: Paint;
	readonly good: Paint;
	readonly changed: Paint;
	readonly bad: Paint;
	readonly command: Paint;
	readonly symbols: {
		readonly good: string;
		readonly change: string;
		readonly bad: string;
		readonly idle: string;
		readonly bar: string;
		readonly wait: string;
		/** The opening one and the closing one. */
		readonly quotes: readonly [string, string];
	};
	readonly verbose: boolean;
	/** Whether an unpainted line is shown in one row; where there is no terminal, whether it is short enough to be read as one. */
	fits(line: string): boolean;
	/** Clean lines of a prose text, each with the indent before it. */
	prose(text: string, indent: string): readonly string[];
};

/** Narrower than this, wrapped text is harder to read than long lines. */
const narrowest = 30;

/** Without a width to go by, a line of this many characters is still read at a glance. */
const longestRead = 100;

function wrap(line: string, width: number): readonly string[] {
	const lines: string[] = [];
	let current = '';
	for (const word of line.split(' ')) {
		if (current !== '' && current.length + 1 + word.length > width) {
			lines.push(current);
			current = word;
		} else {
			current = current === '' ? word : `${current} ${word}`;
		}
	}
	return [...lines, current];
}

export function createLook({colour, unicode, columns, verbose = false}: LookOptions): Look {
	const paint =
		(code: number, end: number): Paint =>
		text =>
			colour && text !== '' ? `\x1b[${code}m${text}\x1b[${end}m` : text;
	return {
		bold: paint(1, 22),
		dim: paint(2, 22),
		good: paint(32, 39),
		changed: paint(33, 39),
		bad: paint(31, 39),
		command: paint(36, 39),
		symbols: unicode
			? {good: '✔', change: '~', bad: '✖', idle: '·', bar: '│', wait: '…', quotes: ['“', '”']}
			: {good: '*', change: '~', bad: 'x', idle: '-', bar: '|', wait: ':', quotes: ['"', '"']},
		verbose,
		fits: line => line.length <= (columns ?? longestRead),
		prose(text, indent) {
			const lines = text.trimEnd().split('\n').map(cleanLine);
			if (columns === undefined || columns - indent.length < narrowest) return lines.map(line => indent + line);
			return lines.flatMap(line => wrap(line, columns - indent.length)).map(line => indent + line);
		},
	};
}
