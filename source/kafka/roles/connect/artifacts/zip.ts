import {readFileSync, statSync} from 'node:fs';
import {InputError} from '../../../../core/errors.ts';
import {zipEntries} from './zip-entries.ts';

/** No driver or plug-in comes near it; what says to be larger is not unpacked. */
export const mostBytes = 512 * 1024 * 1024;

/** What is wrong with a zip, as the rest of a sentence that begins with its name. */
export class ZipError extends Error {
	readonly hint: string;

	constructor(why: string, hint: string) {
		super(why);
		this.hint = hint;
	}
}

/**
 * The wanted entries of a zip (a jar is one), unpacked: name → content. All of them are unpacked and compared with their
 * checksums, for the whole goes to the hosts. @throws ZipError if it is none, or damaged
 */
export function unpackZip(content: Uint8Array, wanted: (entry: string) => boolean): Map<string, Uint8Array> {
	if (content.length === 0) throw new ZipError('is empty', 'Download it again.');
	if (content[0] !== 0x50 || content[1] !== 0x4b) {
		throw new ZipError(
			'is not a zip or jar file',
			'A download page or an error page may have been saved in its place: download it again.',
		);
	}
	const unpacked = new Map<string, Uint8Array>();
	try {
		const entries = zipEntries(content);
		if (entries.reduce((sum, {bytes}) => sum + bytes, 0) > mostBytes)
			throw new ZipError('unpacks to more than 512 MiB', 'That is no driver or plug-in. Check the path.');
		for (const {name, unpack} of entries) {
			const bytes = unpack();
			if (wanted(name)) unpacked.set(name, bytes);
		}
	} catch (error) {
		if (error instanceof ZipError) throw error;
		const {code, message} = error as NodeJS.ErrnoException;
		// Node's own errors say where it looked in memory.
		const why = code === undefined ? `: ${message}` : '';
		throw new ZipError(`is a damaged zip file${why}`, 'It was cut off or changed on its way: download it again.');
	}
	return unpacked;
}

/** The wanted entries of a zip of this machine (`unpackZip`). @throws InputError if it is none, or damaged */
export function readZip(path: string, key: string, wanted: (entry: string) => boolean): Map<string, Uint8Array> {
	const refuse = (why: string, hint: string) => new InputError(`${key}: ${path} ${why}`, {hint});
	let content: Uint8Array;
	try {
		const {size} = statSync(path);
		if (size > mostBytes) throw refuse(`has ${size} bytes`, 'That is no driver or plug-in. Check the path.');
		content = readFileSync(path);
	} catch (error) {
		if (error instanceof InputError) throw error;
		const {code} = error as NodeJS.ErrnoException;
		const why = code === 'ENOENT' ? 'does not exist' : code === 'EISDIR' ? 'is a folder' : `could not be read (${code})`;
		const hint =
			code === 'EISDIR' && key === 'connect.plugin.zip'
				? 'Write {folder: PATH} for a folder.'
				: 'Check the path; a relative one starts at the folder of the cluster file.';
		throw refuse(why, hint);
	}
	try {
		return unpackZip(content, wanted);
	} catch (error) {
		throw error instanceof ZipError ? refuse(error.message, error.hint) : error;
	}
}
