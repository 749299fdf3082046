import {
	closeSync,
	constants,
	copyFileSync,
	fsyncSync,
	linkSync,
	openSync,
	readFileSync,
	renameSync,
	rmSync,
	statfsSync,
} from 'node:fs';
import {dirname} from 'node:path';
import {SetupError} from '../../core/errors.ts';
import {previousOf} from './repair.ts';
import {sweep} from './sweep.ts';

/** Makes a rename last beyond a power failure, where the file system has that. */
function flushFolder(folder: string): void {
	try {
		const handle = openSync(folder, constants.O_RDONLY);
		try {
			fsyncSync(handle);
		} finally {
			closeSync(handle);
		}
	} catch {
		// Some network file systems can't: then there is nothing to be had.
	}
}

/** A second name for the file as it is now, in the place of the copy before: the next write leaves this one alone. */
function keepPrevious(path: string): void {
	const made = `${previousOf(path)}.tmp-${process.pid}`;
	rmSync(made, {force: true});
	try {
		try {
			linkSync(path, made);
		} catch (error) {
			if (!['EPERM', 'EXDEV', 'ENOTSUP', 'EMLINK', 'ENOSYS'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
			copyFileSync(path, made);
			if (!readFileSync(made).equals(readFileSync(path))) throw new Error('the copy of what it held before was cut off');
		}
		renameSync(made, previousOf(path));
	} finally {
		// A rename between two names of one file does nothing, and leaves both.
		rmSync(made, {force: true});
	}
}

/** What a write fails of, in most cases. */
function likelyCause(folder: string, fault: string): string {
	let free: number;
	try {
		const {bavail, bsize} = statfsSync(folder);
		free = bavail * bsize;
	} catch {
		return fault;
	}
	const full = free < 64 * 1024 || /ENOSPC|EDQUOT/.test(fault);
	return full
		? `${fault}. The disk is full: ${free} bytes are free in ${folder}`
		: `${fault}. ${free} bytes are free in ${folder}`;
}

/** Reads a file back. @returns what is wrong with it, if anything */
function faultOf(path: string, expected: string): string | undefined {
	const written = readFileSync(path);
	const wanted = Buffer.from(expected);
	if (written.equals(wanted)) return undefined;
	return written.length === wanted.length
		? 'what was read back is not what was written'
		: `only ${written.length} of ${wanted.length} bytes were kept`;
}

type Write = {
	readonly path: string;
	/** Exactly what `write` puts there. */
	readonly expected: string;
	/** Whether a sound file is there before. */
	readonly had: boolean;
	readonly write: () => void;
};

/**
 * Writes, and believes it only when it was read back: conf says that a write is done when a full disk took half of it.
 * If it differs, what was there before is put back. The caller has the lock.
 * @throws SetupError that names the file, what is wrong, and how much room there is
 */
export function writeChecked({path, expected, had, write}: Write): void {
	const folder = dirname(path);
	let fault: string | undefined;
	let kept = false;
	try {
		if (had) keepPrevious(path);
		// A copy of something that its owner has deleted since is no state to fall back to.
		else rmSync(previousOf(path), {force: true});
		kept = had;
		write();
		fault = faultOf(path, expected);
	} catch (error) {
		fault = (error as Error).message;
	}
	if (fault === undefined) {
		flushFolder(folder);
		return;
	}
	// Asked before the bad file is taken away, which may be what fills the disk.
	const cause = likelyCause(folder, fault);
	if (kept) renameSync(previousOf(path), path);
	else if (!had) rmSync(path, {force: true});
	// The library takes its own half-written file away at some later time, and till then that fills the disk.
	sweep(path, Number.NEGATIVE_INFINITY);
	flushFolder(folder);
	throw new SetupError(`${path} could not be written: ${cause}`, {
		hint: `What it held before is still there. Free space in ${folder}, or let XDG_CONFIG_HOME name a folder on another disk.`,
	});
}
