import {chmodSync, mkdirSync, readdirSync, statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {rawCommand} from '../../../source/core/command.ts';
import {lookScript, releaseScript, takeScript} from '../../../source/host/lock/host-lock.ts';
import {guarded} from '../../../source/host/lock/host-lock-guard.ts';
import {localConnection} from '../../helpers/local-connection.ts';
import {tempDir} from '../../helpers/temp-dir.ts';

const owner = {who: 'a@laptop', pid: 7, machine: 'm', cluster: 'c', since: '2026-11-24T03:00:00.000Z'};
const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

/** What an unprivileged account could read, or lock, below a folder that it can enter. */
function open(root: string): string[] {
	const found: string[] = [];
	for (const name of readdirSync(root)) {
		const path = join(root, name);
		if ((statSync(path).mode & 0o077) !== 0) found.push(name);
	}
	return found;
}

const scripts = (root: string) => ({
	take: takeScript({root, token: 'aaa', owner}),
	look: lookScript(root),
	release: releaseScript(root, 'aaa'),
});

test('no other account can lock the mutex, or read who does what', async () => {
	const root = join(tempDir(), 'run');
	const {exec} = localConnection();
	expect((await exec(takeScript({root, token: 'aaa', owner}))).code).toBe(0);
	await exec(guarded(rawCommand('true'), {root, token: 'aaa', login: 0, step: 's'}));
	expect(modeOf(root)).toBe('700');
	expect(open(root)).toEqual([]);
	expect([modeOf(join(root, 'lock')), modeOf(join(root, 'lock.mutex'))]).toEqual(['700', '600']);
});

test.each(['take', 'look', 'release'] as const)('what an earlier version made is closed by the next %s', async which => {
	const root = tempDir();
	mkdirSync(join(root, 'lock'));
	writeFileSync(join(root, 'lock/owner'), 'aaa\nepoch 1\nuptime 0\n');
	writeFileSync(join(root, 'lock.mutex'), '');
	chmodSync(root, 0o755);
	chmodSync(join(root, 'lock'), 0o755);
	chmodSync(join(root, 'lock.mutex'), 0o644);
	expect((await localConnection().exec(scripts(root)[which])).code).toBe(0);
	expect(open(root)).toEqual([]);
	if (which === 'take') expect(modeOf(root)).toBe('700');
});
