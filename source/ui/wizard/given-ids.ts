import type {IdRole} from './answers.ts';

/** Where an id comes from: typed (or from a file), read from the host's disk, or given out by order. */
export type GivenId = {readonly host: string; readonly id: string; readonly from: 'typed' | 'disk' | 'order'};

export type FoundIds = ReadonlyMap<string, {readonly zookeeper?: number; readonly kafka?: number}>;

/**
 * The ids that the members of a role get: what was typed, else what the host already has, else the lowest free number from 1 on,
 * in the order of the role. `found` may hold hosts outside of the role: their numbers are not given out again.
 */
export function giveIds(
	role: IdRole,
	members: readonly string[],
	typed: Readonly<Record<string, string>>,
	found: FoundIds,
): readonly GivenId[] {
	const settled = members.map((host): GivenId | undefined => {
		if (typed[host] !== undefined && typed[host] !== '') return {host, id: typed[host], from: 'typed'};
		const id = found.get(host)?.[role];
		return id === undefined ? undefined : {host, id: String(id), from: 'disk'};
	});
	const taken = new Set([...settled.map(one => one?.id), ...[...found.values()].map(ids => String(ids[role]))]);
	let next = 1;
	return members.map((host, index) => {
		const known = settled[index];
		if (known !== undefined) return known;
		while (taken.has(String(next))) next++;
		return {host, id: String(next++), from: 'order'};
	});
}
