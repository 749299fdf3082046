import {closeSync, openSync, readFileSync, rmSync, statSync, writeSync} from 'node:fs';
import {hostname} from 'node:os';
import {SetupError} from '../../core/errors.ts';

/** Reading, merging and writing takes milliseconds; a lock this old was left by a kill. */
const staleMs = 5_000;
const patienceMs = 15_000;

const pause = (ms: number) => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

/** Whether whoever holds the lock is gone: its process on this machine, or, from another machine's, its time. */
function isLeft(lock: string): boolean {
	try {
		if (Date.now() - statSync(lock).mtimeMs > staleMs) return true;
		const [host, pid] = readFileSync(lock, 'utf8').split(' ');
		if (host !== hostname() || !/^\d+$/.test(pid ?? '')) return false;
		process.kill(Number(pid), 0);
		return false;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'ESRCH';
	}
}

function take(lock: string): boolean {
	try {
		const handle = openSync(lock, 'wx', 0o600);
		try {
			writeSync(handle, `${hostname()} ${process.pid}`);
		} catch {
			// On a full disk its age alone tells.
		} finally {
			closeSync(handle);
		}
		return true;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
		throw error;
	}
}

/**
 * Does `work` while no other process does so for the same file.
 * @throws SetupError if another does not let go of it
 */
export function withFileLock<T>(path: string, work: () => T): T {
	const lock = `${path}.lock`;
	const end = Date.now() + patienceMs;
	while (!take(lock)) {
		if (isLeft(lock)) rmSync(lock, {force: true});
		else if (Date.now() > end) {
			throw new SetupError(`${path} is being written by another kafka-setup for too long`, {
				hint: `If there is none, delete ${lock}`,
			});
		} else pause(5);
	}
	try {
		return work();
	} finally {
		rmSync(lock, {force: true});
	}
}
