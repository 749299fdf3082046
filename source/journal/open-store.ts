import {mkdirSync, renameSync} from 'node:fs';
import {join} from 'node:path';
import Conf from 'conf';

/**
 * One file of what is remembered, `NAME.json` in the folder: for the eyes of this user alone, written whole or not at all.
 * One that can't be read is put aside as `NAME.damaged.json`, never overwritten.
 */
export function openStore<T extends Record<string, unknown>>(folder: string, name: string, defaults: T): Conf<T> {
	mkdirSync(folder, {recursive: true, mode: 0o700});
	const open = () =>
		new Conf<T>({
			cwd: folder,
			configName: name,
			projectName: 'kafka-setup',
			projectSuffix: '',
			configFileMode: 0o600,
			// A host or a file has dots in its name.
			accessPropertiesByDotNotation: false,
			clearInvalidConfig: false,
			defaults,
		});
	try {
		return open();
	} catch (error) {
		if (!(error instanceof SyntaxError)) throw error;
		renameSync(join(folder, `${name}.json`), join(folder, `${name}.damaged.json`));
		return open();
	}
}
