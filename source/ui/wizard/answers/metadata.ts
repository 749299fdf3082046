import {brokersKeys} from '../../../cluster/roles/controller.ts';
import {eachRole, keepers, type MetadataRole, metadataRole, type Role} from '../../../cluster/roles.ts';
import {newestWith, versions} from '../../../cluster/versions.ts';
import {type Answers, type FileData, fieldOf, type Roles} from './answers.ts';
import {versionOfArchive} from './archive.ts';

type Members = Readonly<Partial<Record<Role, readonly string[]>>>;

/** The roles that can keep the metadata in a version, the usual one first: all where the version is open, or none that is known. */
export function keepersIn(version: string): readonly MetadataRole[] {
	return versions[version]?.keepers ?? keepers.map(({id}) => id);
}

/** The version that was chosen, or that an archive has; empty where nothing says it. */
const saidVersion = (answers: Answers): string =>
	answers.archive === true ? versionOfArchive(answers) : fieldOf(answers, 'platform.version');

/**
 * The role that keeps the metadata: the one that was chosen, or that which has members, as far as the chosen version leaves a
 * choice.
 */
export function keeperOf(answers: Answers, members: Members): MetadataRole {
	const wanted = answers.keeper ?? metadataRole({roles: members}).id;
	const possible = keepersIn(saidVersion(answers));
	return possible.includes(wanted) ? wanted : possible[0]!;
}

/** The version of these answers: the one that was chosen or that the archive has, else the one that a cluster file without any means. */
export const versionWith = (answers: Answers, keeper: MetadataRole): string => saidVersion(answers) || newestWith(keeper);

/** The members with those that keep the metadata in this role: the same hosts keep it, whichever role it is. */
export function withKeeper(members: Roles, keeper: MetadataRole): Roles {
	const keeping = [keeper, ...keepers.map(({id}) => id)].map(id => members[id]).find(hosts => hosts.length > 0) ?? [];
	return eachRole(role => (role === keeper ? keeping : keepers.some(({id}) => id === role) ? [] : members[role]));
}

/** Whether the cluster file that the answers come from makes a controller and its broker one process. */
export const combinedIn = ({kept}: Answers, keeper: MetadataRole): boolean =>
	keeper === 'controller' && (kept.controller as FileData | undefined)?.combined === true;

/** Whether a key of a role's section says something, where that is so. */
export const hasEffect = (combined: boolean, role: Role, key: string): boolean =>
	!(combined && role === 'controller' && brokersKeys.includes(key));
