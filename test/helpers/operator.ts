import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {expect} from 'vitest';
import {databasePassword} from './lab.ts';

/** An operator: a run of the program that goes on by itself, and remembers in a folder of its own. */
export function operator(args: readonly string[]) {
	const child = spawn(process.execPath, [resolve('bin/kafka-setup.js'), ...args, '--plain'], {
		env: {
			...process.env,
			LAB_DB_PASSWORD: databasePassword,
			XDG_CONFIG_HOME: mkdtempSync(join(tmpdir(), 'kafka-setup-operator-')),
		},
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	let text = '';
	for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', part => (text += part));
	const ended = once(child, 'close').then(([code]) => code as number | null);
	return {
		child,
		ended,
		text: () => text,
		see: (what: string | RegExp) => expect.poll(() => text, {timeout: 90_000, interval: 50}).toMatch(what),
	};
}
