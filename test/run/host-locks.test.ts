import {existsSync} from 'node:fs';
import {mkdir, readFile, rm, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {rawCommand} from '../../source/core/command.ts';
import {CancelledError, FencedError, LockedError} from '../../source/core/errors.ts';
import type {Owner} from '../../source/host/lock/host-lock.ts';
import {type LockSettings, lockHosts, type Reached} from '../../source/run/host-locks.ts';
import {ownerHasExited} from '../../source/run/lock-owner.ts';
import {harmful, hostile} from '../helpers/hostile.ts';
import {localConnection} from '../helpers/local-connection.ts';
import {tempDir} from '../helpers/temp-dir.ts';

/** Hosts of which each has a folder of its own for its lock: the scripts name `/ROOT`, and each host has another one there. */
function hostsOf(...names: readonly string[]) {
	const folders = new Map(names.map(name => [name, tempDir()]));
	const reach = (name: string): Reached & {readonly commands: readonly string[]} => {
		const connection = localConnection({paths: {'/ROOT': folders.get(name)!}});
		return {host: {name}, connection, commands: connection.commands};
	};
	return {folders, reach, all: () => names.map(reach)};
}

const owner = (who: string, more: Partial<Owner> = {}): Owner => ({
	who,
	pid: process.pid,
	machine: who,
	cluster: 'payments',
	since: '2026-11-24T03:00:00.000Z',
	...more,
});

function settings(token: string, more: Partial<LockSettings> = {}): LockSettings & {readonly said: string[]} {
	const said: string[] = [];
	return {
		root: '/ROOT',
		token,
		owner: owner(`${token}@laptop`),
		say: text => said.push(text),
		signal: new AbortController().signal,
		stepOf: host => `kafka/start on ${host}`,
		said,
		...more,
	};
}

describe('hosts that a run has locked', () => {
	test('are refused to another run with all that is known of the first; afterwards they are free', async () => {
		const hosts = hostsOf('b', 'a');
		const mine = hosts.all();
		const locks = await lockHosts(mine, settings('aaa'));
		await locks.guard(mine[1]!).exec(rawCommand('true'));
		const thrown = await lockHosts(hosts.all(), settings('bbb')).catch(error => error);
		expect(thrown).toBeInstanceOf(LockedError);
		expect(thrown.message).toMatch(
			new RegExp(
				`^a is locked: aaa@laptop \\(process ${process.pid}\\) has locked it for payments, since 2026-11-24T03:00:00.000Z, at “kafka/start on a”, heard of .* ago\\.$`,
			),
		);
		expect(thrown.hint).toContain('kafka-setup unlock FILE');
		await locks.release();
		await (await lockHosts(hosts.all(), settings('bbb'))).release();
	});

	test.each([
		[5, LockedError],
		[25, CancelledError],
	])('tell of a holder that is silent for %i s in words alone, whatever it has written there', async (silent, kind) => {
		const hosts = hostsOf('a');
		const folder = join(hosts.folders.get('a')!, 'lock');
		await mkdir(folder);
		const fields = ['who', 'machine', 'cluster', 'since'].map(key => `${key} ${key}${hostile}\n`);
		const uptime = Math.round((Number((await readFile('/proc/uptime', 'utf8')).split(' ')[0]) - silent) * 100);
		await writeFile(join(folder, 'owner'), `aaa\nepoch 1\nuptime ${uptime}\npid 7\n${fields.join('')}`);
		const mine = settings('bbb', {signal: AbortSignal.timeout(4000)});
		const thrown = await lockHosts(hosts.all(), mine).catch(error => error);
		expect(thrown).toBeInstanceOf(kind);
		const told = [...mine.said, thrown.message];
		expect(told.join(' ')).toContain('backreddesreve (process 7) has locked it for back');
		for (const text of told) expect(text).not.toMatch(harmful);
	});

	test('are locked in the order of their names, all or none', async () => {
		const hosts = hostsOf('c', 'a', 'b');
		const held = await lockHosts([hosts.reach('b')], settings('aaa'));
		const mine = hosts.all();
		await expect(lockHosts(mine, settings('bbb'))).rejects.toThrow('b is locked');
		expect(mine[0]!.commands).toEqual([]);
		expect(existsSync(join(hosts.folders.get('a')!, 'lock', 'owner'))).toBe(false);
		await held.release();
	});

	test('of two runs that begin at once one has all of them', async () => {
		for (let round = 0; round < 10; round++) {
			const hosts = hostsOf('a', 'b');
			const results = await Promise.allSettled(['aaa', 'bbb'].map(token => lockHosts(hosts.all(), settings(token))));
			expect(results.filter(({status}) => status === 'fulfilled')).toHaveLength(1);
		}
	});

	test('that were taken over run nothing more for the first run, and what ends with its code by itself is not taken for it', async () => {
		const hosts = hostsOf('a');
		const reached = hosts.reach('a');
		const locks = await lockHosts([reached], settings('aaa'));
		const connection = locks.guard(reached);
		expect(await connection.exec(rawCommand('exit 253'))).toMatchObject({code: 253});
		// What `unlock` does, and then another run.
		await rm(join(hosts.folders.get('a')!, 'lock', 'owner'));
		await expect(connection.exec(rawCommand('touch /ROOT/written'))).rejects.toThrow(
			'a was taken over by another run, which has ended since',
		);
		await lockHosts(hosts.all(), settings('bbb'));
		const thrown = await connection.exec(rawCommand('touch /ROOT/written')).catch(error => error);
		expect(thrown).toBeInstanceOf(FencedError);
		expect(thrown.message).toBe(`a was taken over by bbb@laptop (process ${process.pid}): nothing more is changed there`);
		expect(existsSync(join(hosts.folders.get('a')!, 'written'))).toBe(false);
		await expect(locks.again(hosts.reach('a'))).rejects.toThrow('a was taken over by bbb@laptop');
		// It frees nothing that is not its own.
		await locks.release();
		expect(await readFile(join(hosts.folders.get('a')!, 'lock', 'owner'), 'utf8')).toMatch(/^bbb\n/);
	});

	test('are the same run’s after a lost link, and after a reboot that has dropped the lock', async () => {
		const hosts = hostsOf('a');
		const locks = await lockHosts(hosts.all(), settings('aaa'));
		expect(await (await locks.again(hosts.reach('a'))).exec(rawCommand('echo on'))).toMatchObject({code: 0, stdout: 'on\n'});
		await rm(join(hosts.folders.get('a')!, 'lock'), {recursive: true});
		expect(await (await locks.again(hosts.reach('a'))).exec(rawCommand('echo on'))).toMatchObject({code: 0, stdout: 'on\n'});
	});

	test('by a process of this machine that is no more are taken over at once', async () => {
		const hosts = hostsOf('a');
		// No process has this number: it is above the highest that a kernel gives out.
		await lockHosts(hosts.all(), settings('aaa', {owner: owner('me', {pid: 2 ** 22 + 1})}));
		const began = Date.now();
		await lockHosts(hosts.all(), settings('bbb', {owner: owner('me')}));
		expect(Date.now() - began).toBeLessThan(10_000);
	});

	test('are waited for when their holder is silent, until the lease is over, and the operator is told', async () => {
		const hosts = hostsOf('a');
		const mine = hosts.reach('a');
		const locks = await lockHosts([mine], settings('aaa'));
		await locks.guard(mine).exec(rawCommand('true'));
		await locks.guard(mine).close();
		// Its last sign of life moved 58 s back, as if it had been stopped then.
		const file = join(hosts.folders.get('a')!, 'lock', 'seen-aaa-1');
		const [up] = (await readFile('/proc/uptime', 'utf8')).split(' ');
		const record = await readFile(file, 'utf8');
		await writeFile(file, (Number(up) - 58).toFixed(2).padEnd(16) + record.slice(16));
		const ownerFile = join(hosts.folders.get('a')!, 'lock', 'owner');
		await writeFile(ownerFile, (await readFile(ownerFile, 'utf8')).replace(/^uptime \d+$/m, 'uptime 0'));
		const mySettings = settings('bbb');
		await lockHosts(hosts.all(), mySettings);
		expect(mySettings.said).toEqual([expect.stringMatching(/^a: aaa@laptop .*: waiting up to [12]s for a sign of life/)]);
	});
});

test('a holder is over only where its process can be looked for', () => {
	const holder = {...owner('me', {pid: 5}), token: 'x', epoch: 1, step: '', quiet: 1};
	expect(ownerHasExited(holder, owner('me'), () => false)).toBe(true);
	expect(ownerHasExited(holder, owner('me'), () => true)).toBe(false);
	expect(ownerHasExited(holder, owner('other'), () => false)).toBe(false);
});
