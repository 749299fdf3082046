import type {Host} from '../../../core/inventory.ts';
import {expandRange} from './host-range.ts';
import {type Inventory, type LineProblem, membersOf, type Vars} from './inventory.ts';
import {hostOf, type NotTaken} from './inventory-vars.ts';

export type Placed = {readonly line: number; readonly host: Host};

/** A host of an inventory, whatever its groups are. */
export type FoundHost = Placed & {
	/** Ansible works on the machine that it runs on. */
	readonly local: boolean;
	readonly keyFile: string | undefined;
	readonly jump: string | undefined;
	/** The groups that name it themselves. */
	readonly groups: readonly string[];
};

/** The variables of a member of a group: with those of the groups above, and those beside its name alone. */
export type MemberVars = {readonly own: Vars; readonly onLine: Vars};

export type InventoryHosts = {
	readonly hosts: ReadonlyMap<string, FoundHost>;
	/** Group → host → its variables there. */
	readonly groups: ReadonlyMap<string, ReadonlyMap<string, MemberVars>>;
	readonly problems: readonly LineProblem[];
	readonly notTaken: readonly (NotTaken & {readonly host: string})[];
};

/** The hosts of an inventory, ranges written out, each with what all its groups say of it. */
export function hostsOfInventory(inventory: Inventory): InventoryHosts {
	const all = inventory.groups.get('all')?.vars ?? {};
	const problems: LineProblem[] = [];
	const notTaken: (NotTaken & {readonly host: string})[] = [];
	const hosts = new Map<string, FoundHost>();
	const groups = new Map<string, Map<string, MemberVars>>();
	for (const [group, {hosts: named}] of inventory.groups) {
		const members = new Map<string, MemberVars>();
		groups.set(group, members);
		for (const [pattern, own] of membersOf(inventory, group, all)) {
			const line = inventory.lines.get(pattern) ?? 0;
			const names = expandRange(pattern);
			if (names === undefined) problems.push({line, message: `the range "${pattern}" goes backwards or is too long`});
			for (const each of names ?? []) {
				const {host, problem, ...said} = hostOf(each, own);
				if (host === undefined) {
					problems.push({line, message: problem!});
					continue;
				}
				notTaken.push(...said.notTaken.map(one => ({...one, host: host.name})));
				const known = hosts.get(host.name);
				hosts.set(host.name, {
					line,
					host: {...known?.host, ...host},
					local: said.local || known?.local === true,
					keyFile: said.keyFile ?? known?.keyFile,
					jump: said.jump ?? known?.jump,
					groups: [...(known?.groups ?? []), ...(named.has(pattern) ? [group] : [])],
				});
				members.set(host.name, {own, onLine: named.get(pattern) ?? {}});
			}
		}
	}
	return {
		hosts,
		groups,
		// Reversed, so that the first of the same message stays.
		problems: [...new Map(problems.toReversed().map(one => [one.message, one])).values()].reverse(),
		notTaken,
	};
}
