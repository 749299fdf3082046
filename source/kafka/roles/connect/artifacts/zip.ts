import {readFileSync, statSync} from 'node:fs';
import {unzipSync} from 'fflate';
import {InputError} from '../../../../core/errors.ts';

/** No driver or plug-in comes near it; what says to be larger is not unpacked. */
export const mostBytes = 512 * 1024 * 1024;

/** The wanted entries of what is a jar; undefined if it is none. */
export function entriesIn(jar: Uint8Array, wanted: (entry: string) => boolean): Map<string, Uint8Array> | undefined {
	try {
		return new Map(Object.entries(unzipSync(jar, {filter: ({name, originalSize}) => wanted(name) && originalSize <= mostBytes})));
	} catch {
		return undefined;
	}
}

/** The wanted entries of a zip (a jar is one), unpacked: path → content. @throws InputError if it is none. */
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
	if (content.length === 0) throw refuse('is empty', 'Download it again.');
	if (content[0] !== 0x50 || content[1] !== 0x4b) {
		throw refuse(
			'is not a zip or jar file',
			'A download page or an error page may have been saved in its place: download it again.',
		);
	}
	let total = 0;
	try {
		const entries = unzipSync(content, {
			filter({name, originalSize}) {
				if (!wanted(name)) return false;
				total += originalSize;
				if (total > mostBytes) throw refuse('unpacks to more than 512 MiB', 'That is no driver or plug-in. Check the path.');
				return true;
			},
		});
		return new Map(Object.entries(entries));
	} catch (error) {
		if (error instanceof InputError) throw error;
		throw refuse('is a damaged zip file', 'It was cut off or changed on its way: download it again.');
	}
}
