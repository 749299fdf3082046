/** Variables of a host or a group, as text. */
export type Vars = Readonly<Record<string, string>>;

export type LineProblem = {readonly line: number; readonly message: string};

/** An Ansible inventory, whichever way it is written. */
export type Group = {readonly hosts: Map<string, Vars>; readonly children: Set<string>; vars: Vars};
export type Inventory = {
	readonly groups: Map<string, Group>;
	/** Host pattern → the line it stands on first, from 0 on. */
	readonly lines: Map<string, number>;
	/** What of it could not be read, and where. */
	readonly problems: LineProblem[];
};

export const noInventory = (): Inventory => ({groups: new Map(), lines: new Map(), problems: []});

export function groupOf(inventory: Inventory, name: string): Group {
	const known = inventory.groups.get(name);
	if (known !== undefined) return known;
	const group: Group = {hosts: new Map(), children: new Set(), vars: {}};
	inventory.groups.set(name, group);
	return group;
}

/** Far more than an inventory needs; groups of groups of groups may be many ways to one host. */
const mostVisits = 5000;

/** Hosts of a group and of its children, with the variables of the groups on the way. */
export function membersOf(
	inventory: Inventory,
	name: string,
	above: Vars = {},
	seen: readonly string[] = [],
	visits = {left: mostVisits},
): ReadonlyMap<string, Vars> {
	const group = inventory.groups.get(name);
	visits.left -= 1;
	if (group === undefined || seen.includes(name) || visits.left < 0) return new Map();
	const vars = {...above, ...group.vars};
	const members = new Map<string, Vars>();
	const add = (host: string, own: Vars) => members.set(host, {...members.get(host), ...own});
	for (const child of group.children) {
		for (const [host, own] of membersOf(inventory, child, vars, [...seen, name], visits)) add(host, own);
	}
	for (const [host, own] of group.hosts) add(host, {...vars, ...own});
	return members;
}

/** The groups below a group, at any depth, without itself. */
export function groupsBelow(inventory: Inventory, name: string): ReadonlySet<string> {
	const found = new Set<string>();
	const waiting = [...(inventory.groups.get(name)?.children ?? [])];
	for (let child = waiting.pop(); child !== undefined; child = waiting.pop()) {
		if (child === name || found.has(child)) continue;
		found.add(child);
		waiting.push(...(inventory.groups.get(child)?.children ?? []));
	}
	return found;
}
