import {chmodSync, type Stats, statSync} from 'node:fs';
import {InputError} from '../../core/errors.ts';

/**
 * A file of ours is for the eyes of this user alone: a wider mode is tightened, and told.
 * @throws InputError where it belongs to somebody else; root may do as it likes with any
 */
export function checkOwner(path: string, tell: (problem: string) => void, uid = process.getuid?.() ?? 0): void {
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
	if (!stats.isFile() || mode === 0o600) return;
	chmodSync(path, 0o600);
	if ((mode & 0o077) !== 0)
		tell(`${path} could be read or changed by others (mode ${mode.toString(8)}); now it is yours alone (600)`);
}
