import type {FileProblem} from './problems.ts';
import type {Path} from './yaml-tree.ts';

/** What `offset` and `length` of the file must not be shown: a value that is, or may be, a secret. */
export type Covered = {readonly start: number; readonly end: number};

export type Report = {
	readonly offset: number;
	readonly message: string;
	readonly hint?: string | undefined;
	/** The key that it is about; absent where the text is no YAML. */
	readonly about?: Path;
};

const cover = '•••';
const secretKey = /\b["']?[\w.-]*(?:pass(?:word|phrase|wd)?|pwd|secret|token|jaas[\w.]*)["']?\s*[:=]\s*/i;

/** In a file that can't be taken apart, a secret is known by the word before it alone. */
function coverByWord(line: string): Covered | undefined {
	const match = secretKey.exec(line);
	if (match === null) return undefined;
	const start = match.index + match[0].length;
	return /^["']?(?:env|file|exec|prompt):/.test(line.slice(start)) || start >= line.length
		? undefined
		: {start, end: line.length};
}

/** Makes problems of places in a text: finds line and column, and shows the line without its secrets, `byWord` also without what may be one. */
export function placer(text: string, covered: readonly Covered[], byWord: boolean): (report: Report) => FileProblem {
	const starts = [0];
	for (let index = text.indexOf('\n'); index >= 0; index = text.indexOf('\n', index + 1)) starts.push(index + 1);
	return ({offset, message, hint, about}) => {
		const place = Math.max(0, Math.min(offset, text.length));
		let low = 0;
		let high = starts.length - 1;
		while (low < high) {
			const middle = (low + high + 1) >> 1;
			if (starts[middle]! <= place) low = middle;
			else high = middle - 1;
		}
		const start = starts[low]!;
		const end = starts[low + 1] === undefined ? text.length : starts[low + 1]! - 1;
		const raw = text.slice(start, end).replace(/\r$/, '');
		let column = place - start + 1;
		const hidden = covered
			.map(range => ({start: Math.max(0, range.start - start), end: Math.min(raw.length, range.end - start)}))
			.concat((byWord ? coverByWord(raw) : undefined) ?? [])
			.filter(range => range.start < range.end)
			.sort((a, b) => b.start - a.start);
		let shown = raw;
		for (const range of merged(hidden)) {
			shown = shown.slice(0, range.start) + cover + shown.slice(range.end);
			if (column - 1 >= range.end) column += cover.length - (range.end - range.start);
			else if (column - 1 > range.start) column = range.start + 1;
		}
		// One sign for one keeps the caret in its column.
		const line = shown.replace(/[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/g, sign => (sign === '\t' ? ' ' : '\ufffd'));
		const more = {...(hint === undefined ? {} : {hint}), ...(about === undefined ? {} : {path: about})};
		return {line: low + 1, column, message, text: line, ...more};
	};
}

/** Overlapping ranges as one, the last first. */
function merged(ranges: readonly Covered[]): readonly Covered[] {
	const result: Covered[] = [];
	for (const range of ranges) {
		const later = result.at(-1);
		if (later !== undefined && range.end >= later.start)
			result[result.length - 1] = {start: range.start, end: Math.max(later.end, range.end)};
		else result.push(range);
	}
	return result;
}
