import {chmodSync, mkdirSync, type Stats, statSync} from 'node:fs';
import {InputError} from '../../core/errors.ts';

/** What is to be said of a file: that it was damaged, or open to others, and what was done about it. */
export type Tell = (problem: string) => void;

/**
 * A file or a folder of ours is for the eyes of this user alone: a wider mode is tightened, and told.
 * @throws InputError where it belongs to somebody else; root may do as it likes with any
 */
export function checkOwner(path: string, tell: Tell, uid = process.getuid?.() ?? 0): void {
	let stats: Stats;
	try {
		stats = statSync(path);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
		throw error;
	}
	if (uid !== 0 && stats.uid !== uid) {
		throw new InputError(`${path} belongs to another user (uid ${stats.uid}, and you are ${uid})`, {
			hint: `What it says can't be trusted. Give it to yourself (sudo chown ${uid} ${path}) or move it away.`,
		});
	}
	const mode = stats.mode & 0o777;
	const wanted = stats.isDirectory() ? 0o700 : 0o600;
	if (!(stats.isFile() || stats.isDirectory()) || mode === wanted) return;
	const open = `${path} could be read or changed by others (mode ${mode.toString(8)})`;
	try {
		chmodSync(path, wanted);
		if ((mode & 0o077) !== 0) tell(`${open}; now it is yours alone (${wanted.toString(8)})`);
	} catch (error) {
		// What is only looked at may be on a disk that takes no change.
		if ((mode & 0o077) !== 0) tell(`${open}, and still can: ${(error as Error).message}`);
	}
}

/** Makes a folder of ours, or sees to it that one is ours alone. @throws InputError as `checkOwner` does */
export function ownFolder(path: string, tell: Tell): void {
	mkdirSync(path, {recursive: true, mode: 0o700});
	checkOwner(path, tell);
}
