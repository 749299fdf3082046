import {
	type AnyRole,
	eachNumbered,
	eachRole,
	keepers,
	type MetadataRole,
	type NumberedRole,
	type Role,
	roleIds,
	roles,
} from '../../../cluster/roles.ts';
import type {GroupAnswer, GroupAnswers} from '../hosts/inventory-roles.ts';

type AskedOf<R extends AnyRole> = `${R['id']}.${R['asked'][number]['key']}`;
/** What a role's section is asked for. */
export type RoleField = {[R in AnyRole as R['id']]: AskedOf<R>}[Role];

const roleFields = roles.flatMap(({id, asked}) => asked.map(({key}) => `${id}.${key}` as RoleField));

const sourceFields = [
	'source.kind',
	'source.name',
	'source.host',
	'source.port',
	'source.database',
	'source.url',
	'source.user',
	'source.password',
	'source.tables',
	'source.mode',
	'source.incrementingColumn',
	'source.timestampColumn',
	'source.topicPrefix',
] as const;

const otherFields = [
	'name',
	'clients',
	'ssh.user',
	'ssh.port',
	'ssh.identityFile',
	'ssh.password',
	'ssh.passphrase',
	'ssh.sudoPassword',
	'platform.version',
	'platform.packages.url',
	'platform.packages.key',
	'platform.source.archive',
	'platform.source.sha512',
	'platform.java.archive',
	'platform.java.sha512',
	'connect.driver',
] as const;

export type FieldId = (typeof otherFields)[number] | RoleField | (typeof sourceFields)[number];

/** What can be typed into one line, by its place in the cluster file; `source` is the first of `connect.sources`. */
export const fieldIds: readonly FieldId[] = [...otherFields, ...roleFields, ...sourceFields];

/** The fields that hold references to secrets, never a secret. */
export const secretFields = ['ssh.password', 'ssh.passphrase', 'ssh.sudoPassword', 'source.password'] as const;
export type SecretField = (typeof secretFields)[number];

export type Roles = Readonly<Record<Role, readonly string[]>>;

/** Plain data of a cluster file, or of a part of it. */
export type FileData = {readonly [key: string]: unknown};

/**
 * Everything that was answered, as it was given: right or wrong, plain JSON, without a secret. An empty field means the default.
 */
export type Answers = {
	/** The box of hosts, as typed. */
	readonly hosts: string;
	readonly fields: Readonly<Partial<Record<FieldId, string>>>;
	/** Plain Apache Kafka from an archive: what was answered of a version and of packages has no effect. */
	readonly archive?: true;
	/** They come from a cluster file that leaves the version open: without a chosen one it stays open. */
	readonly openVersion?: true;
	/** The role that keeps the metadata, where that was chosen: it counts where the version leaves the choice. */
	readonly keeper?: MetadataRole;
	/** What the groups of an inventory are whose names do not say it. */
	readonly groups?: GroupAnswers;
	/** Absent: what the inventory says, else what fits the number of hosts. */
	readonly roles?: Roles;
	/** Ids that were typed, host name → text. */
	readonly ids: Readonly<Record<NumberedRole, Readonly<Record<string, string>>>>;
	/** SHA256 fingerprints that were accepted, host name → fingerprints. */
	readonly hostKeys: Readonly<Record<string, readonly string[]>>;
	/** The command lines of `exec:` that the cluster file has in the place of fields: they stand on a disk already. */
	readonly commands?: readonly string[];
	/** What a cluster file said that the wizard does not ask: it is written back as it was. */
	readonly kept: FileData;
};

export const noAnswers: Answers = {hosts: '', fields: {}, ids: eachNumbered(() => ({})), hostKeys: {}, kept: {}};

/** A field without outer spaces; empty when it was not answered. */
export const fieldOf = (answers: Answers, id: FieldId): string => (answers.fields[id] ?? '').trim();

export const withField = (answers: Answers, id: FieldId, value: string): Answers => ({
	...answers,
	fields: {...answers.fields, [id]: value},
});

/** What is chosen in the place of a version. */
export const archiveChoice = 'archive';

/** The answers with this version, or with an archive in place of one. */
export function withVersion({archive: _, ...others}: Answers, choice: string): Answers {
	return choice === archiveChoice ? {...others, archive: true} : withField(others, 'platform.version', choice);
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

const texts = (value: unknown): Record<string, string> =>
	isRecord(value)
		? Object.fromEntries(Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'))
		: {};

const lists = (value: unknown): Record<string, readonly string[]> =>
	isRecord(value)
		? Object.fromEntries(
				Object.entries(value).map(([key, list]) => [
					key,
					Array.isArray(list) ? list.filter((item): item is string => typeof item === 'string') : [],
				]),
			)
		: {};

const groupAnswers: readonly string[] = [...roleIds, 'later', 'none'];

const groupsIn = (value: unknown): GroupAnswers =>
	Object.fromEntries(
		Object.entries(texts(value)).filter((entry): entry is [string, GroupAnswer] => groupAnswers.includes(entry[1])),
	);

/** Answers read back from where they were stored: whatever is not of the right type is left out. */
export function answersFrom(stored: unknown): Answers {
	if (!isRecord(stored)) return noAnswers;
	const ids = isRecord(stored.ids) ? stored.ids : {};
	const members = lists(stored.roles);
	const fields = texts(stored.fields);
	const keeper = keepers.find(({id}) => id === stored.keeper)?.id;
	return {
		hosts: typeof stored.hosts === 'string' ? stored.hosts : '',
		fields: Object.fromEntries(fieldIds.flatMap(id => (fields[id] === undefined ? [] : [[id, fields[id]]]))),
		...(stored.archive === true ? {archive: true} : {}),
		...(stored.openVersion === true ? {openVersion: true} : {}),
		...(keeper === undefined ? {} : {keeper}),
		...(isRecord(stored.groups) ? {groups: groupsIn(stored.groups)} : {}),
		...(isRecord(stored.roles) ? {roles: eachRole(role => members[role] ?? [])} : {}),
		ids: eachNumbered(role => texts(ids[role])),
		hostKeys: lists(stored.hostKeys),
		...(Array.isArray(stored.commands) ? {commands: lists({all: stored.commands}).all!} : {}),
		kept: isRecord(stored.kept) ? stored.kept : {},
	};
}
