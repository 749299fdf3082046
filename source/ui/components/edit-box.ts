import type {Press} from '../hooks/presses.ts';
import {editLine, insert, type Line, printable} from './edit-line.ts';

/** The line of a text that the cursor is on: its number from 0 on, and where it begins and ends. */
export function lineAt({text, cursor}: Line): {readonly row: number; readonly start: number; readonly end: number} {
	const start = text.lastIndexOf('\n', cursor - 1) + 1;
	const next = text.indexOf('\n', cursor);
	return {row: text.slice(0, start).split('\n').length - 1, start, end: next < 0 ? text.length : next};
}

/** The cursor moved by lines, in the same column where the line is long enough. */
function move(box: Line, by: number): Line {
	const lines = box.text.split('\n');
	const {row, start} = lineAt(box);
	const target = Math.min(Math.max(row + by, 0), lines.length - 1);
	const begin = lines.slice(0, target).reduce((length, line) => length + line.length + 1, 0);
	return {text: box.text, cursor: begin + Math.min(box.cursor - start, lines[target]!.length)};
}

/** What a key makes of a text of several lines; undefined for a key that edits nothing. `page` is the number of lines in sight. */
export function editBox(box: Line, press: Press, page: number): Line | undefined {
	const {text, cursor} = box;
	const {start, end} = lineAt(box);
	switch (press.name) {
		case 'enter':
			return insert(box, '\n');
		case 'paste':
			return insert(box, printable(press.text.replaceAll('\t', ' ')));
		case 'up':
			return move(box, -1);
		case 'down':
			return move(box, 1);
		case 'page-up':
			return move(box, -page);
		case 'page-down':
			return move(box, page);
		case 'backspace':
		case 'left':
		case 'right':
		case 'ctrl+b':
		case 'ctrl+f':
			return editLine(box, press);
		default: {
			const edited = editLine({text: text.slice(start, end), cursor: cursor - start}, press);
			if (edited === undefined) return undefined;
			return {text: text.slice(0, start) + edited.text + text.slice(end), cursor: start + edited.cursor};
		}
	}
}
