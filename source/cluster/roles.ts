import {all} from './roles/all.ts';
import type {IdRange, RoleData, RoleDescriptor} from './roles/role.ts';

export type AnyRole = (typeof all)[number];
export type Role = AnyRole['id'];

export type KnownRole = RoleDescriptor & {readonly id: Role};

export const roles: readonly KnownRole[] = all;

export const roleIds: readonly Role[] = roles.map(({id}) => id);

export const roleOf = (id: Role): RoleDescriptor => roles.find(role => role.id === id)!;

/** The roles of a host. */
export const rolesOf = (members: Readonly<Record<Role, readonly string[]>>, host: string) =>
	roles.filter(({id}) => members[id].includes(host));

/** A role whose members carry a number. */
export type NumberedRole = Extract<AnyRole, {readonly ids: IdRange}>['id'];

export type KnownNumbered = RoleDescriptor & {readonly id: NumberedRole; readonly ids: IdRange};

/** Of some roles, those whose members carry a number. */
export const numberedIn = (some: readonly KnownRole[]): readonly KnownNumbered[] =>
	some.filter((role): role is KnownNumbered => role.ids !== undefined);

export const numberedRoles = numberedIn(roles);

/** The roles that keep data on their hosts. */
export const rolesWithData = roles.filter(
	(role): role is RoleDescriptor & {readonly id: Role; readonly data: RoleData} => role.data !== undefined,
);

/** The data directories that a section names. */
export function directoriesIn(section: object, {key}: RoleData): readonly string[] {
	const value = (section as Readonly<Record<string, unknown>>)[key];
	return (Array.isArray(value) ? value : [value]).filter(path => typeof path === 'string');
}

export type MetadataRole = Extract<AnyRole, {readonly keepsMetadata: true}>['id'];

export type KeeperRole = (typeof numberedRoles)[number] & {readonly id: MetadataRole};

/** The roles whose members can keep the metadata of a cluster, the usual one first. */
export const keepers = numberedRoles.filter((role): role is KeeperRole => role.keepsMetadata === true);

/** The one that does in a cluster: that which has members. */
export const metadataRole = ({roles}: {readonly roles: Readonly<Partial<Record<Role, readonly string[]>>>}): KeeperRole =>
	keepers.find(({id}) => (roles[id]?.length ?? 0) > 0) ?? keepers[0]!;

/** The roles of a cluster whose metadata this one keeps. */
export const rolesWith = (keeper: MetadataRole) => roles.filter(({id, keepsMetadata}) => keepsMetadata !== true || id === keeper);

export const numberedRole = (id: NumberedRole) => numberedRoles.find(role => role.id === id)!;

/** One value for each role. */
export const eachRole = <T>(value: (role: Role) => T): Record<Role, T> =>
	Object.fromEntries(roleIds.map(id => [id, value(id)])) as Record<Role, T>;

/** One value for each role whose members carry a number. */
export const eachNumbered = <T>(value: (role: NumberedRole) => T): Record<NumberedRole, T> =>
	Object.fromEntries(numberedRoles.map(({id}) => [id, value(id)])) as Record<NumberedRole, T>;
