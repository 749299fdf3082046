import {normalDirectory} from '../checks/normal-directory.ts';

/** The property of ZooKeeper that names a directory of its own for the transaction log. */
export const logDirProperty = 'dataLogDir';

/** The directory of the transaction log, where that is one of its own. */
export function logDirOf({extraProperties}: {readonly extraProperties: Readonly<Record<string, string>>}): string | undefined {
	const path = extraProperties[logDirProperty];
	return path === undefined ? undefined : normalDirectory(path);
}
