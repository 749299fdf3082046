import {execFileSync} from 'node:child_process';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {joined, rawCommand, sh} from '../../source/core/command.ts';

const hostile = [
	'$(id)',
	'`id`',
	"a'; id; '",
	'a b',
	'*',
	'~',
	'\\',
	'$HOME',
	'a\nb',
	'-n',
	'',
	'"',
	'#x',
	'!x',
	'{a,b}',
	'<x',
	'&',
];

test('a value is one word, whatever it holds', () => {
	for (const word of hostile) {
		const {text} = sh`printf '%s\\0' ${word}`;
		expect(execFileSync('bash', ['-c', text], {encoding: 'utf8'})).toBe(`${word}\0`);
	}
});

test('any text comes through bash as it was', () => {
	fc.assert(
		fc.property(
			fc.array(
				fc.string({unit: 'grapheme'}).filter(text => !text.includes('\0')),
				{minLength: 1, maxLength: 4},
			),
			words => {
				const {text} = sh`printf '%s\\0' ${words}`;
				expect(execFileSync('bash', ['-c', text], {encoding: 'utf8'}).split('\0').slice(0, -1)).toEqual(words);
			},
		),
		{numRuns: 20},
	);
}, 60_000);

test('a list is several words, a number is bare, a command stands as it is', () => {
	expect(sh`tool ${['a', 'b c', 3]} --port ${9092}`.text).toBe("tool a 'b c' 3 --port 9092");
	expect(sh`timeout 5 ${sh`cat -- ${'a b'}`} || ${rawCommand('exit 1')}`.text).toBe("timeout 5 cat -- 'a b' || exit 1");
	expect(sh`bash -c ${sh`echo ${'a b'}`.text}`.text).toBe(`bash -c 'echo '\\''a b'\\'''`);
	expect(joined([sh`a`, sh`b ${'c d'}`], ' && ').text).toBe("a && b 'c d'");
});

test('a NUL is refused', () => {
	expect(() => sh`echo ${'a\0b'}`).toThrow('a NUL character cannot stand in a command');
});
