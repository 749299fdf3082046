import type {MetadataRole, Role} from '../../../cluster/roles.ts';
import type {Host} from '../../../core/inventory.ts';
import {cleanPath} from '../local-path.ts';
import {type Answers, type FieldId, type FileData, fieldOf, type Roles} from './answers.ts';
import {archiveData, rolesOffered} from './archive.ts';
import {listOf} from './list-of.ts';
import {combinedIn, hasEffect, versionWith} from './metadata.ts';
import {askedKeys, valueOfText} from './role-fields.ts';

const text = (answers: Answers, id: FieldId): string | undefined => fieldOf(answers, id) || undefined;

const localPath = (answers: Answers, id: FieldId): string | undefined => cleanPath(fieldOf(answers, id)) || undefined;

/** A number where it is one: anything else stays as it was typed, for the schema to name. */
function number(answers: Answers, id: FieldId): number | string | undefined {
	const value = text(answers, id);
	return value !== undefined && /^\d{1,15}$/.test(value) ? Number(value) : value;
}

const section = (kept: FileData, key: string): FileData => (kept[key] ?? {}) as FileData;

/** The mapping, or undefined when nothing is set in it. */
function filled(data: FileData): FileData | undefined {
	return Object.values(data).some(value => value !== undefined) ? data : undefined;
}

function idsOf(typed: Readonly<Record<string, string>>, members: readonly string[]): FileData | undefined {
	const entries = members.filter(host => typed[host]).map(host => [host, typed[host]!] as const);
	if (entries.length === 0) return undefined;
	return Object.fromEntries(entries.map(([host, id]) => [host, /^\d{1,15}$/.test(id) ? Number(id) : id]));
}

function hostData(host: Host, keys: readonly string[] | undefined, kept: FileData): unknown {
	const {name, address, port, user} = host;
	const hostKeys = keys?.length ? keys : undefined;
	if (address !== undefined || hostKeys !== undefined || Object.keys(kept).length > 0) {
		return {name, address, port, user, hostKeys, ...kept};
	}
	return `${user === undefined ? '' : `${user}@`}${name}${port === undefined ? '' : `:${port}`}`;
}

function sourceOf(answers: Answers): FileData | undefined {
	const kind = text(answers, 'source.kind');
	if (kind === undefined) return undefined;
	const mode = text(answers, 'source.mode') ?? 'incrementing';
	const column = (id: FieldId, word: string) => (mode.split('+').includes(word) ? text(answers, id) : undefined);
	const database = {
		kind,
		host: fieldOf(answers, 'source.host'),
		port: number(answers, 'source.port'),
		name: fieldOf(answers, 'source.database'),
	};
	const {first = {}} = answers.kept as {first?: FileData};
	return {
		name: text(answers, 'source.name') ?? 'source',
		...(kind === 'other' ? {url: fieldOf(answers, 'source.url')} : {database}),
		user: text(answers, 'source.user'),
		password: text(answers, 'source.user') === undefined ? undefined : text(answers, 'source.password'),
		tables: listOf(fieldOf(answers, 'source.tables')),
		mode,
		incrementingColumn: column('source.incrementingColumn', 'incrementing'),
		timestampColumn: column('source.timestampColumn', 'timestamp'),
		topicPrefix: text(answers, 'source.topicPrefix'),
		...first,
	};
}

/** The section of a role: ids that were typed, what was asked, and what was not. */
function sectionOf(answers: Answers, role: Role, members: readonly string[], combined: boolean): FileData {
	const typed = Object.entries(answers.ids).find(([one]) => one === role)?.[1];
	return {
		...(typed === undefined || !hasEffect(combined, role, 'ids') ? {} : {ids: idsOf(typed, members)}),
		...Object.fromEntries(
			askedKeys()
				.filter(asked => asked.role === role && hasEffect(combined, role, asked.key))
				.map(({id, key, usual}) => [key, valueOfText(fieldOf(answers, id), usual)]),
		),
		...section(answers.kept, role),
	};
}

/** The version, and where its packages come from. */
function packagesData(answers: Answers, keeper: MetadataRole): FileData {
	return {
		version: answers.openVersion === true ? text(answers, 'platform.version') : versionWith(answers, keeper),
		packages: filled({url: text(answers, 'platform.packages.url'), key: text(answers, 'platform.packages.key')}),
	};
}

/**
 * The answers as the data of a cluster file; what is left at its default is not in it, but for the version: a file that was
 * written for a cluster says what that is, whatever the newest is later.
 */
export function clusterData(answers: Answers, hosts: readonly Host[], roles: Roles, keeper: MetadataRole): FileData {
	const {kept} = answers;
	const combined = combinedIn(answers, keeper);
	const withConnect = roles.connect.length > 0;
	const source = withConnect ? sourceOf(answers) : undefined;
	const others = withConnect ? ((kept.sources ?? []) as readonly FileData[]) : [];
	const sources = [...(source === undefined ? [] : [source]), ...others];
	return {
		name: text(answers, 'name') ?? 'kafka',
		hosts: hosts.map(host => hostData(host, answers.hostKeys[host.name], section(section(kept, 'hosts'), host.name))),
		roles: Object.fromEntries(Object.entries(roles).filter(([, members]) => members.length > 0)),
		clients: text(answers, 'clients') === undefined ? undefined : listOf(fieldOf(answers, 'clients')),
		ssh: filled({
			user: text(answers, 'ssh.user'),
			port: number(answers, 'ssh.port'),
			identityFile: localPath(answers, 'ssh.identityFile'),
			password: text(answers, 'ssh.password'),
			passphrase: text(answers, 'ssh.passphrase'),
			sudoPassword: text(answers, 'ssh.sudoPassword'),
			...section(kept, 'ssh'),
		}),
		platform: filled({
			...(answers.archive === true ? archiveData(answers) : packagesData(answers, keeper)),
			...section(kept, 'platform'),
		}),
		...Object.fromEntries(rolesOffered(keeper, answers).map(({id}) => [id, filled(sectionOf(answers, id, roles[id], combined))])),
		connect: filled({
			...sectionOf(answers, 'connect', roles.connect, combined),
			driver: withConnect ? localPath(answers, 'connect.driver') : undefined,
			sources: sources.length === 0 ? undefined : sources,
		}),
	};
}
