import fc from 'fast-check';
import stringWidth from 'string-width';
import {expect, test} from 'vitest';
import {cutLine, justify, lineWidth, span, textWidth, wrapProse, wrapText} from '../../../source/ui/progress/line.ts';
import {look, plainText} from './scene.ts';

test('a line that fits is left as it is, a longer one ends with the mark', () => {
	const line = [span('kafka-01 '), span('runs', 'good')];
	expect(cutLine(line, 13, '…')).toBe(line);
	expect(plainText(cutLine(line, 12, '…'))).toBe('kafka-01 ru…');
	expect(plainText(cutLine(line, 9, '..'))).toBe('kafka-0..');
});

test('wide characters count twice and are never halved', () => {
	expect(textWidth('漢字')).toBe(4);
	expect(plainText(cutLine([span('漢字漢字')], 6, '…'))).toBe('漢字…');
	expect(wrapText('漢字漢', 5)).toEqual(['漢字', '漢']);
	expect(wrapText('👨‍👩‍👧👨‍👩‍👧', 2)).toEqual(['👨‍👩‍👧', '👨‍👩‍👧']);
});

test('the symbols of the screen are one column wide, as the terminal library sees them', () => {
	const {symbols, spinner, mark} = look;
	const all = [
		...Object.values(symbols).flat(),
		mark('ok'),
		mark('failed'),
		...[0, 1, 2, 3, 4, 5].map(tick => spinner(tick * 250)),
	];
	for (const text of all) expect(textWidth(text), text).toBe(stringWidth(text));
	expect([textWidth('é'), textWidth('e\u0301'), textWidth('\u00ad')]).toEqual([1, 1, stringWidth('\u00ad')]);
});

test('prose breaks between words, and within one that is too long', () => {
	expect(wrapProse('no space left on kafka-02', 10)).toEqual(['no space', 'left on', 'kafka-02']);
	expect(wrapProse('see /var/lib/kafka', 8)).toEqual(['see', '/var/lib', '/kafka']);
});

test('what stands right is kept whole, and what stands left makes room', () => {
	expect(plainText(justify([span('kafka')], '12s', 14, '…'))).toBe('kafka      12s');
	expect(plainText(justify([span('schema registry')], '12s', 14, '…'))).toBe('schema r…  12s');
	expect(plainText(justify([span('schema registry')], '', 8, '…'))).toBe('schema …');
});

test('no text is ever wider than it may be, and wrapping loses nothing', () => {
	const anyText = fc.oneof(fc.string({unit: 'grapheme'}), fc.string());
	fc.assert(
		fc.property(anyText, fc.integer({min: 8, max: 60}), (text, width) => {
			expect(lineWidth(cutLine([span(text)], width, '…'))).toBeLessThanOrEqual(width);
			expect(lineWidth(justify([span(text)], '12s', width, '…'))).toBeLessThanOrEqual(width);
			const rows = wrapText(text, width);
			expect(rows.join('')).toBe(text);
			expect(Math.max(...rows.map(textWidth))).toBeLessThanOrEqual(width);
		}),
	);
});
