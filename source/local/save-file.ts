import {copyFile, readFile, realpath, stat} from 'node:fs/promises';
import {dirname} from 'node:path';
import {parseCluster} from '../cluster/file/parse.ts';
import {InputError} from '../core/errors.ts';
import {absolutePath, resolvePaths} from './cluster-file.ts';
import {replaceFile} from './replace-file.ts';

const reasons: Readonly<Record<string, string>> = {
	ENOENT: 'its folder does not exist',
	ENOTDIR: 'its folder is a file',
	EACCES: 'you may not write there',
	EROFS: 'the file system is read-only',
	ENOSPC: 'the disk is full',
	EISDIR: 'it is a folder',
};

const unwritable = (path: string, error: unknown): InputError => {
	const {code = '', message} = error as NodeJS.ErrnoException;
	return new InputError(`${path} could not be written: ${reasons[code] ?? message}`, {cause: error});
};

/** Paths of this machine in a cluster file count from its folder: in another folder they must not mean other files. */
async function checkPaths(text: string, path: string): Promise<void> {
	const cluster = parseCluster(text, path);
	const here = await realpath(process.cwd());
	const there = await realpath(dirname(path)).catch(() => dirname(path));
	if (JSON.stringify(resolvePaths(cluster, here)) === JSON.stringify(resolvePaths(cluster, there))) return;
	throw new InputError(`${path} would not find the files that it names: they count from its folder`, {
		hint: `write it into ${here}, or give the driver and the keys with their whole paths`,
	});
}

/**
 * Writes a cluster file. What was there before with another text is kept beside it as `FILE.bak`.
 * @returns what was done
 * @throws InputError
 */
export async function saveClusterFile(text: string, path: string): Promise<string> {
	const named = absolutePath(path);
	await checkPaths(text, named);
	// Through a link it is the file behind it that is written.
	const at = await realpath(named).catch(() => named);
	const shown = at === named ? path : at;
	try {
		const before = await readFile(at, 'utf8').catch(error => {
			if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
			throw error;
		});
		if (before === text) return `${path} is written`;
		if (before !== undefined) await copyFile(at, `${at}.bak`).catch(error => Promise.reject(unwritable(`${shown}.bak`, error)));
		await replaceFile(at, text, before === undefined ? 0o666 & ~process.umask() : (await stat(at)).mode & 0o777);
		return `${path} written${before === undefined ? '' : `; what it was before is ${shown}.bak`}`;
	} catch (error) {
		throw error instanceof InputError ? error : unwritable(path, error);
	}
}
