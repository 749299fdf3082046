import {realpathSync} from 'node:fs';
import {join} from 'node:path';
import Conf from 'conf';
import {withFileLock} from './file-lock.ts';
import {checkOwner, ownFolder, type Tell} from './own-file.ts';
import {readOrRepair} from './repair.ts';
import {type Content, formatVersion} from './state-file.ts';
import {sweep} from './sweep.ts';
import {writeChecked} from './write-checked.ts';

export type Store<T extends Record<string, unknown>> = {
	/** As it is on the disk now. */
	get<K extends keyof T>(key: K): T[K];
	set<K extends keyof T>(key: K, value: T[K]): void;
	/** Reads, changes and writes one value, with no other process in between. */
	update<K extends keyof T>(key: K, change: (value: T[K]) => T[K]): void;
};

/** Where a file really lies: a link that somebody has made for it stays one. */
function placeOf(path: string): string {
	try {
		return realpathSync(path);
	} catch {
		return path;
	}
}

const serialize = (value: unknown) => JSON.stringify(value, undefined, '\t');

/**
 * One file of what is remembered, `NAME.json` in the folder: for the eyes of this user alone, written whole or not at all,
 * and read back. What it held before the last write is beside it as `NAME.json.prev`, and takes its place if it is damaged;
 * the damaged one is put aside as `NAME.damaged-<n>.json`.
 * @throws InputError for a file of a newer kafka-setup or of another user, which is left as it is.
 * Each write throws SetupError if it was not kept.
 */
export function openStore<T extends Record<string, unknown>>(
	folder: string,
	name: string,
	defaults: T,
	tell: Tell = () => {},
): Store<T> {
	ownFolder(folder, tell);
	const path = placeOf(join(folder, `${name}.json`));
	checkOwner(path, tell);
	sweep(path);
	// Looking takes no lock unless there is something to repair: the wizard also opens where nothing can be written.
	const read = () => readOrRepair(path, tell, work => withFileLock(path, work));
	read();
	const conf = new Conf<Record<string, unknown>>({
		cwd: folder,
		configName: name,
		projectName: 'kafka-setup',
		projectSuffix: '',
		configFileMode: 0o600,
		// A host or a file has dots in its name.
		accessPropertiesByDotNotation: false,
		clearInvalidConfig: false,
		serialize,
	});
	const valueIn = <K extends keyof T>(content: Content | undefined, key: K) =>
		(content !== undefined && Object.hasOwn(content, key) ? content[key as string] : defaults[key]) as T[K];
	const update: Store<T>['update'] = (key, change) => {
		ownFolder(folder, tell);
		withFileLock(path, () => {
			const content = readOrRepair(path, tell, work => work());
			const next = {...content, version: formatVersion, [key]: change(valueIn(content, key))};
			writeChecked({
				path,
				expected: serialize(next),
				had: content !== undefined,
				write() {
					conf.store = next;
				},
			});
		});
	};
	return {get: key => valueIn(read(), key), set: (key, value) => update(key, () => value), update};
}
