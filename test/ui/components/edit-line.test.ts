import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {editBox, lineAt} from '../../../source/ui/components/edit-box.ts';
import {editLine, type Line, lineOf} from '../../../source/ui/components/edit-line.ts';
import type {Press} from '../../../source/ui/hooks/presses.ts';

const key = (name: Press['name'], text = ''): Press => ({name, text});
const typed = (text: string) => key('text', text);

/** The line with `|` where the cursor is. */
const shown = ({text, cursor}: Line) => `${text.slice(0, cursor)}|${text.slice(cursor)}`;
const line = (marked: string): Line => ({text: marked.replace('|', ''), cursor: marked.indexOf('|')});
const after = (marked: string, ...presses: readonly Press[]) =>
	shown(presses.reduce((current, press) => editLine(current, press) ?? current, line(marked)));

describe('editing a line', () => {
	it.each([
		['ab|c', typed('x'), 'abx|c'],
		['ab|c', key('backspace'), 'a|c'],
		['|c', key('backspace'), '|c'],
		['a😀|', key('backspace'), 'a|'],
		['a😀|', key('left'), 'a|😀'],
		['a|😀', key('right'), 'a😀|'],
		['ab|c', key('home'), '|abc'],
		['ab|c', key('ctrl+a'), '|abc'],
		['a|bc', key('end'), 'abc|'],
		['a|bc', key('ctrl+e'), 'abc|'],
		['ab|c', key('ctrl+u'), '|c'],
		['a|bc', key('ctrl+k'), 'a|'],
		['one two | three', key('ctrl+w'), 'one | three'],
		['|', key('paste', '  /a b\n'), '/a b|'],
		['x|', key('paste', 'a\r\n\tb\x1b[31m\x07'), 'xa b|'],
	] as const)('%s and %j make %s', (before, press, expected) => {
		const normal = press.name === 'paste' ? key('paste', press.text.replace(/\r\n?/g, '\n')) : press;
		expect(after(before, normal)).toBe(expected);
	});

	it('leaves the other keys to the page', () => {
		for (const name of ['enter', 'escape', 'tab', 'up', 'down', 'ctrl+c'] as const)
			expect(editLine(lineOf('a'), key(name))).toBeUndefined();
	});
});

describe('editing a box', () => {
	const inBox = (marked: string, ...presses: readonly Press[]) =>
		shown(presses.reduce((current, press) => editBox(current, press, 2) ?? current, line(marked)));

	it.each([
		['ab|c', key('enter'), 'ab\n|c'],
		['abc\nd|', key('up'), 'a|bc\nd'],
		['abc|\nd', key('down'), 'abc\nd|'],
		['a\nb\nc\nd|', key('page-up'), 'a\nb|\nc\nd'],
		['a|\nb\nc\nd', key('page-down'), 'a\nb\nc|\nd'],
		['a\n|b', key('backspace'), 'a|b'],
		['a\nbc|d\ne', key('ctrl+u'), 'a\n|d\ne'],
		['a\nbc|d\ne', key('ctrl+k'), 'a\nbc|\ne'],
		['a\nbc|d\ne', key('ctrl+a'), 'a\n|bcd\ne'],
		['a|\nb', key('right'), 'a\n|b'],
		['a\n|b', key('left'), 'a|\nb'],
	] as const)('%j and %j make %j', (before, press, expected) => {
		expect(inBox(before, press)).toBe(expected);
	});

	it('takes a paste in whatever chunks it comes', () => {
		const text = fc.stringMatching(/^[a-z0-9.\n -]{0,60}$/);
		fc.assert(
			fc.property(text, fc.array(fc.nat(60), {maxLength: 5}), (pasted, cuts) => {
				const places = [...new Set(cuts.map(cut => Math.min(cut, pasted.length)))].sort((a, b) => a - b);
				const chunks = [0, ...places].map((from, index) => pasted.slice(from, places[index] ?? pasted.length));
				const box = chunks.reduce((current, chunk) => editBox(current, key('paste', chunk), 5)!, lineOf(''));
				expect(box).toEqual(lineOf(pasted));
			}),
		);
	});

	it('knows the line of the cursor', () => {
		expect(lineAt(line('a\nb|c\nd'))).toEqual({row: 1, start: 2, end: 4});
	});
});
