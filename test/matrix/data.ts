import {lstatSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';

/** The directories of the host's processes that keep data, from the root of its disk. */
export const dataFolders = ['controller', 'data', 'data-2'].map(name => `var/lib/kafka/${name}`);

const metaOf = (disk: string, folder: string): ReadonlyMap<string, string> | undefined => {
	const path = join(disk, folder, 'meta.properties');
	if (lstatSync(path, {throwIfNoEntry: false}) === undefined) return undefined;
	const lines = readFileSync(path, 'utf8').split('\n');
	return new Map(lines.filter(line => line.includes('=')).map(line => line.split('=', 2) as [string, string]));
};

/** What each directory that is formatted says of itself. */
export const metasOf = (disk: string) =>
	dataFolders.flatMap(folder => {
		const meta = metaOf(disk, folder);
		return meta === undefined ? [] : [{folder, clusterId: meta.get('cluster.id') ?? '', directoryId: meta.get('directory.id')}];
	});

/** The cluster id in the record of the host: what was drawn for it, before anything is formatted. */
export function recordedIn(disk: string): string | undefined {
	const path = join(disk, 'var/lib/kafka-setup/cluster.json');
	if (lstatSync(path, {throwIfNoEntry: false}) === undefined) return undefined;
	return (JSON.parse(readFileSync(path, 'utf8')) as {quorum?: {clusterId: string}}).quorum?.clusterId;
}

function filesBelow(disk: string, folder: string): string[] {
	return readdirSync(join(disk, folder)).flatMap(name => {
		const path = join(folder, name);
		// The topic of a smoke test is removed by the next one.
		if (name.startsWith('kafka-setup-')) return [];
		return lstatSync(join(disk, path)).isDirectory() ? filesBelow(disk, path) : [path];
	});
}

/** Every byte in the directories that are formatted: none of it may ever be another one. */
export const dataOf = (disk: string): Readonly<Record<string, string>> =>
	Object.fromEntries(
		metasOf(disk)
			.flatMap(({folder}) => filesBelow(disk, folder))
			.map(path => [path, readFileSync(join(disk, path), 'latin1')]),
	);
