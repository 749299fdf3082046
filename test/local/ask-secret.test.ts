import {PassThrough} from 'node:stream';
import {expect, test} from 'vitest';
import {CancelledError} from '../../source/core/errors.ts';
import {askAt} from '../../source/local/ask-secret.ts';

/** A terminal that keeps what was shown and whether it was raw. */
function terminal() {
	const shown: string[] = [];
	const raw: boolean[] = [];
	const input = Object.assign(new PassThrough(), {setRawMode: (on: boolean) => raw.push(on)});
	return {shown, raw, input, output: {write: (text: string) => shown.push(text)}, close() {}};
}

async function type(...chunks: readonly (string | Uint8Array)[]) {
	const side = terminal();
	const answer = askAt(side, 'ssh.password');
	for (const chunk of chunks) side.input.write(chunk);
	const secret = await answer;
	return {secret: secret.reveal(), shown: side.shown.join(''), raw: side.raw, listeners: side.input.listenerCount('data')};
}

test('each of the first characters shows as a star, in raw mode, which ends with the line', async () => {
	expect(await type('a', 'b', '\r')).toEqual({secret: 'ab', shown: 'ssh.password: **\n', raw: [true, false], listeners: 0});
});

test('backspace takes back one character, and nothing before the first', async () => {
	expect(await type('\x7f', 'aß€😀\x7f', '\b', 'c\n')).toMatchObject({secret: 'aßc'});
});

test('Ctrl+U empties the line', async () => {
	expect(await type('abc', '\x15', 'd\r')).toMatchObject({secret: 'd', shown: 'ssh.password: ***\b \b\b \b\b \b*\n'});
});

test('a long secret shows as many stars as a longer one, also while it is taken back', async () => {
	const stars = (count: number) => `ssh.password: ${'*'.repeat(count)}`;
	expect(await type('123456789', '0\r')).toMatchObject({secret: '1234567890', shown: `${stars(8)}\n`});
	expect(await type('1234567890\x7f\x7f\r')).toMatchObject({secret: '12345678', shown: `${stars(8)}\n`});
	expect(await type('123456789\x7f\x7f\r')).toMatchObject({secret: '1234567', shown: `${stars(8)}\b \b\n`});
	expect(await type('1234567890\x15\r')).toMatchObject({secret: '', shown: `${stars(8)}${'\b \b'.repeat(8)}\n`});
});

test('a pasted line end ends it, and what follows is dropped', async () => {
	expect(await type('pass word\nls -l\n')).toMatchObject({secret: 'pass word'});
});

test('a character cut in two by the link is put together', async () => {
	const bytes = Buffer.from('ä€');
	expect(await type(bytes.subarray(0, 1), bytes.subarray(1, 3), bytes.subarray(3), '\r')).toMatchObject({secret: 'ä€'});
});

test('cursor keys and the marks of a bracketed paste are no part of it', async () => {
	expect(await type('a\x1b[Db\x1bOC\x1b[200~c\x1b[201~\t\r')).toMatchObject({secret: 'abc'});
});

test.each([['\x03'], ['ab\x03'], ['\x04']])('%j gives up', async keys => {
	await expect(type(keys)).rejects.toThrow(CancelledError);
});

test('Ctrl+D in a line that is not empty does nothing', async () => {
	expect(await type('a\x04b\r')).toMatchObject({secret: 'ab'});
});

test('a terminal that goes away gives up, with raw mode off', async () => {
	const side = terminal();
	const answer = askAt(side, 'ssh.password');
	side.input.end();
	await expect(answer).rejects.toThrow('ssh.password was not given: the terminal is gone');
	expect(side.raw).toEqual([true, false]);
});
