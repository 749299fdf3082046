import {quoted} from '../file/problems.ts';
import type {View} from '../file/view.ts';
import {type Path, pathText} from '../file/yaml-tree.ts';

/**
 * Marks that turn the direction of writing too: with them a line reads as another one. And half a pair of UTF-16, which has no
 * bytes in UTF-8, so that a file would hold U+FFFD in its place; and what Unicode keeps for no text, for which systemd ignores the line.
 */
const control = /[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]|\p{Surrogate}|\p{Noncharacter_Code_Point}/u;

function kindOf(code: string): string {
	if (/\p{Surrogate}/u.test(code)) return 'lone surrogate';
	return /\p{Noncharacter_Code_Point}/u.test(code) ? 'noncharacter' : 'control character';
}

function checkText(view: View, path: Path, text: string): void {
	const [code] = control.exec(text) ?? [];
	if (code !== undefined) {
		const number = code.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0');
		view.report(
			path,
			`${path.length === 0 ? 'the file' : pathText(path)} holds a ${kindOf(code)} (U+${number})`,
			'values are one line of plain text',
		);
	}
}

function walk(view: View, value: unknown, path: Path): void {
	// Nothing in a cluster file lies deeper; the schema reports what does.
	if (path.length > 8) return;
	if (typeof value === 'string') checkText(view, path, value);
	else if (Array.isArray(value)) for (const [index, item] of value.entries()) walk(view, item, [...path, index]);
	else if (typeof value === 'object' && value !== null) {
		for (const [key, item] of Object.entries(value)) {
			if (control.test(key)) view.report([...path, key], `the key ${quoted(key)} holds a control character`, undefined, 'key');
			walk(view, item, [...path, key]);
		}
	}
}

function checkKey(view: View): void {
	const path = ['platform', 'packages', 'key'];
	const key = (view.text(path) ?? '').replace(/^0x|\s/gi, '');
	if (/^[0-9a-f]{8,39}$/i.test(key)) {
		view.report(
			path,
			`${quoted(key)} is a part of a fingerprint: ${key.length} of 40 hex digits`,
			'a short id can be forged; "gpg --show-keys --with-fingerprint FILE" prints the whole',
		);
	}
}

export function checkTexts(view: View): void {
	walk(view, view.at([]), []);
	checkKey(view);
}
