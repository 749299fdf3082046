import {eachNumbered, type KnownNumbered, type NumberedRole, numberedRoles, type Role} from '../../../cluster/roles.ts';
import {isIdVariable, looksLikeId, variableOf} from './id-names.ts';
import type {Vars} from './inventory.ts';
import type {MemberVars} from './inventory-hosts.ts';
import {resolved, shortened, whyUnknown} from './inventory-values.ts';
import type {NotTaken} from './inventory-vars.ts';

export type Ids = Readonly<Record<NumberedRole, Readonly<Record<string, number>>>>;

type OfHost = NotTaken & {readonly host: string};
type Groups = ReadonlyMap<string, ReadonlyMap<string, MemberVars>>;
type Members = ReadonlyMap<string, ReadonlySet<Role>>;

const instead = 'type the ids on the page IDs and addresses';

/**
 * The id that variables of a host give it in a role. `node_id` may be that of a controller or of a broker: in the group of the
 * one it says nothing of the other.
 */
function idIn(
	vars: Vars,
	{id: of, ids: {variables, lowest, highest, what}}: KnownNumbered,
	group: Role | undefined,
	host: string,
): {readonly id?: number; readonly refused?: NotTaken; readonly variable?: string} {
	const ofGroup = group === of ? [] : (numberedRoles.find(({id}) => id === group)?.ids.variables ?? []);
	const variable = variableOf(
		variables.filter(name => !ofGroup.includes(name)),
		vars,
	);
	if (variable === undefined) return {};
	const text = resolved(vars[variable]!, vars, host).trim();
	const id = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
	if (id >= lowest && id <= highest) return {id, variable};
	const why = whyUnknown(text) ?? `is ${shortened(text)}, which is no ${what}`;
	return {variable, refused: {variable, why, instead}};
}

/** Host → its roles. */
function rolesOfHosts(roles: Partial<Record<Role, readonly string[]>>): Members {
	const found = new Map<string, Set<Role>>();
	for (const [role, hosts] of Object.entries(roles)) {
		for (const host of hosts) found.set(host, (found.get(host) ?? new Set()).add(role as Role));
	}
	return found;
}

const isMember = (members: Members, role: Role, host: string): boolean => members.get(host)?.has(role) === true;

/** The role that a group has of a host: of a controller among the brokers, that is the one of its variables. */
function ownRole(role: Role | undefined, host: string, members: Members): Role | undefined {
	if (role === undefined || isMember(members, role, host)) return role;
	const others = numberedRoles.filter(({id}) => isMember(members, id, host));
	return others.length === 1 ? others[0]!.id : role;
}

/** Variables that look like the id of a host in a role of its own, or in any where it has none yet, and were not taken. */
function unknownIds(groups: Groups, members: Members, known: (role: NumberedRole, host: string) => boolean): readonly OfHost[] {
	const found: OfHost[] = [];
	for (const hosts of groups.values()) {
		for (const [host, {own}] of hosts) {
			const free = !members.has(host);
			const roles = numberedRoles.map(({id}) => id).filter(id => free || isMember(members, id, host));
			const [having, lacking] = [roles.filter(id => known(id, host)), roles.filter(id => !known(id, host))];
			for (const [variable, value] of Object.entries(own)) {
				if (having.some(id => isIdVariable(variable, id)) || !lacking.some(id => looksLikeId(variable, value, id))) continue;
				found.push({host, variable, why: 'looks like an id, and is none that is known', instead});
			}
		}
	}
	return found;
}

/** The ids of the members of each role: what the group of a role says counts before what stands elsewhere on the line of a host. */
export function idsOfGroups(
	groups: Groups,
	roleOf: ReadonlyMap<string, Role>,
	membersOf: Partial<Record<Role, readonly string[]>>,
): {readonly ids: Ids; readonly refused: readonly OfHost[]} {
	const members = rolesOfHosts(membersOf);
	const noIds = () => eachNumbered((): Record<string, number> => ({}));
	const [ids, beside] = [noIds(), noIds()];
	const refused: (OfHost & {readonly role: NumberedRole})[] = [];
	for (const [group, hosts] of groups) {
		for (const [host, {own, onLine}] of hosts) {
			const role = ownRole(roleOf.get(group), host, members);
			const free = !members.has(host);
			for (const numbered of numberedRoles) {
				const isOwn = role === numbered.id;
				const {id, refused: wrong, variable} = idIn(isOwn || free ? own : onLine, numbered, role, host);
				// Where nobody has said what a host does, a name that two roles share says nothing.
				if (free && numberedRoles.some(other => other !== numbered && isIdVariable(variable ?? '', other.id))) continue;
				if (id !== undefined) (isOwn ? ids : beside)[numbered.id][host] = id;
				else if ((isOwn || free) && wrong !== undefined) refused.push({...wrong, host, role: numbered.id});
			}
		}
	}
	const given = eachNumbered(role =>
		Object.fromEntries(
			Object.entries({...beside[role], ...ids[role]}).filter(([host]) => isMember(members, role, host) || !members.has(host)),
		),
	);
	const wrong = eachNumbered(role => new Set(refused.filter(one => one.role === role).map(({host}) => host)));
	const isKnown = (role: NumberedRole, host: string) => Object.hasOwn(given[role], host) || wrong[role].has(host);
	return {ids: given, refused: [...refused.map(({role: _, ...one}) => one), ...unknownIds(groups, members, isKnown)]};
}
