import {spawn} from 'node:child_process';
import {InputError} from '../core/errors.ts';
import {holdsLogin} from '../core/secret-text.ts';
import {cleanLines} from '../core/text.ts';

const longest = 64 * 1024;

/**
 * What a command line prints on its standard output. Its standard input is empty; a tool that asks does so on /dev/tty.
 * @throws InputError when it fails or takes longer than `limitMs`: with the last line of standard error, never of standard output.
 */
export function runForSecret(command: string, what: string, limitMs = 60_000): Promise<string> {
	return new Promise((fulfil, reject) => {
		// A process group of its own: the limit also ends what the shell started.
		const child = spawn('/bin/sh', ['-c', command], {stdio: ['ignore', 'pipe', 'pipe'], detached: true});
		const end = () => {
			try {
				process.kill(-child.pid!, 'SIGKILL');
			} catch {
				// It has ended by itself.
			}
		};
		let stdout = Buffer.alloc(0);
		let stderr = '';
		let late = false;
		const timer = setTimeout(() => {
			late = true;
			end();
		}, limitMs);
		child.stdout.on('data', (chunk: Buffer) => {
			stdout = Buffer.concat([stdout, chunk]);
			if (stdout.length > longest) end();
		});
		child.stderr.on('data', (chunk: Buffer) => {
			stderr = (stderr + chunk.toString('utf8')).slice(-4096);
		});
		child.on('error', error => {
			clearTimeout(timer);
			reject(new InputError(`${what}: the command of exec: did not start: ${error.message}`, {cause: error}));
		});
		child.on('close', (code, signal) => {
			clearTimeout(timer);
			const last = cleanLines(stderr).findLast(line => line.trim() !== '');
			const fail = (how: string) => {
				const said = last === undefined ? '' : `: ${holdsLogin(last) ? '•••' : last}`;
				// The command line itself may hold a secret.
				reject(
					new InputError(`${what}: the command of exec: ${how}${said}`, {
						hint: 'Run it by hand, as it stands behind exec: in the cluster file.',
					}),
				);
			};
			if (late) fail(`did not end within ${limitMs / 1000} s`);
			else if (stdout.length > longest) fail('printed more than 64 KiB');
			else if (code !== 0) fail(code === null ? `was ended by ${signal}` : `ended with exit code ${code}`);
			else fulfil(stdout.toString('utf8'));
		});
	});
}
