import {copyFile, lstat, readFile, realpath, stat} from 'node:fs/promises';
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

/** Texts that kafka-setup wrote: losing one of them loses nobody's work. */
export type OwnTexts = {
	readonly has: (text: Uint8Array) => boolean;
	readonly add: (text: string) => void;
};

const orAbsent = (error: unknown): undefined => {
	if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
	return undefined;
};

const isThere = (path: string) => lstat(path).then(() => true, orAbsent);

/** The file behind a link is the one that is written. */
async function placeOf(path: string): Promise<{readonly at: string; readonly shown: string}> {
	const named = absolutePath(path);
	const at = await realpath(named).catch(() => named);
	return {at, shown: at === named ? path : at};
}

type Kept = {readonly ending: string; readonly there: boolean};

/** Where what is at a path goes before another text takes its place; undefined where nothing of it is to be kept. */
async function backupOf(at: string, before: Uint8Array, own: OwnTexts): Promise<Kept | undefined> {
	for (let count = 0; ; count++) {
		const ending = count === 0 ? '.bak' : `.bak.${count}`;
		const path = `${at}${ending}`;
		if (!(await isThere(path))) return {ending, there: false};
		// A folder, or what may not be read, is nothing to write over.
		const content = await readFile(path).catch(() => undefined);
		if (content?.equals(before)) return {ending, there: true};
		if (content !== undefined && own.has(content)) return {ending, there: false};
		// What somebody else wrote stays in its place, and a text of ours needs no other.
		if (own.has(before)) return undefined;
	}
}

/** Where the file at a path is kept once this text is written there; undefined where there is nothing to keep. */
export async function keptAs(text: string, path: string, own: OwnTexts): Promise<string | undefined> {
	const {at, shown} = await placeOf(path);
	const before = await readFile(at).catch(() => undefined);
	if (before === undefined || before.equals(Buffer.from(text))) return undefined;
	const kept = await backupOf(at, before, own).catch(() => undefined);
	return kept === undefined ? undefined : `${shown}${kept.ending}`;
}

/**
 * Writes a cluster file. What was there before with another text is kept beside it as `FILE.bak`, or where somebody's work is
 * kept there already, as `FILE.bak.1` and so on.
 * @returns what was done
 * @throws InputError
 */
export async function saveClusterFile(text: string, path: string, own: OwnTexts): Promise<string> {
	await checkPaths(text, absolutePath(path));
	const {at, shown} = await placeOf(path);
	try {
		const before = await readFile(at).catch(orAbsent);
		if (before?.equals(Buffer.from(text))) return `${path} is written`;
		const kept = before === undefined ? undefined : await backupOf(at, before, own);
		const keptAt = `${shown}${kept?.ending}`;
		if (kept?.there === false) {
			await copyFile(at, `${at}${kept.ending}`).catch(error => Promise.reject(unwritable(keptAt, error)));
		}
		await replaceFile(at, text, before === undefined ? 0o666 & ~process.umask() : (await stat(at)).mode & 0o777);
		own.add(text);
		return `${path} written${kept === undefined ? '' : `; the old one is kept as ${keptAt}`}`;
	} catch (error) {
		throw error instanceof InputError ? error : unwritable(path, error);
	}
}
