import {readFile, stat} from 'node:fs/promises';
import {InputError} from '../core/errors.ts';

const longest = 64 * 1024;

async function readPrivately(path: string, what: string): Promise<string> {
	try {
		const {mode, size, isDirectory} = await stat(path).then(stats => ({
			mode: stats.mode,
			size: stats.size,
			isDirectory: stats.isDirectory(),
		}));
		if (isDirectory) throw new InputError(`${what}: ${path} is a directory`, {hint: 'file: takes the path of a file'});
		if ((mode & 0o077) !== 0 && process.platform !== 'win32') {
			throw new InputError(
				`${what}: ${path} has permissions that are too open: others may read or change it (mode ${(mode & 0o777).toString(8)})`,
				{
					hint: `chmod 600 ${path}`,
				},
			);
		}
		if (size > longest) throw new InputError(`${what}: ${path} is larger than 64 KiB`, {hint: 'is it the right file?'});
		return await readFile(path, 'utf8');
	} catch (error) {
		if (error instanceof InputError) throw error;
		const {code, message} = error as NodeJS.ErrnoException;
		const how =
			code === 'ENOENT'
				? 'does not exist'
				: code === 'EACCES'
					? 'cannot be read: permission denied'
					: `could not be read: ${message}`;
		throw new InputError(`${what}: ${path} ${how}`, {hint: 'the reference in the cluster file names it', cause: error});
	}
}

/** Values of `key=value` and `key: value` lines, as written: no quotes and no escapes are taken off. */
function valuesOf(text: string, key: string): readonly string[] {
	return text.split(/\r?\n/).flatMap(line => {
		const [, name, value] = /^\s*([^\s=:#!][^=:]*?)\s*[=:][ \t]*(.*)$/.exec(line) ?? [];
		return name === key ? [value ?? ''] : [];
	});
}

/**
 * The secret of `file:PATH` or `file:PATH#KEY`. Without a key it is the whole file, less one line end.
 * @throws InputError when the file can't be read, may be read by others, or has the key not exactly once.
 */
export async function secretFromFile(path: string, key: string | undefined, what: string): Promise<string> {
	const text = await readPrivately(path, what);
	if (key === undefined) return text;
	const values = valuesOf(text, key);
	const [value] = values;
	if (value === undefined) {
		throw new InputError(`${what}: ${path} has no line for ${key}`, {
			hint: `add "${key}=VALUE" to it, or name another key behind the #`,
		});
	}
	if (values.length > 1)
		throw new InputError(`${what}: ${path} has ${values.length} lines for ${key}`, {hint: 'keep one of them'});
	if (/^(["']).*\1$/.test(value)) {
		throw new InputError(`${what}: the value of ${key} in ${path} stands in quotes`, {
			hint: 'take the quotes out: the value is used as it is written',
		});
	}
	return value;
}
