import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {setTimeout as after} from 'node:timers/promises';
import {expect, it} from 'vitest';
import {rawCommand} from '../../../source/core/command.ts';
import {commandLine, endOfInput} from '../../../source/ssh/shell/command-line.ts';
import {tempDir} from '../../helpers/temp-dir.ts';

/** A bash that reads its script from a pipe, as the root shell of a login does. */
function shell() {
	const child = spawn('bash', ['--noprofile', '--norc'], {detached: true, stdio: ['pipe', 'pipe', 'ignore']});
	let text = '';
	child.stdout.setEncoding('utf8').on('data', part => (text += part));
	child.stdin.on('error', () => {});
	return {child, ended: once(child, 'close'), text: () => text};
}

it('a command is killed when its input stops coming over a link that says nothing', async () => {
	const whole = join(tempDir(), 'whole');
	const {child, ended} = shell();
	child.stdin.write(commandLine(rawCommand(`cat >/dev/null; touch ${whole}`), 'TOKEN', 1, 100, 1));
	child.stdin.write('x'.repeat(60));
	const [, signal] = await ended;
	expect(signal).toBe('SIGKILL');
	expect(existsSync(whole)).toBe(false);
});

it('one whose input comes slowly is left alone, and the shell goes on after it', async () => {
	const {child, ended, text} = shell();
	child.stdin.write(commandLine(rawCommand('wc -c'), 'TOKEN', 1, 12, 1));
	for (let sent = 0; sent < 12; sent++) {
		child.stdin.write('x');
		await after(250);
	}
	child.stdin.write(endOfInput);
	child.stdin.end(commandLine(rawCommand('echo next'), 'TOKEN', 2));
	await ended;
	expect(text()).toBe('12\nTOKEN:1:0/next\nTOKEN:2:0/');
});
