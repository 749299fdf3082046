import * as z from 'zod/mini';
import type {Section} from '../cluster.ts';
import {type AnyRole, eachRole, type Role, roleOf} from '../roles.ts';
import {text} from './fields.ts';
import {clients, hosts, platform, ssh} from './schema-access.ts';
import {connectKeys} from './schema-connect.ts';
import {controllerKeys} from './schema-controller.ts';
import {roles, section} from './schema-roles.ts';

const common = {
	name: text(
		'a cluster name (a-z, 0-9 and -, a letter first, at most 41)',
		/^[a-z][a-z0-9-]{0,40}$/,
		'Names the cluster on this machine and in what a run prints',
	),
	hosts,
	roles,
	clients,
	ssh,
	platform,
};

/** What a role has in its section beside what every role has. */
const own: Partial<Record<Role, z.core.$ZodLooseShape>> = {connect: connectKeys, controller: controllerKeys};

export const clusterFile = z.strictObject(
	{...common, ...eachRole(role => section(roleOf(role), own[role]))},
	'a mapping of keys to values, beginning with name, hosts and roles',
);

/** A cluster file as it is written, once the schema has filled in the defaults. */
export type ClusterFile = {
	readonly [K in Exclude<keyof typeof common, 'roles'>]: z.infer<(typeof common)[K]>;
} & {readonly roles: Partial<Record<Role, readonly string[]>>} & {readonly [R in AnyRole as R['id']]: Section<R>} & {
	readonly connect: {readonly [K in keyof typeof connectKeys]: z.infer<(typeof connectKeys)[K]>};
	readonly controller: {readonly [K in keyof typeof controllerKeys]: z.infer<(typeof controllerKeys)[K]>};
};
