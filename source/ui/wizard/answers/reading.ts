import type {Cluster} from '../../../cluster/cluster.ts';
import {parseCluster} from '../../../cluster/file/parse.ts';
import {ClusterFileError} from '../../../cluster/file/problems.ts';
import {type Path, pathText} from '../../../cluster/file/yaml-tree.ts';
import {
	eachNumbered,
	eachRole,
	type KnownNumbered,
	type KnownRole,
	type MetadataRole,
	type NumberedRole,
	numberedIn,
	numberedRoles,
} from '../../../cluster/roles.ts';
import type {Host} from '../../../core/inventory.ts';
import {type HostList, parseHostList} from '../hosts/host-list.ts';
import {presetsFor} from '../role-presets.ts';
import {type Answers, type FieldId, type FileData, fieldIds, fieldOf, type Roles} from './answers.ts';
import {rolesOffered} from './archive.ts';
import {clusterFileText} from './cluster-file-text.ts';
import {combinedIn, hasEffect, keeperOf, versionWith, withKeeper} from './metadata.ts';

/** What is wrong with an answer, and what may help. */
export type AnswerProblem = {readonly message: string; readonly hint?: string};

/** Where an answer is given: a field, a place of another kind, or one id. */
export type AnswerPlace = FieldId | 'hosts' | 'roles' | `${NumberedRole}.ids` | `${NumberedRole}.ids.${string}` | 'file';

/** Everything that follows from the answers. */
export type Reading = {
	readonly list: HostList;
	/** The answers with what the inventory says beside them. */
	readonly completed: Answers;
	readonly hosts: readonly Host[];
	/** The version of the platform; that of a new cluster where a file leaves it open. */
	readonly version: string;
	/** Kafka comes from an archive. */
	readonly archive: boolean;
	/** The role that keeps the metadata. */
	readonly keeper: MetadataRole;
	/** A controller and its broker are one process. */
	readonly combined: boolean;
	/** The roles that there are to choose from. */
	readonly offered: readonly KnownRole[];
	/** Those of them that have ids of their own. */
	readonly numbered: readonly KnownNumbered[];
	readonly roles: Roles;
	/** The cluster file, whether it is right or not. */
	readonly text: string;
	/** Set when the text is right. */
	readonly cluster: Cluster | undefined;
	/** Only the first problem of a place. */
	readonly problems: ReadonlyMap<AnswerPlace, AnswerProblem>;
};

const noRoles: Roles = eachRole(() => []);

function rolesOf(answers: Answers, list: HostList, keeper: MetadataRole, offered: readonly KnownRole[]): Roles {
	const names = list.hosts.map(host => host.name);
	const present = (members: readonly string[] = []) => members.filter(name => names.includes(name));
	// An inventory with roles and without brokers gets none: they would be on hosts that it gives another role.
	const given = answers.roles ?? (Object.keys(list.roles).length === 0 ? undefined : {...noRoles, ...list.roles});
	// Roles of hosts that are all gone say nothing of the hosts that came.
	const gone = given !== undefined && given.kafka.length > 0 && present(given.kafka).length === 0;
	if (given === undefined || gone) return presetsFor(names, offered)[0]?.roles ?? noRoles;
	const members = withKeeper(
		eachRole(role => present(given[role])),
		keeper,
	);
	return eachRole(role => (offered.some(({id}) => id === role) ? members[role] : []));
}

const elsewhere: Readonly<Record<string, FieldId>> = {
	// What is said of a section is said of its first field.
	'platform.source': 'platform.source.archive',
	'platform.java': 'platform.java.archive',
};

const ofSource: Readonly<Record<string, FieldId>> = {
	'database.host': 'source.host',
	'database.port': 'source.port',
	'database.name': 'source.database',
};

/** Whether a place is the ids of a role, or one of them. */
export const isIds = (path: string): boolean => numberedRoles.some(({id}) => path.startsWith(`${id}.ids`));

/** The answer that a place of the file comes from. */
function placeOf(path: string): AnswerPlace {
	const source = /^connect\.sources\.0\.(.*)$/.exec(path)?.[1];
	const field = source === undefined ? (elsewhere[path] ?? path) : (ofSource[source] ?? `source.${source.split('.')[0]}`);
	const known = fieldIds.find(id => field === id || field.startsWith(`${id}.`));
	if (known !== undefined) return known;
	if (isIds(path)) return path as AnswerPlace;
	const top = path.split('.')[0]!;
	return top === 'hosts' || top === 'roles' ? top : 'file';
}

/** What is said of a key, without the key: its field is on the screen beside it. */
function withoutKey(message: string, path: Path): string {
	const [key, parent] = [pathText(path), ` in ${pathText(path.slice(0, -1))}`];
	if (message.startsWith(`${key}: `)) return message.slice(key.length + 2);
	if (message.startsWith(`${key} `)) return `this${message.slice(key.length)}`;
	return message.endsWith(parent) ? message.slice(0, -parent.length) : message;
}

function checkText(text: string): Pick<Reading, 'cluster' | 'problems'> {
	try {
		return {cluster: parseCluster(text, 'kafka-setup.yaml'), problems: new Map()};
	} catch (error) {
		if (!(error instanceof ClusterFileError)) throw error;
		const problems = new Map<AnswerPlace, AnswerProblem>();
		for (const {message, hint, path = []} of error.problems) {
			const place = placeOf(path.join('.'));
			if (problems.has(place)) continue;
			problems.set(place, {message: withoutKey(message, path), ...(hint === undefined ? {} : {hint})});
		}
		return {cluster: undefined, problems};
	}
}

/** What is kept of hosts, with the racks of the inventory where nothing else is known. */
function withRacks(kept: FileData, racks: HostList['racks']): FileData {
	const known = (kept.hosts ?? {}) as Readonly<Record<string, FileData>>;
	const hosts = Object.entries(racks).map(([host, rack]) => [host, {rack, ...known[host]}] as const);
	return hosts.length === 0 ? kept : {...kept, hosts: {...known, ...Object.fromEntries(hosts)}};
}

/** What an inventory says of ids, racks, the private key and jump hosts counts where nothing was typed. */
function withInventory(answers: Answers, list: HostList): Answers {
	const texts = (ids: Readonly<Record<string, number>>) =>
		Object.fromEntries(Object.entries(ids).map(([host, id]) => [host, String(id)]));
	const ids = eachNumbered(role => ({...texts(list.ids[role]), ...answers.ids[role]}));
	const {keyFile, jump} = list;
	const key = keyFile !== undefined && fieldOf(answers, 'ssh.identityFile') === '' ? {'ssh.identityFile': keyFile} : {};
	const others =
		jump === undefined ? answers.kept : {...answers.kept, ssh: {proxyJump: jump, ...(answers.kept.ssh as FileData | undefined)}};
	const kept = withRacks(others, list.racks);
	return {...answers, fields: {...answers.fields, ...key}, kept, ids};
}

/**
 * Reads the answers as the cluster file that they make: the rules of the file are the rules of the wizard. The file is made and
 * checked when something of it is asked for, which the first page does not do.
 */
export function readAnswers(given: Answers): Reading {
	const list = parseHostList(given.hosts, given.groups);
	const answers = withInventory(given, list);
	const keeper = keeperOf(answers, answers.roles ?? list.roles);
	const offered = rolesOffered(keeper, answers);
	const roles = rolesOf(answers, list, keeper, offered);
	const combined = combinedIn(answers, keeper);
	let known: Pick<Reading, 'text' | 'cluster' | 'problems'> | undefined;
	const file = () => {
		if (known !== undefined) return known;
		const text = clusterFileText(answers, list.hosts, roles, keeper);
		known = {text, ...checkText(text)};
		return known;
	};
	return {
		list,
		completed: answers,
		hosts: list.hosts,
		version: versionWith(answers, keeper),
		archive: answers.archive === true,
		keeper,
		combined,
		offered,
		numbered: numberedIn(offered).filter(({id}) => hasEffect(combined, id, 'ids')),
		roles,
		get text() {
			return file().text;
		},
		get cluster() {
			return file().cluster;
		},
		get problems() {
			return file().problems;
		},
	};
}
