import stringWidth from 'string-width';

/** A text cut to a width in columns, with `…` where something is left out. */
export function clip(text: string, width: number): string {
	if (stringWidth(text) <= width) return text;
	let cut = '';
	for (const character of text) {
		if (stringWidth(cut + character) > width - 1) break;
		cut += character;
	}
	return width < 1 ? '' : `${cut}…`;
}

/** As `clip`, of a path: its end tells more than its beginning. */
export function clipPath(path: string, width: number): string {
	if (stringWidth(path) <= width || width < 1) return clip(path, width);
	const characters = [...path];
	while (stringWidth(characters.join('')) > width - 1) characters.shift();
	return `…${characters.join('')}`;
}

/** Words in lines of at most `width` columns; a word that is longer is cut. */
export function fold(text: string, width: number): readonly string[] {
	return text.split('\n').flatMap(paragraph => {
		const lines: string[] = [];
		let line = '';
		for (const word of paragraph.split(' ')) {
			if (line !== '' && stringWidth(line) + 1 + stringWidth(word) > width) {
				lines.push(line);
				line = '';
			}
			line = line === '' ? clip(word, width) : `${line} ${word}`;
		}
		return [...lines, line];
	});
}

export const pad = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - stringWidth(text)));

/** The first of `length` items to show, so that the one at `at` is in sight and as little as possible moves. */
export function windowStart(at: number, length: number, height: number, before = 0): number {
	const last = Math.max(0, length - height);
	const start = at < before ? at : at >= before + height ? at - height + 1 : before;
	return Math.min(Math.max(0, start), last);
}
