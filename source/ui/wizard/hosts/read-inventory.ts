import type {Role} from '../../../cluster/roles.ts';
import type {Inventory, LineProblem} from './inventory.ts';
import {type FoundHost, hostsOfInventory, type Placed} from './inventory-hosts.ts';
import {type Ids, idsOfGroups} from './inventory-ids.ts';
import {racksOf} from './inventory-racks.ts';
import {rolesByVars} from './inventory-role-vars.ts';
import {type GroupAnswers, rolesOfGroups} from './inventory-roles.ts';
import type {NotTaken} from './inventory-vars.ts';

/** Hosts of an inventory that have no part in the cluster. */
export type LeftOut = {
	/** Empty for hosts without a group. */
	readonly groups: readonly string[];
	readonly hosts: readonly string[];
	/** `product`: it is not installed here; `local`: the hosts are the machine that Ansible runs on. */
	readonly why: 'other' | 'product' | 'local';
};

/** A group of which it has to be said what its hosts do. */
export type UnclearGroup = {
	readonly group: string;
	readonly hosts: readonly string[];
	/** The roles that its name, or the ids of its hosts, speak for. */
	readonly like: readonly Role[];
};

/** A variable that was not taken, and whose it is. */
export type Refused = NotTaken & {readonly hosts: readonly string[]};

export type ReadInventory = {
	readonly hosts: readonly Placed[];
	readonly problems: readonly LineProblem[];
	/** Of the groups that are roles. Empty: the inventory has no such group. */
	readonly roles: Partial<Record<Role, readonly string[]>>;
	readonly ids: Ids;
	/** Where brokers stand, host → rack. */
	readonly racks: Readonly<Record<string, string>>;
	readonly leftOut: readonly LeftOut[];
	readonly unclear: readonly UnclearGroup[];
	readonly refused: readonly Refused[];
	/** The private key, where it is one for all hosts. */
	readonly keyFile?: string;
	/** The jump hosts on the way to the hosts, where they are the same for all: `admin@bastion:2222`. */
	readonly jump?: string;
};

type OfHost = NotTaken & {readonly host: string};

function together(refused: readonly OfHost[]): readonly Refused[] {
	const found = new Map<string, {readonly one: NotTaken; readonly hosts: Set<string>}>();
	for (const {host, ...one} of refused) {
		const key = `${one.variable}\n${one.why}`;
		const known = found.get(key) ?? {one, hosts: new Set()};
		found.set(key, known);
		known.hosts.add(host);
	}
	return [...found.values()].map(({one, hosts}) => ({...one, hosts: [...hosts]}));
}

const ways = {
	keyFile: {variable: 'ansible_ssh_private_key_file', instead: 'put IdentityFile for each of them into ~/.ssh/config'},
	jump: {variable: 'the jump host', instead: 'put ProxyJump for each of them into ~/.ssh/config'},
} as const;

/** What all hosts have alike; where only some have it, or another one, that is refused. */
function alike(
	hosts: readonly FoundHost[],
	of: keyof typeof ways,
): {readonly value?: string; readonly refused: readonly OfHost[]} {
	const value = hosts[0]?.[of];
	if (value !== undefined && hosts.every(host => host[of] === value)) return {value, refused: []};
	const some = hosts.filter(host => host[of] !== undefined);
	return {refused: some.map(({host}) => ({...ways[of], why: 'is not the same for all hosts', host: host.name}))};
}

function leftOutOf(hosts: readonly FoundHost[], products: ReadonlySet<string>): readonly LeftOut[] {
	const found = new Map<string, LeftOut & {readonly hosts: string[]}>();
	for (const {host, local, groups} of hosts) {
		const why = local ? 'local' : groups.some(group => products.has(group)) ? 'product' : 'other';
		const named = groups.filter(group => group !== 'all' && group !== 'ungrouped');
		const key = `${why} ${named.join()}`;
		const known = found.get(key) ?? {groups: named, why, hosts: []};
		found.set(key, known);
		known.hosts.push(host.name);
	}
	// What is not installed is said, also where its hosts have a part in the cluster.
	const said = new Set([...found.values()].flatMap(({groups}) => groups));
	const silent = [...products].filter(group => !said.has(group));
	return [...found.values(), ...silent.map(group => ({groups: [group], hosts: [], why: 'product' as const}))];
}

/** What an inventory says of hosts, roles and ids; `answers` say what the groups are whose names do not. */
export function readInventory(inventory: Inventory, answers: GroupAnswers = {}): ReadInventory {
	const {hosts: found, groups, problems, notTaken} = hostsOfInventory(inventory);
	const sets = new Map(
		[...groups].map(([group, members]) => [group, new Set([...members.keys()].filter(name => found.get(name)?.local !== true))]),
	);
	const remote = (group: string): ReadonlySet<string> => sets.get(group) ?? new Set();
	const {roles: roleOf, later, unclear, like, products} = rolesOfGroups(inventory, remote, answers);
	const ofGroups: Partial<Record<Role, readonly string[]>> = {};
	for (const group of groups.keys()) {
		const role = roleOf.get(group);
		if (role !== undefined) ofGroups[role] = [...new Set([...(ofGroups[role] ?? []), ...remote(group)])];
	}
	const open = unclear.map(group => ({group, hosts: [...remote(group)], like: like.get(group) ?? []}));
	const taken = new Set([...Object.values(ofGroups).flat(), ...[...later].flatMap(group => [...remote(group)])]);
	// Nothing in it is of Kafka, and nothing is to be asked: a list of hosts like any other.
	const every = taken.size === 0 && open.length === 0 && Object.keys(answers).length === 0;
	const chosen = [...found.values()].filter(({host, local}) => !local && (every || taken.has(host.name)));
	const asked = new Set(open.flatMap(({hosts}) => hosts));
	const names = new Set(chosen.map(({host}) => host.name));
	const free = roleOf.size === 0 && open.length === 0;
	const {roles, refused: notRoles} = rolesByVars(groups, names, inventory.groups.get('all')?.vars ?? {}, ofGroups, free);
	const {ids, refused} = idsOfGroups(groups, roleOf, roles);
	const withRole = new Set(Object.values(roles).flat());
	const without = chosen.map(({host}) => host.name).filter(name => !withRole.has(name));
	const rack = racksOf(groups, [...(roles.kafka ?? []), ...without]);
	const [key, jump] = [alike(chosen, 'keyFile'), alike(chosen, 'jump')];
	return {
		hosts: chosen.map(({line, host}) => ({line, host})),
		problems: [...inventory.problems, ...problems],
		roles,
		ids,
		racks: rack.racks,
		leftOut: leftOutOf(
			[...found.values()].filter(({host}) => !names.has(host.name) && !asked.has(host.name)),
			products,
		),
		unclear: open,
		refused: together(
			[...notTaken, ...notRoles, ...refused, ...rack.refused, ...key.refused, ...jump.refused].filter(({host}) =>
				names.has(host),
			),
		),
		...(key.value === undefined ? {} : {keyFile: key.value}),
		...(jump.value === undefined ? {} : {jump: jump.value}),
	};
}
