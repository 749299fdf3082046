import {mkdtempSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {beforeAll, describe, expect, it} from 'vitest';
import {clusterFolder, readJournal} from '../../source/state/journal/journal.ts';
import {isRunning} from '../../source/state/journal/process.ts';
import {databasePassword, installedCluster, kafkaSetup} from '../helpers/lab.ts';
import {openPty, type PtyOptions} from '../helpers/pty.ts';
import {keys} from '../helpers/screen.ts';

const env = {LAB_DB_PASSWORD: databasePassword};

/** The rows of the live part, from the line of the running stage on. */
const live = (lines: readonly string[]) => {
	const first = lines.findIndex(line => /^[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏] /.test(line));
	return first < 0 ? [] : lines.slice(first).filter(line => line !== '');
};

describe('a run at a real terminal', () => {
	let file = '';
	const apply = (options: PtyOptions = {}) =>
		openPty({args: ['apply', file], env, cwd: mkdtempSync(join(tmpdir(), 'kafka-setup-run-')), ...options});

	beforeAll(async () => {
		file = await installedCluster();
	});

	it('stops after the running steps on Ctrl+C, and is gone on with from the first page of the wizard', async () => {
		const stopped = apply();
		await stopped.see('✔ Check hosts', 30_000);
		stopped.press(keys.ctrlC);
		await stopped.see('Stopping after the running steps', 5000);
		expect(await stopped.ended(60_000)).toBe(130);
		expect(stopped.isCooked()).toBe(true);
		expect(stopped.cursor()).toBe(true);
		expect(stopped.all()).toContain('The next run continues from here.');
		expect(stopped.all()).toContain('Continue with: kafka-setup resume lab');

		const resumed = openPty({folder: stopped.folder, env, cwd: mkdtempSync(join(tmpdir(), 'kafka-setup-run-'))});
		await resumed.see('Resume lab');
		expect(resumed.text()).toContain('Stopped just now at ');
		resumed.press(keys.enter);
		expect(await resumed.ended(120_000)).toBe(0);
		expect(resumed.all()).toMatch(/^ZooKeeper .*L/m);
		expect(resumed.all()).toMatch(/^Kafka .*C/m);

		const last = openPty({folder: stopped.folder, env, cwd: mkdtempSync(join(tmpdir(), 'kafka-setup-run-'))});
		await last.see('New cluster');
		expect(last.text()).not.toContain('Resume lab');
		last.press('q');
		expect(await last.ended()).toBe(0);
	});

	it('whose window is closed stops after the running steps, and is gone on with from the first page of the wizard', async () => {
		const closed = apply();
		await closed.see('✔ Check hosts', 30_000);
		const pid = closed.pid();
		closed.hangUp();
		for (let round = 0; round < 300 && isRunning(pid); round++) await new Promise(wait => setTimeout(wait, 200));
		expect(isRunning(pid)).toBe(false);
		const end = (await readJournal(clusterFolder(join(closed.folder, 'kafka-setup'), file))).at(-1);
		expect(end).toMatchObject({type: 'end', outcome: 'cancelled'});

		const resumed = openPty({folder: closed.folder, env, cwd: mkdtempSync(join(tmpdir(), 'kafka-setup-run-'))});
		await resumed.see('Resume lab');
		resumed.press(keys.enter);
		await resumed.see('Stopped by the user', 10_000);
		expect(await resumed.ended(120_000)).toBe(0);
	});

	it('stops at once on the second Ctrl+C', async () => {
		const pty = apply();
		// Its commands take some seconds.
		await pty.until(() => /^. Smoke test +\d of 3 hosts/m.test(pty.text()), 60_000);
		pty.press(keys.ctrlC);
		await pty.see('Stopping after the running steps', 2000);
		pty.press(keys.ctrlC);
		expect(await pty.ended(5000)).toBe(130);
		expect(pty.all()).toContain('Stopping now.');
		expect(pty.isCooked()).toBe(true);
		expect(pty.cursor()).toBe(true);
	});

	it.each([
		['SIGTERM', 143],
		['SIGHUP', 129],
	] as const)('stops after the running steps on %s', async (signal, code) => {
		const pty = apply();
		await pty.see('✔ Check hosts', 30_000);
		pty.signal(signal);
		expect(await pty.ended(60_000)).toBe(code);
		expect(pty.isCooked()).toBe(true);
		expect(pty.cursor()).toBe(true);
	});

	it('pauses after the running step and goes on, opens the log of a host, and stays two rows below any height', async () => {
		const pty = apply();
		await pty.see('✔ Check hosts', 30_000);
		pty.press('p');
		await pty.see('paused', 30_000);
		for (const [columns, rows] of [
			[40, 10],
			[120, 40],
			[80, 24],
		] as const) {
			pty.resize(columns, rows);
			await new Promise(resolve => setTimeout(resolve, 300));
			expect(live(pty.lines()).length).toBeGreaterThan(0);
			expect(live(pty.lines()).length).toBeLessThanOrEqual(rows - 2);
		}
		pty.press(keys.down);
		pty.press(keys.enter);
		await pty.see('Esc closes');
		pty.press(keys.escape);
		await pty.until(() => !pty.text().includes('Esc closes'));
		pty.press('p');
		expect(await pty.ended(120_000)).toBe(0);
		expect(pty.bytes()).not.toContain('\x1b[3J');
	});

	it('writes no escape code into a pipe', async () => {
		const {code, stdout} = await kafkaSetup(['stage', 'preflight', file]);
		expect(code).toBe(0);
		expect(stdout).not.toContain('\x1b');
	});
});
