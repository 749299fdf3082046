const tabWidth = 8;

/** A line longer than this many characters is passed on in pieces: a stream without line ends must not fill the memory. */
const longestHeld = 64 * 1024;

/**
 * Terminal sequences of ECMA-48, in their 7-bit and 8-bit forms, also when the line ends before they do: strings (OSC, DCS,
 * SOS, PM, APC) up to their terminator, CSI, other escapes. An 8-bit opener without an end is more likely a
 * wrongly decoded letter, so it goes alone, with the other control characters.
 */
const sequences =
	/\x1b[\]PX^_][^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?|[\x9d\x90\x98\x9e\x9f][^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)|(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?|\x1b[ -/]*[0-~]?/g;

/** Control characters, and the marks that turn the direction of writing, which can make a line read as another one. */
const unseen = /[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/g;

const ordinary = /^[\x20-\x7e\xa0-\u2029\u202f-\u2065\u206a-\uffff]*$/;

function eraseBackwards(line: string): string {
	const kept: string[] = [];
	for (const character of line) {
		if (character === '\b') kept.pop();
		else kept.push(character);
	}
	return kept.join('');
}

function expandTabs(line: string): string {
	let wide = '';
	for (const part of line.split(/(\t)/)) {
		wide += part === '\t' ? ' '.repeat(tabWidth - (wide.length % tabWidth)) : part;
	}
	return wide;
}

/**
 * What a terminal would be left showing of one line of remote text, as plain text: no escape sequence, no control
 * character, no mark that reverses text; of a progress bar its last state; tabs as spaces.
 */
export function cleanLine(line: string): string {
	if (ordinary.test(line)) return line;
	const plain = line.replace(sequences, '').replace(/\r+$/, '');
	const last = plain.slice(plain.lastIndexOf('\r') + 1);
	const typed = last.includes('\b') ? eraseBackwards(last) : last;
	const wide = typed.includes('\t') ? expandTabs(typed.replace(/[^\P{Cc}\t]/gu, '')) : typed;
	return wide.replace(unseen, '');
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

/** Cuts a stream into clean lines, as a pure function: `held` is what the piece before left over. */
export function cutLines(held: string, text: string): Cut {
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
	return {lines: parts.map(cleanLine), held: rest};
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
