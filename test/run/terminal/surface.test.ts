import {describe, expect, onTestFinished, test} from 'vitest';
import {hasTerminal, lookOf, type Streams, surfaceOf} from '../../../source/run/terminal/surface.ts';

const streams = (stdin: boolean | undefined, stdout: boolean | undefined): Streams => ({
	stdin: stdin === undefined ? {} : {isTTY: stdin},
	stdout: stdout === undefined ? {} : {isTTY: stdout},
});
const terminal = streams(true, true);
const terminalEnv = {TERM: 'xterm-256color', LANG: 'C.UTF-8'};

/** What is true of every Mac would hide what the environment says. */
function onPlatform(platform: NodeJS.Platform) {
	const before = Object.getOwnPropertyDescriptor(process, 'platform')!;
	Object.defineProperty(process, 'platform', {...before, value: platform});
	onTestFinished(() => void Object.defineProperty(process, 'platform', before));
}

test.each([
	[true, true, true],
	[true, false, false],
	[false, true, false],
	[undefined, true, false],
	[true, undefined, false],
])('standard input a terminal: %s, output: %s; a terminal to ask at: %s', (stdin, stdout, expected) => {
	expect(hasTerminal(streams(stdin, stdout))).toBe(expected);
});

describe('the surface', () => {
	test('is the screen at a terminal', () => {
		expect(surfaceOf(false, terminalEnv, terminal)).toBe('screen');
		expect(surfaceOf(false, {}, terminal)).toBe('screen');
	});

	test('is lines where it is asked for', () => {
		expect(surfaceOf(true, terminalEnv, terminal)).toBe('lines');
	});

	test('is lines where input or output is no terminal', () => {
		expect(surfaceOf(false, terminalEnv, streams(true, undefined))).toBe('lines');
		expect(surfaceOf(false, terminalEnv, streams(undefined, true))).toBe('lines');
	});

	test('is lines on a terminal that can not move its cursor', () => {
		expect(surfaceOf(false, {...terminalEnv, TERM: 'dumb'}, terminal)).toBe('lines');
	});

	test.each(['CI', 'ACCESSIBLE', 'INK_SCREEN_READER'])('is lines where %s is set, whatever to', name => {
		for (const value of ['1', 'true', 'yes', 'x']) {
			expect(surfaceOf(false, {...terminalEnv, [name]: value}, terminal)).toBe('lines');
		}
	});

	test.each(['CI', 'ACCESSIBLE', 'INK_SCREEN_READER'])('is the screen where %s is set to nothing or to no', name => {
		for (const value of ['', '0', 'false']) {
			expect(surfaceOf(false, {...terminalEnv, [name]: value}, terminal)).toBe('screen');
		}
	});
});

describe('colour', () => {
	test('is for terminals, whether or not the input is one', () => {
		expect(lookOf(terminalEnv, terminal).colour).toBe(true);
		expect(lookOf(terminalEnv, streams(undefined, true)).colour).toBe(true);
		expect(lookOf(terminalEnv, streams(true, undefined)).colour).toBe(false);
	});

	test('is off with TERM=dumb, and with NO_COLOR set to anything but nothing', () => {
		expect(lookOf({...terminalEnv, TERM: 'dumb'}, terminal).colour).toBe(false);
		expect(lookOf({...terminalEnv, NO_COLOR: '0'}, terminal).colour).toBe(false);
		expect(lookOf({...terminalEnv, NO_COLOR: ''}, terminal).colour).toBe(true);
	});
});

describe('letters beyond ASCII', () => {
	test.each([
		[{LANG: 'de_DE.UTF-8'}, true],
		[{LANG: 'en_US.utf8'}, true],
		[{LANG: 'C'}, false],
		[{}, false],
		[{LC_CTYPE: 'en_US.UTF-8', LANG: 'C'}, true],
		[{LC_ALL: 'C', LC_CTYPE: 'en_US.UTF-8', LANG: 'en_US.UTF-8'}, false],
		[{LC_ALL: '', LANG: 'en_US.UTF-8'}, true],
	])('%j: %s', (env, expected) => {
		onPlatform('linux');
		expect(lookOf(env, terminal).unicode).toBe(expected);
	});

	test('every Mac has', () => {
		onPlatform('darwin');
		expect(lookOf({LANG: 'C'}, terminal).unicode).toBe(true);
	});
});
