import stringWidth from 'string-width';

/** What a piece of text is, which a colour may repeat. */
export type Tone = 'bold' | 'dim' | 'good' | 'changed' | 'bad' | 'command';
export type Span = {readonly text: string; readonly tone?: Tone};
/** One row of the screen. */
export type Line = readonly Span[];

export const span = (text: string, tone?: Tone): Span => (tone === undefined ? {text} : {text, tone});
export const blank: Line = [];

/** Characters of one column each, and of one unit: ASCII, Latin letters, and the symbols of the screen. */
const printable = /^[\x20-\x7e\xa1-\xac\xae-\u02ff“”…→─-╿▁-█●✔✖❯⠀-⣿]*$/;
export const textWidth = (text: string): number => (printable.test(text) ? text.length : stringWidth(text));
export const lineWidth = (line: Line): number => line.reduce((sum, {text}) => sum + textWidth(text), 0);

const graphemes = new Intl.Segmenter();

/** The beginning of a text that fills at most `width` columns, never half of a character. */
function head(text: string, width: number): string {
	if (printable.test(text)) return text.slice(0, width);
	let kept = '';
	let used = 0;
	// No character is longer than this on average, so the rest of a huge line need not be looked at.
	for (const {segment} of graphemes.segment(text.slice(0, width * 16))) {
		used += textWidth(segment);
		if (used > width) break;
		kept += segment;
	}
	return kept;
}

/** The line in at most `width` columns; `more` ends one that was longer. */
export function cutLine(line: Line, width: number, more: string): Line {
	if (lineWidth(line) <= width) return line;
	let left = Math.max(0, width - textWidth(more));
	const kept: Span[] = [];
	for (const one of line) {
		const text = head(one.text, left);
		left -= textWidth(text);
		if (text !== '') kept.push({...one, text});
		if (text !== one.text) break;
	}
	return width < textWidth(more) ? kept : [...kept, span(more, kept.at(-1)?.tone)];
}

/** A text in rows of at most `width` columns, nothing of it left out. */
export function wrapText(text: string, width: number): readonly string[] {
	if (text.length <= width && printable.test(text)) return [text];
	const rows: string[] = [];
	if (printable.test(text)) {
		for (let at = 0; at < text.length; at += width) rows.push(text.slice(at, at + width));
		return rows;
	}
	let row = '';
	let used = 0;
	for (const {segment} of graphemes.segment(text)) {
		const more = textWidth(segment);
		if (used + more > width && row !== '') {
			rows.push(row);
			row = '';
			used = 0;
		}
		row += segment;
		used += more;
	}
	return [...rows, row];
}

/** Prose in rows of at most `width` columns, broken between words where that is possible. */
export function wrapProse(text: string, width: number): readonly string[] {
	const rows: string[] = [];
	let row = '';
	for (const word of text.split(' ')) {
		if (row !== '' && textWidth(row) + 1 + textWidth(word) > width) {
			rows.push(row);
			row = word;
		} else {
			row = row === '' ? word : `${row} ${word}`;
		}
	}
	return [...rows, row].flatMap(one => wrapText(one, width));
}

/** A line with `right` at its right edge; where there is no room for both, the left one is cut. */
export function justify(left: Line, right: string, width: number, more: string): Line {
	if (right === '') return cutLine(left, width, more);
	const room = width - textWidth(right) - 2;
	if (room < 1) return cutLine(left, width, more);
	const cut = cutLine(left, room, more);
	return [...cut, span(' '.repeat(width - textWidth(right) - lineWidth(cut))), span(right, 'dim')];
}
