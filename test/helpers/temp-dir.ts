import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir, userInfo} from 'node:os';
import {join} from 'node:path';
import {onTestFinished} from 'vitest';

/** A directory that is gone when the test is over. */
export function tempDir(): string {
	const path = mkdtempSync(join(tmpdir(), 'kafka-setup-test-'));
	onTestFinished(() => rmSync(path, {recursive: true, force: true}));
	return path;
}

/** A small tmpfs at `path`, in a mount namespace that lives as long as the test; returns the command prefix that enters it. */
export async function smallDisk(path: string, options: string): Promise<readonly string[]> {
	const namespaces = userInfo().uid === 0 ? ['-m'] : ['-m', '-U', '-r'];
	const script = 'mount -t tmpfs -o "$1" tmpfs "$2" && echo ready && exec cat';
	const holder = spawn('unshare', [...namespaces, 'bash', '-c', script, 'bash', options, path], {
		stdio: ['pipe', 'pipe', 'inherit'],
	});
	onTestFinished(() => void holder.stdin.end());
	const [first] = await Promise.race([once(holder.stdout, 'data'), once(holder, 'exit')]);
	if (String(first) !== 'ready\n') throw new Error(`This machine lets no one mount a small disk (unshare ended with ${first}).`);
	const enter = userInfo().uid === 0 ? ['-m'] : ['-m', '-U', '--preserve-credentials'];
	return ['nsenter', '-t', String(holder.pid), ...enter];
}

/** The command prefix under which this process is root, or at least takes itself for it. */
export const asRoot: readonly string[] = userInfo().uid === 0 ? [] : ['unshare', '-U', '-r'];

/** Owner and group of what this process makes. */
export async function ownUser(): Promise<{owner: string; group: string}> {
	const {username, gid} = userInfo();
	const child = spawn('id', ['-gn']);
	const [group] = await once(child.stdout.setEncoding('utf8'), 'data');
	return {owner: username, group: gid === 0 ? 'root' : String(group).trim()};
}
