import {structuredPatch} from 'diff';
import type {Change} from '../core/events.ts';
import {cleanLine} from '../core/text.ts';
import type {Look} from './look.ts';

/** A diff longer than this many lines is cut: no reader gets to its end. */
const longest = 200;

/** A return before the line end is a difference that must be seen. */
const visible = (line: string) => cleanLine(line.replace(/\r$/, '\\r'));

function diffLines({before, after}: Change): readonly string[] {
	if (before === after) return [];
	const {hunks} = structuredPatch('', '', before ?? '', after ?? '', undefined, undefined, {context: 3});
	return hunks.flatMap(hunk => {
		const lines = hunk.lines.map(visible);
		// The whole of a new or removed file needs no line numbers.
		if (!before || !after) return lines.filter(line => !line.startsWith('\\'));
		return [`@@ -${hunk.oldStart},${hunk.oldLines} +${hunk.newStart},${hunk.newLines} @@`, ...lines];
	});
}

/** A change that has contents, as a unified diff with three lines around each difference; of another one nothing. */
export function diffText(change: Change, look: Look, indent: string): readonly string[] {
	const lines = diffLines(change);
	const paint = (line: string) => {
		if (line.startsWith('+')) return look.good(line);
		if (line.startsWith('-')) return look.bad(line);
		return line.startsWith(' ') ? line : look.dim(line);
	};
	const shown = lines.slice(0, longest).map(line => indent + paint(line));
	const left = lines.length - longest;
	return left > 0 ? [...shown, indent + look.dim(`${look.symbols.wait} ${left} lines of the diff left out`)] : shown;
}
