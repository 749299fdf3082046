import {createHash} from 'node:crypto';
import {lstatSync, readdirSync, readFileSync, readlinkSync, type Stats} from 'node:fs';
import {join} from 'node:path';
import {text} from 'node:stream/consumers';
import {metasOf, recordedIn} from './data.ts';
import type {Host} from './host.ts';

const stateFolder = 'var/lib/stand-ins';
const lockFolder = 'run/kafka-setup/lock';

function kindOf(stats: Stats): string {
	return stats.isFile() ? 'file' : stats.isDirectory() ? 'folder' : stats.isSymbolicLink() ? 'link' : 'other';
}

function walk(disk: string, folder: string, tell: (path: string, stats: Stats) => void): void {
	for (const name of readdirSync(join(disk, folder)).sort()) {
		const path = join(folder, name);
		if (path === stateFolder || path === lockFolder || path === 'etc/alternatives') continue;
		const stats = lstatSync(join(disk, path));
		// Of a run that was killed: it goes with the next look at a database.
		if (path.startsWith('run/kafka-setup-database.')) continue;
		tell(path, stats);
		if (stats.isDirectory()) walk(disk, path, tell);
	}
}

/** The password that was drawn for Connect's REST interface, as its worker has it. */
function drawnPassword(disk: string): readonly string[] {
	const path = join(disk, 'etc/kafka-connect-jdbc/rest.login');
	if (lstatSync(path, {throwIfNoEntry: false}) === undefined) return [];
	const [, password] = /^kafka-setup=([\w-]{32})$/m.exec(readFileSync(path, 'utf8')) ?? [];
	return password === undefined ? [] : [password];
}

/** What was made up, by what it is: where the host tells another id than its directories have, or another password, that is seen. */
function madeUp(disk: string): ReadonlyMap<string, string> {
	const metas = metasOf(disk);
	return new Map([
		...metas.slice(0, 1).map(({clusterId}) => [clusterId, 'CLUSTER-ID'] as const),
		...drawnPassword(disk).map(password => [password, 'PASSWORD'] as const),
		...metas.flatMap(({folder, directoryId}) => (directoryId === undefined ? [] : [[directoryId, `ID of ${folder}`] as const])),
	]);
}

/** What is the same in two installs, of a text that is not: ids, and inodes and times. */
function settled(path: string, text: string, ids: ReadonlyMap<string, string>): string {
	if (path.endsWith('.started')) return text.replaceAll(/ \d+ .*$/gm, '');
	return [...ids].reduce((all, [id, name]) => all.replaceAll(id, name), text);
}

function contentOf(disk: string, path: string, stats: Stats, ids: ReadonlyMap<string, string>): string {
	if (stats.isSymbolicLink()) return readlinkSync(join(disk, path));
	if (!stats.isFile()) return '';
	return createHash('sha256')
		.update(settled(path, readFileSync(join(disk, path), 'latin1'), ids))
		.digest('hex')
		.slice(0, 12);
}

/** All files with kind, mode, owner and content, a line each: what of a disk an installation is to have made. */
function filesOf(disk: string): string[] {
	const lines: string[] = [];
	const ids = madeUp(disk);
	walk(disk, '', (path, stats) => {
		const mode = (stats.mode & 0o7777).toString(8);
		lines.push(`${kindOf(stats)} ${mode} ${stats.uid}:${stats.gid} ${path} ${contentOf(disk, path, stats, ids)}`);
	});
	return lines;
}

const linesOf = (disk: string, name: string) =>
	readFileSync(join(disk, stateFolder, name), 'utf8')
		.split('\n')
		.filter(Boolean);

function packagesOf(disk: string): string[] {
	const folder = join(disk, stateFolder, 'packages');
	return readdirSync(folder).map(name => `${name} ${readFileSync(join(folder, name), 'utf8').trim()}`);
}

const units = [
	'confluent-kcontroller',
	'confluent-zookeeper',
	'confluent-kafka',
	'confluent-schema-registry',
	'kafka-connect-standalone',
];

/** How the units stand, and what listens. */
const unitScript = `for unit in ${units.join(' ')}; do
	systemctl show "$unit" -p LoadState,UnitFileState,ActiveState,SubState,NeedDaemonReload | paste -sd ' ' | sed "s/^/$unit /"
done
ss -Hltn | awk '{print "listens on", $4}' | sort`;

/** Where a host says which cluster it is of: its directories, the ensemble's data, the record, and the draw in it. */
function clustersOf(disk: string): readonly string[] {
	const lineIn = (path: string) => {
		const found = lstatSync(join(disk, path), {throwIfNoEntry: false}) !== undefined;
		return found ? [readFileSync(join(disk, path), 'utf8').trim()] : [];
	};
	const recorded = recordedIn(disk);
	return [
		...metasOf(disk).map(({clusterId}) => clusterId),
		...lineIn('var/lib/zookeeper/version-2/cluster-id'),
		...lineIn('var/lib/kafka-setup/cluster-id'),
		...(recorded === undefined ? [] : [recorded]),
	];
}

/** What a host has come to, the same text for two installs that came to the same. */
export async function manifest({disk, run}: Host): Promise<string> {
	const clusters = new Set(clustersOf(disk));
	return [
		...filesOf(disk),
		'== units',
		(await text(run(unitScript).stdout)).trim(),
		'== packages',
		...packagesOf(disk),
		clusters.size === 1 ? 'one cluster' : `several clusters: ${[...clusters].join(', ')}`,
		'== what was done, and how often',
		...linesOf(disk, 'counters').sort(),
		'== asked, and no stand-in knows it',
		...linesOf(disk, 'unknown'),
	].join('\n');
}

/** Changes with all that the disk holds but the signs of life of who has its lock. */
export function fingerprint(disk: string): string {
	const lines: string[] = [];
	walk(disk, '', (path, {ino, ctimeMs}) => lines.push(`${path} ${ino} ${ctimeMs}`));
	const locked = lstatSync(join(disk, lockFolder, 'owner'), {throwIfNoEntry: false}) !== undefined;
	return [...lines, ...packagesOf(disk), ...linesOf(disk, 'counters'), locked].join('\n');
}
