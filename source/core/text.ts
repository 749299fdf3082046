const tabWidth = 8;

/** A line longer than this many characters is passed on in pieces: a stream without line ends must not fill the memory. */
const longestHeld = 64 * 1024;

/**
 * Terminal sequences of ECMA-48, in their 7-bit and 8-bit forms, also when the line ends before they do: strings (OSC, DCS,
 * SOS, PM, APC) up to their terminator, CSI, other escapes. An 8-bit opener without an end is more likely a
 * wrongly decoded letter, so it goes alone, with the other control characters. It ends at the next opener, so that the
 * search for its end takes no more time than the line is long.
 */
const sequences =
	/\x1b[\]PX^_][^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?|[\x9d\x90\x98\x9e\x9f][^\x07\x1b\x9c\x9d\x90\x98\x9e\x9f]*(?:\x07|\x1b\\|\x9c)|(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?|\x1b[ -/]*[0-~]?/g;

/** Control characters, ends of lines that only some programs take for such, and the marks that turn the direction of writing, which can make a line read as another one. */
const unseen = /[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]/g;

/** The same but for line ends, of which a text has many. */
const unseenInText = /[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]/g;

const colours = /(?:\x1b\[|\x9b)[0-9;:]*m/g;

const ordinary = /^[\x20-\x7e\xa0-\u2027\u202f-\u2065\u206a-\uffff]*$/;

/** Without the returns at its end. A regular expression would try each of many returns in its middle, to the end of them. */
function withoutReturns(line: string): string {
	let end = line.length;
	while (end > 0 && line[end - 1] === '\r') end -= 1;
	return line.slice(0, end);
}

function eraseBackwards(line: string): string {
	const kept: string[] = [];
	for (const character of line) {
		if (character === '\b') kept.pop();
		else kept.push(character);
	}
	return kept.join('');
}

function expandTabs(line: string): string {
	const parts = line.split('\t');
	const last = parts.pop()!;
	let column = 0;
	const wide = parts.map(part => {
		const end = column + part.length;
		column = end + tabWidth - (end % tabWidth);
		return part.padEnd(part.length + column - end);
	});
	return wide.join('') + last;
}

/**
 * What a terminal would be left showing of one line of remote text, as plain text: no escape sequence, no control
 * character, no mark that reverses text; of a progress bar its last state; tabs as spaces.
 */
export function cleanLine(line: string): string {
	if (ordinary.test(line)) return line;
	const plain = withoutReturns(line.replace(sequences, ''));
	const last = plain.slice(plain.lastIndexOf('\r') + 1);
	const typed = last.includes('\b') ? eraseBackwards(last) : last;
	const wide = typed.includes('\t') ? expandTabs(typed.replace(/[^\P{Cc}\t]/gu, '')) : typed;
	return wide.replace(unseen, '');
}

/**
 * A text of ours with words of others in it, as it may be written to a terminal. Control characters and marks that turn
 * the direction of writing go one by one, a tab or a return becomes a blank: nothing in it can hide, erase or move what
 * stands around it. Its lines stay.
 */
export function clean(text: string): string {
	if (ordinary.test(text)) return text;
	return text
		.replace(/\r\n/g, '\n')
		.replace(colours, '')
		.replace(/[\t\r]/g, ' ')
		.replace(unseenInText, '');
}

/** The most that is repeated of what others say, in characters. */
const mostWords = 200;

/** What a host or another program said, as a part of a sentence of ours: clean, in one line, and cut where it is long. */
export function remoteWords(text: string, most = mostWords): string {
	const words = cleanLines(text.slice(0, longestHeld)).join(' ').trim();
	return words.length > most ? `${words.slice(0, most - 1)}…` : words;
}

/** The clean lines of a whole text; the line end at its end opens no further line. */
export function cleanLines(text: string): readonly string[] {
	if (text === '') return [];
	return text
		.replace(/\r?\n$/, '')
		.split('\n')
		.map(cleanLine);
}

/** A piece of a stream: the lines it completes, clean, and the raw beginning of the next one. */
export type Cut = {readonly lines: readonly string[]; readonly held: string};

/** The same text with memory of its own. A part of a text keeps the whole of it alive, however long that is. */
export const ownText = (text: string): string => JSON.parse(JSON.stringify(text));

/** A longer line is kept to here: no terminal shows it whole at once. */
const longestKept = 4_000;

/** A line as it is kept to be looked at later. */
export const keptLine = (line: string): string => (line.length > longestKept ? ownText(`${line.slice(0, longestKept)}…`) : line);

/** Cuts a stream into clean lines, as a pure function: `held` is what the piece before left over. */
export function cutLines(held: string, text: string): Cut {
	// What comes letter by letter is not looked through again with each.
	if (held.length + text.length <= longestHeld && !text.includes('\n')) return {lines: [], held: held + text};
	const parts = (held + text).split('\n');
	let rest = parts.pop()!;
	if (rest.length > longestHeld) {
		// A progress bar of a thousand states is still one line: only the latest can be seen.
		rest = rest.slice(rest.lastIndexOf('\r', rest.length - 2) + 1);
	}
	if (rest.length > longestHeld) {
		parts.push(rest);
		rest = '';
	}
	const isPart = parts.length > 0 || rest.length < held.length + text.length;
	return {lines: parts.map(part => ownText(cleanLine(part))), held: isPart ? ownText(rest) : rest};
}

/** Cuts one stream into clean lines. An unfinished line is held until its end comes, or `flush` says that none will. */
export type LineCleaner = {push(text: string): readonly string[]; flush(): readonly string[]};

export function lineCleaner(): LineCleaner {
	let held = '';
	return {
		push(text) {
			const cut = cutLines(held, text);
			held = cut.held;
			return cut.lines;
		},
		flush() {
			const lines = held === '' ? [] : [cleanLine(held)];
			held = '';
			return lines;
		},
	};
}
