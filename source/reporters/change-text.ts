import type {Change} from '../core/events.ts';
import {cleanLine} from '../core/text.ts';
import {diffText} from './diff-text.ts';
import type {Look} from './look.ts';

/** One change: what, why, and its diff if wanted. */
export function changeText(change: Change, look: Look, indent: string, withDiff: boolean): readonly string[] {
	const what = indent + cleanLine(change.what);
	const diff = withDiff ? diffText(change, look, `${indent}  `) : [];
	if (change.reason === undefined) return [what, ...diff];
	const [reason, ...more] = look.prose(change.reason, `${indent}  `);
	const inline = `  (${reason?.trim()})`;
	if (more.length === 0 && look.fits(what + inline)) return [what + look.dim(inline), ...diff];
	return [what, ...look.prose(`(${change.reason})`, `${indent}  `).map(look.dim), ...diff];
}
