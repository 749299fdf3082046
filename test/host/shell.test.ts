import {execFileSync} from 'node:child_process';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {quote, rawCommand} from '../../source/core/command.ts';
import {explain, must} from '../../source/host/shell.ts';
import {fakeContext} from '../helpers/context.ts';
import {fakeConnection} from '../helpers/fake-connection.ts';

test('any text reaches the program as the one word that it is', () => {
	const words = fc
		.sample(
			fc.oneof(
				fc.string({unit: 'binary', maxLength: 30}),
				fc.string({unit: fc.constantFrom(...'\'"$`\\\n\r !*?~;&|<>(){}[]#=-a '), maxLength: 30}),
			),
			500,
		)
		.map(word => word.replaceAll('\0', '').replace(/\p{Surrogate}/gu, ''))
		.filter(word => word !== '');
	for (const shell of ['bash', 'sh']) {
		const output = execFileSync(shell, ['-c', `printf '%s\\0' ${words.map(quote).join(' ')}`], {encoding: 'utf8'});
		expect(output.split('\0').slice(0, -1)).toEqual(words);
	}
});

test('an empty text is a word too, and a plain one is left readable', () => {
	expect(quote('')).toBe("''");
	expect(quote('/etc/kafka/server.properties')).toBe('/etc/kafka/server.properties');
	expect(() => quote('a\0b')).toThrow('a NUL character cannot stand in a command');
});

test.each([
	['cat: write error: No space left on device', 'no space left on the device'],
	["touch: cannot touch 'x': Read-only file system", 'the file system is read-only'],
	["mv: cannot move 'a' to 'b': Operation not permitted", 'the operation is not permitted even to root'],
	['bash: /x: Permission denied', 'permission denied'],
	['cat: write error: Disk quota exceeded', 'the disk quota is used up'],
	["chown: invalid group: 'root:confluent'", 'the user or the group does not exist there'],
	['useradd: cannot lock /etc/group; try again later.', 'the password file is locked'],
])('%s is explained', (output, message) => {
	expect(explain(output)).toMatchObject({message, hint: expect.stringMatching(/\.$/)});
});

test('what is not known is not explained', () => {
	expect(explain('E: Unable to locate package confluent-kafka')).toBeUndefined();
});

test('a failed command has the last 20 lines, what it wrote to stderr at the end', async () => {
	const stdout = Array.from({length: 30}, (_, index) => `line ${index}\n`).join('');
	const context = fakeContext(fakeConnection([{command: 'make it', stdout, stderr: 'bad\n\n', code: 2}]));
	const error = await must(context, rawCommand('make it')).catch(thrown => thrown);
	expect(error).toMatchObject({message: 'the command failed on kafka-01', code: 2, command: 'make it'});
	expect(error.tail).toHaveLength(20);
	expect(error.tail.slice(-2)).toEqual(['line 29', 'bad']);
});

test('a command is shown only if asked for', async () => {
	const context = fakeContext(fakeConnection([{command: 'a'}, {command: 'b'}, {command: 'c'}]));
	await must(context, rawCommand('a'));
	await must(context, rawCommand('b'), {show: true});
	await must(context, rawCommand('c'), {show: 'see'});
	expect(context.seen.shown).toEqual(['b', 'see']);
});
