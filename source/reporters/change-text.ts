import type {Change} from '../core/events.ts';
import {cleanLine} from '../core/text.ts';
import {diffText} from './diff-text.ts';
import type {Look} from './look.ts';

/** One change: what, why, and its diff if wanted. */
export function changeText(change: Change, look: Look, indent: string, withDiff: boolean): readonly string[] {
	const what = cleanLine(change.what);
	const reason = change.reason === undefined ? [] : look.prose(change.reason, '').map(line => line.trim());
	return [
		indent + what + (reason.length === 1 ? look.dim(`  (${reason[0]})`) : ''),
		...(reason.length > 1 ? reason.map(line => `${indent}  ${look.dim(line)}`) : []),
		...(withDiff ? diffText(change, look, `${indent}  `) : []),
	];
}
