import {connect} from './roles/connect.ts';
import {kafka} from './roles/kafka.ts';
import type {RoleDescriptor} from './roles/role.ts';
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
