import {spawn} from 'node:child_process';
import {existsSync} from 'node:fs';
import {constants} from 'node:os';
import {fileURLToPath} from 'node:url';

/** The script that brings up hosts on this machine: a checkout has it, where the machine may hold them. */
export function demoScript(): string | undefined {
	const path = fileURLToPath(new URL('../test/lab/demo', import.meta.url));
	return process.platform === 'linux' && process.getuid?.() === 0 && existsSync(path) ? path : undefined;
}

/** Hands the terminal over to the demo. @returns its exit code */
export function runDemo(script: string): Promise<number> {
	return new Promise((resolve, reject) => {
		const child = spawn('bash', [script], {stdio: 'inherit'});
		// Both get Ctrl+C from the terminal; what comes of it is the demo's to say.
		const stay = () => {};
		process.on('SIGINT', stay);
		child.on('error', reject);
		child.on('close', (code, signal) => {
			process.off('SIGINT', stay);
			resolve(code ?? 128 + constants.signals[signal!]);
		});
	});
}
