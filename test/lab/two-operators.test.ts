import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync} from 'node:fs';
import {hostname, tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {beforeAll, describe, expect, it} from 'vitest';
import {clusterFile, databasePassword, kafkaSetup, lab} from '../helpers/lab.ts';

const hosts = ['kafka-01', 'kafka-02', 'kafka-03'];

/** An operator: a run of the program that goes on by itself, and remembers in a folder of its own. */
function operator(args: readonly string[]) {
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

describe('of two operators at the same hosts', () => {
	let file = '';
	beforeAll(async () => {
		await lab('up', '3', '--db');
		await lab('reset', ...hosts.map(host => `${host}:debian`));
		file = await clusterFile();
	});

	it('one installs, the other is told who works there, and has changed nothing', async () => {
		const first = operator(['apply', file]);
		await first.see('Confluent Platform');
		const second = operator(['apply', file]);
		expect(await second.ended).toBe(5);
		expect(second.text()).toMatch(
			new RegExp(`kafka-01 is locked: \\S+@${hostname()} \\(process ${first.child.pid}\\) works on it for lab`),
		);
		expect(second.text()).toContain('Nothing was changed by this run.');
		const look = await kafkaSetup(['plan', file, '--reporter', 'json']);
		expect(look.code).toBe(0);
		expect(await first.ended).toBe(0);
	});

	it('one that was killed is not waited for', async () => {
		const first = operator(['apply', file]);
		await first.see('[4/8]');
		first.child.kill('SIGKILL');
		await first.ended;
		const second = operator(['apply', file]);
		expect(await second.ended).toBe(0);
		expect(second.text()).not.toContain('sign of life');
	});

	it('one that slept past its lease is fenced when it wakes up; the other has finished', async () => {
		await lab('reset', ...hosts.map(host => `${host}:debian`));
		const first = operator(['apply', file]);
		await first.see('[3/8]');
		first.child.kill('SIGSTOP');
		// What it had begun goes on to its end on the hosts; then its lease runs.
		await new Promise(wait => setTimeout(wait, 25_000));
		const second = operator(['apply', file]);
		await second.see(/waiting up to \d+s for a sign of life/);
		expect(await second.ended).toBe(0);
		first.child.kill('SIGCONT');
		expect(await first.ended).toBe(1);
		// Reasons are folded to the width of a terminal.
		expect(first.text().replaceAll(/\s+/g, ' ')).toMatch(
			/kafka-0\d was taken over by (\S+@\S+ \(process \d+\)|another run, which has ended since): nothing more is changed there/,
		);
		const after = await kafkaSetup(['plan', file, '--detailed-exitcode']);
		expect(after.code, after.stdout).toBe(0);
	});

	it('the lock of one that can not be asked is shown and freed by unlock, and not without a yes', async () => {
		const first = operator(['apply', file]);
		await first.see('[2/8]');
		const refused = await kafkaSetup(['unlock', file]);
		expect(refused.stdout).toMatch(/^kafka-01: \S+ \(process \d+\) works on it for lab/m);
		expect(refused.code).toBe(2);
		expect(refused.stderr).toContain('--yes');
		const freed = await kafkaSetup(['unlock', file, '--yes']);
		expect(freed.stdout).toContain('Freed.');
		expect(freed.code).toBe(0);
		expect(await first.ended).toBe(1);
		expect(first.text().replaceAll(/\s+/g, ' ')).toContain('was taken over by another run, which has ended since');
		const again = await kafkaSetup(['unlock', file]);
		expect(again.stdout).toContain('kafka-01: not locked');
		expect(again.code).toBe(0);
	});
});
