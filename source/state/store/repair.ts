import {existsSync, linkSync, renameSync, rmSync} from 'node:fs';
import {type Content, readSound} from './state-file.ts';

/** Where the copy of the time before the last write lies. */
export const previousOf = (path: string): string => `${path}.prev`;

/** Moves a file to `NAME.damaged-<n>.json`, with the first number that is free: what was put aside earlier stays. */
function putAside(path: string): string {
	for (let count = 1; ; count++) {
		const aside = path.replace(/\.json$/, `.damaged-${count}.json`);
		try {
			// A link is refused where something lies already; a rename would take its place.
			linkSync(path, aside);
		} catch (error) {
			const {code} = error as NodeJS.ErrnoException;
			if (code === 'EEXIST') continue;
			// A file system without links. Between the look and the rename nobody else is here: the caller has the lock.
			if (existsSync(aside)) continue;
			renameSync(path, aside);
		}
		return aside;
	}
}

function repair(path: string, tell: (problem: string) => void): Content | undefined {
	const reading = readSound(path);
	// Another process was faster.
	if (reading.is === 'absent') return undefined;
	if (reading.is === 'valid') return reading.content;
	const previous = previousOf(path);
	const earlier = readSound(previous);
	const aside = putAside(path);
	if (earlier.is === 'valid') {
		renameSync(previous, path);
		tell(
			`${path} was damaged (${reading.why}). What it held before its last change was put in its place; the damaged file is ${aside}`,
		);
		return earlier.content;
	}
	rmSync(path, {force: true});
	const reason = earlier.is === 'absent' ? 'there was no earlier copy' : `the earlier copy is damaged, too: ${earlier.why}`;
	tell(`${path} was damaged (${reading.why}), and ${reason}. It starts again, empty; the damaged file is ${aside}`);
	return undefined;
}

/**
 * The content of a file; undefined if there is none yet. A damaged file is put aside, and the copy of the time before the
 * last write takes its place if that one is sound. `alone` does something while no other process writes.
 * @throws InputError as readSound does
 */
export function readOrRepair(
	path: string,
	tell: (problem: string) => void,
	alone: (work: () => Content | undefined) => Content | undefined,
): Content | undefined {
	const reading = readSound(path);
	if (reading.is === 'absent') return undefined;
	return reading.is === 'valid' ? reading.content : alone(() => repair(path, tell));
}
