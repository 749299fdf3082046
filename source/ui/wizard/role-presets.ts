import type {Meaning} from '../../cluster/roles/role.ts';
import {sharesOf} from '../../cluster/roles/shares.ts';
import {eachRole, type KnownRole, type Role, roleIds, roles} from '../../cluster/roles.ts';
import type {Roles} from './answers/answers.ts';
import {notInArchive} from './answers/archive.ts';
import type {Reading} from './answers/reading.ts';

export type Preset = {readonly title: string; readonly roles: Roles};

/** The ways to deal out these roles, the usual one first; none is there twice. */
export function presetsFor(hosts: readonly string[], offered: readonly KnownRole[]): readonly Preset[] {
	if (hosts.length === 0) return [];
	const shares = sharesOf(hosts);
	const deal = (membersOf: (role: KnownRole) => readonly string[] | undefined): Roles =>
		eachRole(id => offered.filter(role => role.id === id).flatMap(role => membersOf(role) ?? []));
	const usual = deal(({placement}) => placement?.usual(shares));
	const all: readonly Preset[] = [
		{title: hosts.length < 5 ? 'all services' : 'services spread', roles: usual},
		{title: 'a broker on every host', roles: deal(({placement}) => placement?.brokerOnEvery(hosts))},
		{
			title: 'Kafka only',
			roles: deal(({id, needed, keepsMetadata}) => (needed === undefined && keepsMetadata !== true ? [] : usual[id])),
		},
	];
	return all.filter((one, index) => all.findIndex(other => sameRoles(one.roles, other.roles)) === index);
}

export function sameRoles(one: Roles, other: Roles): boolean {
	return roleIds.every(role => one[role].join() === other[role].join());
}

/** The roles with one switched; hosts keep the order of the list, which is the order of their ids. */
export function toggleRole(members: Roles, role: Role, host: string, hosts: readonly string[]): Roles {
	const has = members[role].includes(host);
	return {...members, [role]: hosts.filter(name => (name === host ? !has : members[role].includes(name)))};
}

/** What a choice of roles means, and what is doubtful about it; last, what there is no choice of. */
export const explainRoles = ({roles: members, archive}: Pick<Reading, 'roles' | 'archive'>): readonly Meaning[] => [
	...roles.flatMap(({explain}) => explain?.(members) ?? []),
	...(archive ? notInArchive : []).map(text => ({text, doubtful: false})),
];
