import {connect} from './roles/connect.ts';
import {kafka} from './roles/kafka.ts';
import type {IdRange, RoleDescriptor} from './roles/role.ts';
import {schemaRegistry} from './roles/schema-registry.ts';
import {zookeeper} from './roles/zookeeper.ts';

const all = [zookeeper, kafka, schemaRegistry, connect] as const;

export type Role = (typeof all)[number]['id'];

/** The roles, in the order in which they are installed: each needs those before it. */
export const roles: readonly (RoleDescriptor & {readonly id: Role})[] = all;

export const roleIds: readonly Role[] = roles.map(({id}) => id);

export const roleOf = (id: Role): RoleDescriptor => roles.find(role => role.id === id)!;

/** The roles of a host. */
export const rolesOf = (members: Readonly<Record<Role, readonly string[]>>, host: string) =>
	roles.filter(({id}) => members[id].includes(host));

/** A role whose members carry a number. */
export type NumberedRole = Extract<(typeof all)[number], {readonly ids: IdRange}>['id'];

export const numberedRoles = roles.filter(
	(role): role is RoleDescriptor & {readonly id: NumberedRole; readonly ids: IdRange} => role.ids !== undefined,
);

export const numberedRole = (id: NumberedRole) => numberedRoles.find(role => role.id === id)!;

/** One value for each role. */
export const eachRole = <T>(value: (role: Role) => T): Record<Role, T> =>
	Object.fromEntries(roleIds.map(id => [id, value(id)])) as Record<Role, T>;

/** One value for each role whose members carry a number. */
export const eachNumbered = <T>(value: (role: NumberedRole) => T): Record<NumberedRole, T> =>
	Object.fromEntries(numberedRoles.map(({id}) => [id, value(id)])) as Record<NumberedRole, T>;
