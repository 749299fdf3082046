import * as z from 'zod/mini';
import type {RoleData, RoleDescriptor} from '../roles/role.ts';
import {eachRole, roleIds, roleOf} from '../roles.ts';
import {described, directory, heap, hostName, ids, port, properties} from './fields.ts';

export const roles = described(
	z.strictObject(
		eachRole(role => z.optional(described(z.array(hostName(), 'a list of host names'), roleOf(role).members))),
		`a mapping of roles (${roleIds.join(', ')}) to lists of host names`,
	),
	'Which hosts do what. Roles may share hosts',
);

const idsAbout = (first: number) =>
	`Ids of hosts, where they are not to be given out: a host keeps the id it has, others get the lowest free one from ${first} on`;

function dataOf({key, fallback, about}: RoleData) {
	if (key === 'dataDir') return {[key]: z._default(directory(about), fallback)};
	const list = z.array(directory('A directory'), 'a list of directories').check(z.minLength(1, 'a list of directories'));
	return {[key]: z._default(described(list, about), [fallback])};
}

/** The section of a role: what follows from its descriptor, and what only this role has. */
export function section(role: RoleDescriptor, own: z.core.$ZodLooseShape = {}) {
	const {ids: range, data, ports, settings} = role;
	return described(
		z.prefault(
			z.strictObject(
				{
					...(range === undefined ? {} : {ids: ids(`a ${range.what}`, range.lowest, range.highest, idsAbout(range.first ?? 1))}),
					...(data === undefined ? {} : dataOf(data)),
					...Object.fromEntries(ports.map(({key, fallback, about}) => [key, z._default(port(about), fallback)])),
					heap: z.optional(heap('Heap of the JVM; by default from the host’s memory')),
					...own,
					extraProperties: properties(role.properties),
				},
				`a mapping of ${settings.replace(/^Broker/, 'broker')}`,
			),
			{},
		),
		settings,
	);
}
