import {readdirSync, readFileSync, realpathSync, type Stats, statSync} from 'node:fs';
import {join, relative} from 'node:path';
import {InputError} from '../../../../core/errors.ts';
import {mostBytes} from './zip.ts';

const isJar = (name: string) => name.endsWith('.jar') && !name.startsWith('.');
const isOutside = (path: string) => path === '..' || path.startsWith('../');
const isMissing = (error: unknown) => ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '');

/**
 * What a connector needs of the folder that it was unpacked to: its manifest and its jars, those of `lib` or else those beside it;
 * path as in a zip → content. Nothing else is looked at, and nothing outside of the folder. @throws InputError
 */
export function readFolder(path: string, key: string): Map<string, Uint8Array> {
	const refuse = (place: string, why: string, hint: string) => new InputError(`${key}: ${place} ${why}`, {hint});
	const attempt = <T>(place: string, read: () => T, missing?: T): T => {
		try {
			return read();
		} catch (error) {
			if (isMissing(error) && missing !== undefined) return missing;
			throw isMissing(error)
				? refuse(place, 'does not exist', 'Check the path; a relative one starts at the folder of the cluster file.')
				: refuse(
						place,
						`could not be read (${(error as NodeJS.ErrnoException).code})`,
						'Let the account that runs kafka-setup read the folder and all that is in it.',
					);
		}
	};
	const namesIn = (folder: string) => attempt(folder, () => readdirSync(folder), []);
	const jarsIn = (folder: string) => namesIn(folder).filter(isJar).sort();

	/** The file that a name in the folder stands for. */
	const fileAt = (name: string): {readonly real: string; readonly stat: Stats} => {
		const place = join(path, name);
		const real = attempt(place, () => realpathSync(place));
		if (isOutside(relative(root, real)))
			throw refuse(place, `is a symbolic link to ${real}`, 'That is outside of the folder: put the file itself there (cp -L).');
		const stat = statSync(real);
		if (!stat.isFile()) throw refuse(place, 'is no file', 'Take it out of the folder, or put the file there.');
		return {real, stat};
	};

	const root = attempt(path, () => realpathSync(path));
	if (!statSync(root).isDirectory()) throw refuse(path, 'is no folder', 'Write {zip: PATH} for a zip.');
	const inLib = jarsIn(join(path, 'lib'));
	const jars = inLib.length > 0 ? inLib.map(name => `lib/${name}`) : jarsIn(path);
	const names = namesIn(path);
	if (jars.length === 0) {
		const inner = names.find(name => namesIn(join(path, name)).includes('manifest.json'));
		throw refuse(
			path,
			'has no jars in it, nor in a folder lib',
			inner === undefined
				? 'Name the folder that the zip of Confluent Hub unpacks to.'
				: `Name the folder in it: ${join(path, inner)}`,
		);
	}
	const files = [...names.filter(name => name === 'manifest.json'), ...jars].map(name => ({name, ...fileAt(name)}));
	if (files.reduce((sum, {stat}) => sum + stat.size, 0) > mostBytes)
		throw refuse(path, 'has more than 512 MiB of jars', 'That is no plug-in. Check the path.');
	return new Map(
		files.map(({name, real}) => [
			name.endsWith('.jar') && !name.startsWith('lib/') ? `lib/${name}` : name,
			attempt(join(path, name), () => readFileSync(real)),
		]),
	);
}
