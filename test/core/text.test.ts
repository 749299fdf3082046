import fc from 'fast-check';
import {expect, test} from 'vitest';
import {StepError} from '../../source/core/errors.ts';
import {clean, cleanLine, cleanLines, cutLines, lineCleaner, remoteWords} from '../../source/core/text.ts';
import {harmful, hostile} from '../helpers/hostile.ts';

const unsafe = /[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]/;

const piece = fc.oneof(
	fc.string({unit: 'binary'}),
	fc.constantFrom(
		'\x1b',
		'[',
		']',
		'\x9b',
		'\x9d',
		'\x07',
		'\\',
		'\r',
		'\n',
		'\t',
		'\b',
		'0;',
		'31m',
		'\u202e',
		'\u2028',
		'\u2069',
		'P',
		'\x9c',
	),
);

test.each([
	['a colour', '\x1b[1;31mred\x1b[0m text', 'red text'],
	['a colour cut off by the line end', 'red\x1b[31', 'red'],
	['cursor moves', '\x1b[2J\x1b[3J\x1b[Hhome', 'home'],
	['an 8-bit CSI', '\x9b31mred', 'red'],
	['a window title', '\x1b]0;pwned\x07text', 'text'],
	['a clipboard write', '\x1b]52;c;c2VjcmV0\x1b\\text', 'text'],
	['an 8-bit OSC', '\x9d0;title\x9ctext', 'text'],
	['an OSC that never ends', 'text\x1b]0;title', 'text'],
	['a DCS', '\x1bP$q"p\x1b\\text', 'text'],
	['a character set', '\x1b(Btext', 'text'],
	['a reset', '\x1bctext', 'text'],
	['a bell and a DEL', 'te\x07xt\x7f', 'text'],
	['a stray C1 letter', 'caf\x90 au lait', 'caf au lait'],
	['overstruck text', 'N\bNA\bAME', 'NAME'],
	['a line end of DOS', 'text\r', 'text'],
	['a progress bar', ' 10%\r 50%\r100%', '100%'],
	['a progress bar that ends in a return', ' 10%\r 50%\r', ' 50%'],
	['a tab', 'a\tb\t\tc', 'a       b               c'],
	['a tab behind a colour', '\x1b[32ma\x1b[0m\tb', 'a       b'],
	['reversed text', 'user\u202e gnp.exe\u2066!', 'user gnp.exe!'],
	['plain letters of any script', 'Größe ✔ 日本 \u{1f680}', 'Größe ✔ 日本 \u{1f680}'],
])('of %s the plain text is left', (_, line, text) => {
	expect(cleanLine(line)).toBe(text);
});

/** Each in a number that makes half a million and more characters. */
test.each([
	['8-bit openers of strings', '\x9d'],
	['8-bit openers of other strings', '\x90\x98\x9e\x9f'],
	['7-bit openers', '\x1b]'],
	['8-bit CSI', '\x9b'],
	['CSI without an end', '\x1b[0;0;0;0 '],
	['openers among words', '\x9dwords\x9b12;\x1b]more'],
	['returns', '\r'],
	['backspaces', 'a\b'],
])('a line of %s takes no longer than it is long', (_, part) => {
	// Looked for anew at each opener, an end that does not come takes minutes.
	const line = `${part.repeat(Math.ceil(600_000 / part.length))}x`;
	expect(cleanLine(line)).not.toMatch(unsafe);
	expect(clean(line)).not.toMatch(unsafe);
});

test('in a text of ours, words of others neither hide nor move what stands around them', () => {
	expect(clean(`kafka-01: ${hostile}: all of it`)).toBe(
		'kafka-01: Code]52;c;cm0gLXJmIH4K]0;owned]8;;http://evil\\link]8;;\\ backreddesrever[2J]2;open: all of it',
	);
	expect(clean('one\r\ntwo\tthree\n')).toBe('one\ntwo three\n');
	fc.assert(
		fc.property(fc.array(piece), pieces => {
			const text = clean(`kafka-01: ${pieces.join('')}, at the end`);
			expect(text.replaceAll('\n', '')).not.toMatch(unsafe);
			expect(text.startsWith('kafka-01: ')).toBe(true);
			expect(text.endsWith(', at the end')).toBe(true);
		}),
	);
});

test('what others say is repeated in one line, and not at any length', () => {
	expect(remoteWords(' 10 %\r100 %\x1b[31m\n\x1b]0;owned\x07done ')).toBe('100 % done');
	expect(remoteWords(hostile)).toBe('backreddesreve');
	expect(remoteWords('x'.repeat(1000))).toBe(`${'x'.repeat(199)}…`);
});

test('an error says what it says in words alone', () => {
	const error = new StepError(`broken: ${hostile}`, {hint: `look: ${hostile}`});
	for (const text of [error.message, error.hint]) expect(text).not.toMatch(harmful);
	expect(error.message).toMatch(/^broken: /);
});

test('a stream gives whole lines only, however it is cut', () => {
	const cleaner = lineCleaner();
	expect(cleaner.push('one\ntw')).toEqual(['one']);
	expect(cleaner.push('o\x1b[3')).toEqual([]);
	expect(cleaner.push('1m\r')).toEqual([]);
	expect(cleaner.push('\nthree')).toEqual(['two']);
	expect(cleaner.flush()).toEqual(['three']);
	expect(cleaner.flush()).toEqual([]);
});

test('a text has as many lines as line ends', () => {
	expect(cleanLines('')).toEqual([]);
	expect(cleanLines('a\r\n\r\nb\n')).toEqual(['a', '', 'b']);
	expect(cleanLines('a\nb')).toEqual(['a', 'b']);
});

test('a stream without line ends is not held for ever', () => {
	let held = '';
	let passed = 0;
	for (let i = 0; i < 300; i++) {
		const cut = cutLines(held, 'x'.repeat(1000));
		held = cut.held;
		passed += cut.lines.join('').length;
	}
	expect(held.length).toBeLessThan(70_000);
	expect(passed + held.length).toBe(300_000);
});

test('a stream that comes letter by letter takes no time', () => {
	const begun = process.cpuUsage();
	let held = '';
	for (let count = 0; count < 512 * 1024; count++) held = cutLines(held, 'x').held;
	expect(process.cpuUsage(begun).user / 1000).toBeLessThan(1000);
});

test('a progress bar without line ends is held as its latest state', () => {
	const cleaner = lineCleaner();
	for (let i = 0; i <= 20_000; i++) expect(cleaner.push(`\r${i} of 20000`)).toEqual([]);
	expect(cleaner.push('\n')).toEqual(['20000 of 20000']);
});

test('no control character ever comes through', () => {
	fc.assert(
		fc.property(fc.array(piece), pieces => {
			const cleaner = lineCleaner();
			const lines = [...pieces.flatMap(text => cleaner.push(text)), ...cleaner.flush()];
			for (const line of lines) expect(line).not.toMatch(unsafe);
		}),
		{numRuns: 2000},
	);
});

test('where a stream is cut makes no difference', () => {
	fc.assert(
		fc.property(fc.array(piece), pieces => {
			const [whole, cut] = [lineCleaner(), lineCleaner()];
			const text = pieces.join('');
			const inPieces = [...pieces.flatMap(one => cut.push(one)), ...cut.flush()];
			expect(inPieces).toEqual([...whole.push(text), ...whole.flush()]);
		}),
	);
});
