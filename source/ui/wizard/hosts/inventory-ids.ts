import {eachNumbered, type KnownNumbered, type NumberedRole, numberedRoles, type Role} from '../../../cluster/roles.ts';
import type {Vars} from './inventory.ts';
import type {MemberVars} from './inventory-hosts.ts';
import {isTemplate, type NotTaken, resolved, shortened} from './inventory-vars.ts';

export type Ids = Readonly<Record<NumberedRole, Readonly<Record<string, number>>>>;

/**
 * The id that variables of a host give it in a role. `node_id` may be that of a controller or of a broker: in the group of the
 * one it says nothing of the other.
 */
function idIn(
	vars: Vars,
	{id: of, ids: {variables, lowest, highest, what}}: KnownNumbered,
	group: Role | undefined,
	host: string,
): {readonly id?: number; readonly refused?: NotTaken} {
	const ofGroup = group === of ? [] : (numberedRoles.find(({id}) => id === group)?.ids.variables ?? []);
	const variable = variables.filter(name => !ofGroup.includes(name)).find(name => Object.hasOwn(vars, name));
	if (variable === undefined) return {};
	const text = resolved(vars[variable]!, vars, host).trim();
	const id = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
	if (id >= lowest && id <= highest) return {id};
	const why = isTemplate(text) ? `is a template: ${shortened(text)}` : `is ${shortened(text)}, which is no ${what}`;
	return {refused: {variable, why, instead: 'type the ids on the page IDs and addresses'}};
}

/** The ids of the members of each role: what the group of a role says counts before what stands elsewhere on the line of a host. */
export function idsOfGroups(
	groups: ReadonlyMap<string, ReadonlyMap<string, MemberVars>>,
	roleOf: ReadonlyMap<string, Role>,
	members: Partial<Record<Role, readonly string[]>>,
): {readonly ids: Ids; readonly refused: readonly (NotTaken & {readonly host: string})[]} {
	const noIds = () => eachNumbered((): Record<string, number> => ({}));
	const [ids, beside] = [noIds(), noIds()];
	const refused: (NotTaken & {readonly host: string})[] = [];
	for (const [group, hosts] of groups) {
		const role = roleOf.get(group);
		for (const [host, {own, onLine}] of hosts) {
			for (const numbered of numberedRoles) {
				const isOwn = role === numbered.id;
				const {id, refused: wrong} = idIn(isOwn ? own : onLine, numbered, role, host);
				if (id !== undefined) (isOwn ? ids : beside)[numbered.id][host] = id;
				else if (isOwn && wrong !== undefined) refused.push({...wrong, host});
			}
		}
	}
	return {
		ids: eachNumbered(role => {
			const given = Object.entries({...beside[role], ...ids[role]});
			return Object.fromEntries(given.filter(([host]) => members[role]?.includes(host)));
		}),
		refused,
	};
}
