import {
	eachNumbered,
	type KnownNumbered,
	roles as knownRoles,
	type NumberedRole,
	numberedRoles,
	type Role,
} from '../../../cluster/roles.ts';
import type {Host} from '../../../core/inventory.ts';
import {parseEntry} from './host-entry.ts';
import {expandRange} from './host-range.ts';

/** Variables of a host or a group, as text. */
export type Vars = Readonly<Record<string, string>>;

/** An Ansible inventory, whichever way it is written. */
export type Group = {readonly hosts: Map<string, Vars>; readonly children: Set<string>; vars: Vars};
export type Inventory = {
	readonly groups: Map<string, Group>;
	/** Host pattern → the line it stands on first, from 0 on. */
	readonly lines: Map<string, number>;
};

export type Ids = Readonly<Record<NumberedRole, Readonly<Record<string, number>>>>;

export type LineProblem = {readonly line: number; readonly message: string};

export type Placed = {readonly line: number; readonly host: Host};

export type ReadInventory = {
	readonly hosts: readonly Placed[];
	readonly problems: readonly LineProblem[];
	/** Of the groups that are roles. Empty: the inventory has no such group, and all its hosts were taken. */
	readonly roles: Partial<Record<Role, readonly string[]>>;
	readonly ids: Ids;
	/** Hosts of other groups, such as those of a control center. */
	readonly leftOut: readonly string[];
};

/** The group names of cp-ansible and their usual short forms. */
const roleGroups: ReadonlyMap<string, Role> = new Map(
	knownRoles.flatMap(({id, groups}) => groups.map(group => [group, id] as const)),
);

export function groupOf(inventory: Inventory, name: string): Group {
	const known = inventory.groups.get(name);
	if (known !== undefined) return known;
	const group: Group = {hosts: new Map(), children: new Set(), vars: {}};
	inventory.groups.set(name, group);
	return group;
}

/** Hosts of a group and of its children, with the variables of the groups on the way. */
function membersOf(inventory: Inventory, name: string, above: Vars = {}, seen: readonly string[] = []): Map<string, Vars> {
	const group = inventory.groups.get(name);
	if (group === undefined || seen.includes(name)) return new Map();
	const vars = {...above, ...group.vars};
	const members = new Map<string, Vars>();
	const add = (host: string, own: Vars) => members.set(host, {...members.get(host), ...own});
	for (const child of group.children) {
		for (const [host, own] of membersOf(inventory, child, vars, [...seen, name])) add(host, own);
	}
	for (const [host, own] of group.hosts) add(host, {...vars, ...own});
	return members;
}

function hostOf(name: string, vars: Vars): {readonly host?: Host; readonly problem?: string} {
	const {hosts, problem} = parseEntry(name);
	if (hosts[0] === undefined) return {problem: problem ?? `"${name}" is not a host`};
	const address = vars.ansible_host ?? vars.ansible_ssh_host;
	const user = vars.ansible_user ?? vars.ansible_ssh_user;
	const port = Number(vars.ansible_port ?? vars.ansible_ssh_port);
	return {
		host: {
			...hosts[0],
			...(address === undefined || address === name ? {} : {address}),
			...(user === undefined || /[{}]/.test(user) ? {} : {user}),
			...(port >= 1 && port <= 65_535 ? {port} : {}),
		},
	};
}

const noIds = () => eachNumbered((): Record<string, number> => ({}));

/**
 * The id that variables of a host give it in a role. `node_id` may be that of a controller or of a broker: in the group of the
 * one it says nothing of the other.
 */
function idIn(vars: Vars, {id: of, ids: {variables, lowest}}: KnownNumbered, group: Role | undefined): number | undefined {
	const ofGroup = group === of ? [] : (numberedRoles.find(({id}) => id === group)?.ids.variables ?? []);
	const value = variables.filter(name => !ofGroup.includes(name)).flatMap(name => vars[name] ?? [])[0];
	const id = Number(value ?? NaN);
	return Number.isInteger(id) && id >= lowest ? id : undefined;
}

/** What an inventory says of hosts, roles and ids. */
export function readInventory(inventory: Inventory): ReadInventory {
	const all = inventory.groups.get('all')?.vars ?? {};
	const roles: Partial<Record<Role, readonly string[]>> = {};
	const [ids, beside] = [noIds(), noIds()];
	const problems: LineProblem[] = [];
	const found = new Map<string, Placed & {readonly role: boolean}>();
	for (const name of inventory.groups.keys()) {
		const role = roleGroups.get(name.replaceAll('-', '_').toLowerCase());
		for (const [pattern, own] of membersOf(inventory, name, all)) {
			const line = inventory.lines.get(pattern) ?? 0;
			const onLine = inventory.groups.get(name)?.hosts.get(pattern) ?? {};
			const names = expandRange(pattern);
			if (names === undefined) problems.push({line, message: `the range "${pattern}" goes backwards or is too long`});
			for (const each of names ?? []) {
				const {host, problem} = hostOf(each, own);
				if (host === undefined) {
					problems.push({line, message: problem!});
					continue;
				}
				const known = found.get(host.name);
				found.set(host.name, {line, host: {...known?.host, ...host}, role: role !== undefined || known?.role === true});
				if (role !== undefined) roles[role] = [...new Set([...(roles[role] ?? []), host.name])];
				for (const numbered of numberedRoles) {
					const [into, vars] = role === numbered.id ? [ids, own] : [beside, onLine];
					const id = idIn(vars, numbered, role);
					if (id !== undefined) into[numbered.id][host.name] = id;
				}
			}
		}
	}
	const hosts = [...found.values()];
	const chosen = Object.keys(roles).length === 0 ? hosts : hosts.filter(host => host.role);
	return {
		hosts: chosen.map(({line, host}) => ({line, host})),
		problems: problems.filter((one, index) => problems.findIndex(other => other.message === one.message) === index),
		roles,
		ids: eachNumbered(of => {
			const all = Object.entries({...beside[of], ...ids[of]});
			return Object.fromEntries(all.filter(([name]) => roles[of]?.includes(name)));
		}),
		leftOut: hosts.filter(host => !chosen.includes(host)).map(({host}) => host.name),
	};
}
