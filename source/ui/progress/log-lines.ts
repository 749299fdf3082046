import {cleanLine} from '../../core/text.ts';
import {cutLine, type Line, span, textWidth, wrapText} from './line.ts';
import {liveHeight, type Scene} from './scene.ts';

/** Rows of a log that are in sight: all but the heading and the line with the keys. */
export const logRoom = (rows: number): number => Math.max(1, liveHeight(rows) - 2);

const heightOf = (line: string, width: number): number => wrapText(line, width).length;

/** The first line of a window of `room` rows whose last line is the one before `end`. */
export function windowBefore(lines: readonly string[], end: number, room: number, width: number): number {
	let top = end;
	let used = 0;
	while (top > 0) {
		used += heightOf(lines[top - 1]!, width);
		if (used > room && top < end) break;
		top -= 1;
	}
	return top;
}

/** The line after the last one of a window of `room` rows that begins with `top`. */
export function windowAfter(lines: readonly string[], top: number, room: number, width: number): number {
	let end = top;
	let used = 0;
	while (end < lines.length) {
		used += heightOf(lines[end]!, width);
		if (used > room && end > top) break;
		end += 1;
	}
	return end;
}

export type LogMove = 'up' | 'down' | 'page-up' | 'page-down' | 'top' | 'bottom';

/** The first line in sight after a move; undefined: the end, which is followed. */
export function scrolled(
	lines: readonly string[],
	top: number | undefined,
	move: LogMove,
	room: number,
	width: number,
): number | undefined {
	const last = windowBefore(lines, lines.length, room, width);
	const first = Math.min(top ?? last, last);
	const moved = {
		up: () => first - 1,
		down: () => first + 1,
		'page-up': () => windowBefore(lines, first, room, width),
		'page-down': () => windowAfter(lines, first, room, width),
		top: () => 0,
		bottom: () => last,
	}[move]();
	const inside = Math.max(0, moved);
	return inside >= last ? undefined : inside;
}

/** The full log of the chosen host: a window on it, long lines wrapped, nothing cut. */
export function logLines({view, columns, rows, look}: Scene, lines: readonly string[]): readonly Line[] {
	const {more, dot} = look.symbols;
	const width = columns - 1;
	const room = logRoom(rows);
	const last = windowBefore(lines, lines.length, room, width);
	const top = Math.min(view.top ?? last, last);
	const end = windowAfter(lines, top, room, width);
	const where = `${top + 1}-${end} of ${lines.length}`;
	const following = view.top === undefined ? ', following' : '';
	const long = lines.length === 0 ? 'no output yet' : `lines ${where}${following}`;
	const body = lines.slice(top, end).flatMap(line => wrapText(line, width));
	// Of a single line that is higher than the window its end is in sight.
	const shown = body.slice(-room).map(row => [span(row)]);
	const keys = [`↑ ↓ PgUp PgDn g G scroll ${dot} Esc closes`, `PgUp PgDn g G ${dot} Esc closes`];
	const hint = keys.find(text => text.length <= width) ?? 'Esc closes';
	const name = cleanLine(view.host ?? '');
	const told = textWidth(name) + 2 + long.length <= width ? long : where;
	const heading = [span(name, 'bold'), span(`  ${told}`, 'dim')];
	const head = liveHeight(rows) > 1 ? [cutLine(heading, width, more)] : [];
	const foot = liveHeight(rows) > 2 ? [[span(hint, 'dim')]] : [];
	return [...head, ...shown, ...foot];
}
