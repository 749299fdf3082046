import {readdirSync, rmSync, statSync} from 'node:fs';
import {basename, dirname, join} from 'node:path';

/** A write takes milliseconds: what lies there for longer was left by a kill in the middle of one. */
const staleMs = 3_600_000;

/**
 * Takes away the half-written siblings of a file that a killed process has left. Who has the file's lock may take away all
 * of them, at any age.
 */
export function sweep(path: string, olderThanMs = staleMs, now = Date.now()): void {
	const folder = dirname(path);
	const name = basename(path);
	for (const entry of readdirSync(folder)) {
		if (!entry.startsWith(`${name}.tmp-`) && !entry.startsWith(`${name}.prev.tmp-`)) continue;
		try {
			if (now - statSync(join(folder, entry)).mtimeMs >= olderThanMs) rmSync(join(folder, entry), {force: true});
		} catch {
			// Another process was faster, or it is not ours: it does no harm where it lies.
		}
	}
}
