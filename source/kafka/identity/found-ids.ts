import type {Cluster} from '../../cluster/cluster.ts';
import {type FoundIds, idDirectories} from '../../cluster/ids.ts';
import type {IdRange} from '../../cluster/roles/role.ts';
import {type NumberedRole, numberedRole, numberedRoles} from '../../cluster/roles.ts';
import {type Command, joined, sh} from '../../core/command.ts';
import type {Connection} from '../../core/connection.ts';
import type {Host} from '../../core/inventory.ts';
import {enterScript} from '../../host/enter.ts';
import {contentCommand} from '../../host/inspect.ts';
import {clusterIdPattern} from '../settled/cluster-id.ts';

/** What one data directory says; `isLink`: nothing was read, as a link leads to the file that others than root can have put there. */
type OnDisk = {readonly path: string; readonly id?: string; readonly clusterId?: string; readonly isLink: boolean};

/**
 * Bash: `tagged TAG FILE` prints the lines of a file, up to 64 KiB or a NUL, each behind a word that says what they are of. The
 * file is a service's, which may put anything there: a link would have root read the file of another one.
 */
const tagged = sh`${enterScript}
tagged() {
	local name=\${2##*/} lines text=
	if ! enter "\${2%/*}"; then
		case $why in unsafe*) echo "$1-link yes" ;; esac
		return
	fi
	if [ -L "./$name" ]; then echo "$1-link yes"; return; fi
	[ ! -f "./$name" ] || IFS= LC_ALL=C read -rd '' -n 65536 text < <(${contentCommand} count=65536)
	[ -z "$text" ] || mapfile -t -n 1000 lines <<<"\${text%$'\\n'}"
	[ \${#lines[@]} = 0 ] || printf "$1 %s\\n" "\${lines[@]}"
}`;

const linesOf = (stdout: string, tag: string): readonly string[] =>
	stdout
		.split('\n')
		.filter(line => line.startsWith(`${tag} `))
		.map(line => line.slice(tag.length + 1).trim());

const numberOf = (text: string | undefined) => (text !== undefined && /^\d{1,10}$/.test(text) ? Number(text) : undefined);

function valueIn(lines: readonly string[], ...keys: readonly string[]): string | undefined {
	for (const key of keys) {
		const line = lines.find(one => one.startsWith(`${key}=`));
		if (line !== undefined) return line.slice(key.length + 1).trim();
	}
	return undefined;
}

/** What is no id is not told: it may be any text. */
const noId = '(no id)';

const shown = (text: string | undefined, isId: (text: string) => boolean) => (text === undefined || isId(text) ? text : noId);

/** What the directories of one member disagree on: it would not start, or with only a part of its data. */
function disagreements(host: string, {what, onDisk}: IdRange, all: readonly OnDisk[]): readonly string[] {
	return (['id', 'clusterId'] as const).flatMap(key => {
		const having = all.filter(one => one[key] !== undefined);
		if (new Set(having.map(one => one[key])).size < 2) return [];
		const told = having.map(one => `${one.path}/${onDisk.file}: ${one[key]}`);
		return [
			`the data directories of ${host} are of different ${key === 'id' ? `${what}s` : 'Kafka clusters'} (${told.join('; ')})`,
		];
	});
}

/** The directories in which the ids of a host stand. */
export type IdDirectories = Readonly<Record<NumberedRole, readonly string[]>>;

const reads = (role: NumberedRole, path: string, index: number): readonly Command[] => {
	const {file, beside} = numberedRole(role).ids.onDisk;
	return [
		sh`tagged ${`${role}-${index}`} ${`${path}/${file}`}`,
		...(beside === undefined ? [] : [sh`if [ -e ${`${path}/${beside}`} ]; then echo ${`${role}-${index}-data yes`}; fi`]),
	];
};

/** What the directories of one role say. */
function idsOfRole(name: string, role: NumberedRole, paths: readonly string[], stdout: string): FoundIds {
	const range = numberedRole(role).ids;
	const {keys, clusterKey, file} = range.onDisk;
	const all = paths.map((path, index): OnDisk => {
		const lines = linesOf(stdout, `${role}-${index}`);
		const id = shown(keys === undefined ? lines[0] : valueIn(lines, ...keys), text => numberOf(text) !== undefined);
		const clusterId =
			clusterKey === undefined ? undefined : shown(valueIn(lines, clusterKey), text => clusterIdPattern.test(text));
		const isLink = linesOf(stdout, `${role}-${index}-link`).length > 0;
		return {path, isLink, ...(id === undefined ? {} : {id}), ...(clusterId === undefined ? {} : {clusterId})};
	});
	const id = numberOf(all.find(one => one.id !== undefined)?.id);
	const clusterId = all.find(one => one.clusterId !== undefined && one.clusterId !== noId)?.clusterId;
	const conflicts = disagreements(name, range, all);
	const without = all.find(({isLink}, at) => isLink || linesOf(stdout, `${role}-${at}-data`).length > 0);
	const holds = without?.isLink === true ? ('link' as const) : without?.id === undefined ? undefined : ('text' as const);
	const lost =
		id === undefined && without !== undefined
			? [{role, path: `${without.path}/${file}`, ...(holds === undefined ? {} : {holds})}]
			: undefined;
	return {
		...(id === undefined ? {} : {[role]: id}),
		...(clusterId === undefined ? {} : {clusterId}),
		...(lost === undefined ? {} : {lost}),
		...(conflicts.length === 0 ? {} : {conflicts}),
	};
}

/**
 * What the data directories of a host say of its ids, whatever its roles; and where they contradict each other, are gone from
 * beside their data, or were not read.
 */
export async function readIds(name: string, directories: IdDirectories, connection: Connection): Promise<FoundIds> {
	const all = numberedRoles.flatMap(({id}) => directories[id].flatMap((path, index) => reads(id, path, index)));
	const {stdout} = await connection.exec(sh`${tagged}\n{ ${joined(all, '; ')}; } 2>/dev/null; true`);
	const found = numberedRoles.map(({id}) => idsOfRole(name, id, directories[id], stdout));
	const conflicts = found.flatMap(one => one.conflicts ?? []);
	const lost = found.flatMap(one => one.lost ?? []);
	return Object.assign({}, ...found, conflicts.length === 0 ? {} : {conflicts}, lost.length === 0 ? {} : {lost});
}

/** Of what was read, what belongs to the roles of the host. */
export function idsOfRoles({roles}: Pick<Cluster, 'roles'>, host: string, found: FoundIds): FoundIds {
	const {clusterId, conflicts} = found;
	const lost = found.lost?.filter(({role}) => roles[role].includes(host)) ?? [];
	const ids = numberedRoles.filter(({id}) => roles[id].includes(host) && found[id] !== undefined).map(({id}) => [id, found[id]]);
	const isBroker = roles.kafka.includes(host);
	return {
		...Object.fromEntries(ids),
		...(lost.length === 0 ? {} : {lost}),
		...(isBroker && clusterId !== undefined ? {clusterId} : {}),
		...(isBroker && conflicts !== undefined ? {conflicts} : {}),
	};
}

/** The ids that a host of the cluster has on its disks, so that it keeps the ids that its data was written with. */
export async function findIds(cluster: Cluster, {name}: Host, connection: Connection): Promise<FoundIds> {
	if (numberedRoles.every(({id}) => !cluster.roles[id].includes(name))) return {};
	return idsOfRoles(cluster, name, await readIds(name, idDirectories(cluster), connection));
}
