import {InputError} from '../core/errors.ts';
import type {Cluster} from './cluster.ts';
import type {IdRange} from './roles/role.ts';
import {directoriesIn, eachNumbered, eachRole, type NumberedRole, numberedRole, numberedRoles, roleOf} from './roles.ts';

/** The number that a host has in each role. */
export type RoleIds = Partial<Readonly<Record<NumberedRole, number>>>;

/** What a host already has, read from its data directories. */
export type FoundIds = RoleIds & {
	readonly clusterId?: string;
	/**
	 * Of a role, data is there and no number in the file beside it, or may be there, behind a link. What is there instead is not
	 * told: it may be any text.
	 */
	readonly lost?: readonly {readonly role: NumberedRole; readonly path: string; readonly holds?: 'link' | 'text'}[];
	/** What the data directories of the host disagree on, each with both values. */
	readonly conflicts?: readonly string[];
};

/** Ids that hosts were given earlier, those that left the cluster included. */
export type EarlierIds = ReadonlyMap<string, RoleIds>;

type Ids = Readonly<Record<string, number>>;
type IdOf = (host: string) => number | undefined;

/** Where an id comes from: the cluster file, the host's disk, a record of an earlier run, or the order of the role. */
export type GivenId = {readonly host: string; readonly id: number; readonly from: 'file' | 'disk' | 'record' | 'order'};

export type IdConflict = {
	readonly message: string;
	/** The role and the hosts to which the file can give other ids; absent where no id in the file solves it. */
	readonly role?: NumberedRole;
	readonly hosts: readonly string[];
};

/** Of a cluster, what its ids follow from. */
export type Numbered = Pick<Cluster, 'hosts' | 'roles'> &
	Readonly<Record<NumberedRole, {readonly ids: Ids}>> & {readonly controller: {readonly combined?: boolean}};

type Asked = {
	readonly range: IdRange;
	readonly role: NumberedRole;
	readonly hosts: readonly string[];
	readonly ids: Ids;
	readonly foundOf: IdOf;
	readonly earlierOf: IdOf;
	/** Hosts without the role that have, or had, an id of it. */
	readonly others: readonly string[];
	/** Ids of other roles whose processes are nodes as well: who has it, and whether that role had its turn already. */
	readonly elsewhere: ReadonlyMap<number, {readonly what: string; readonly first: boolean}>;
};

const idsIn = (given: readonly GivenId[]): Ids => Object.fromEntries(given.map(({host, id}) => [host, id]));

function assign(asked: Asked, conflicts: IdConflict[]): readonly GivenId[] {
	const {range, role, hosts, ids, foundOf, earlierOf, others, elsewhere} = asked;
	const holders = new Map<number, string>();
	const chosen = new Map<string, GivenId>();
	const conflict = (message: string, ...of: readonly string[]) => conflicts.push({message, role, hosts: of});
	for (const host of hosts) {
		const [wanted, found, earlier] = [ids[host], foundOf(host), earlierOf(host)];
		if (wanted !== undefined && found !== undefined && wanted !== found) {
			conflict(
				`${host} has ${range.what} ${found} on its disk, but ${role}.ids gives it ${wanted}: an id never changes once there is data`,
				host,
			);
		}
		const id = wanted ?? found ?? earlier;
		if (id === undefined) continue;
		const holder = holders.get(id);
		if (holder !== undefined) conflict(`${holder} and ${host} have the same ${range.what} ${id}`, holder, host);
		const node = elsewhere.get(id);
		// Two that have one id are told of once.
		if (node?.first === true) conflict(`${node.what} and ${roleOf(role).title} on ${host} have the same id ${id}`, host);
		if (id < range.lowest || id > range.highest) {
			conflict(`${host} has ${range.what} ${id}, which is outside ${range.lowest}-${range.highest}`, host);
		}
		holders.set(id, holder ?? host);
		chosen.set(host, {host, id, from: wanted !== undefined ? 'file' : found !== undefined ? 'disk' : 'record'});
	}
	// The number of a host that left the role still stands in the metadata: it isn't given to an empty disk.
	const taken = new Set([...holders.keys(), ...others.map(foundOf), ...others.map(earlierOf), ...elsewhere.keys()]);
	let next = range.first ?? 1;
	for (const host of hosts) {
		if (chosen.has(host)) continue;
		while (taken.has(next)) next++;
		if (next > range.highest) conflict(`no ${range.what} is left for ${host}`, host);
		chosen.set(host, {host, id: next++, from: 'order'});
	}
	return hosts.map(host => chosen.get(host)!);
}

function clusterIdConflicts(hosts: readonly string[], found: ReadonlyMap<string, FoundIds>): readonly IdConflict[] {
	const members = new Map<string, string[]>();
	for (const host of hosts) {
		const id = found.get(host)?.clusterId;
		if (id !== undefined) members.set(id, [...(members.get(id) ?? []), host]);
	}
	if (members.size < 2) return [];
	const lines = [...members].map(([id, names]) => `${names.join(', ')}: ${id}`);
	const message = `the brokers' disks belong to ${members.size} different Kafka clusters (${lines.join('; ')})`;
	return [{message, hosts: [...members.values()].flat()}];
}

/**
 * A number that vanished from beside data is not given out anew: the file has to say it. Of what lies behind a link it can't
 * say of which Kafka cluster it is.
 */
function lostConflicts(cluster: Numbered, found: ReadonlyMap<string, FoundIds>, earlier: EarlierIds): readonly IdConflict[] {
	const all = [...found].flatMap(([host, {lost = []}]) => lost.map(one => ({host, ...one})));
	return all.flatMap(({host, role, path, holds}) => {
		const mayBeSaid = holds !== 'link' || numberedRole(role).ids.onDisk.clusterKey === undefined;
		if (!cluster.roles[role].includes(host) || (mayBeSaid && cluster[role].ids[host] !== undefined)) return [];
		const {title} = roleOf(role);
		const was = earlier.get(host)?.[role];
		const recorded = was === undefined ? '' : ` (recorded is ${was})`;
		const message =
			holds === 'link'
				? `${host} may have ${title} data: ${path} is or lies behind a symbolic link that is not followed${recorded}: put what it leads to in its place${mayBeSaid ? `, or say the id in ${role}.ids` : ''}`
				: `${host} has ${title} data, but ${path} ${holds === 'text' ? 'holds no id' : 'is gone or empty'}${recorded}: put the id back, or say it in ${role}.ids`;
		return [{message, ...(mayBeSaid ? {role} : {}), hosts: [host]}];
	});
}

const byId = (hosts: readonly string[], ids: Readonly<Record<string, number>>) => [...hosts].sort((a, b) => ids[a]! - ids[b]!);

/** The cluster with its members in the order of their ids, as lists are written into files: another order in the file changes nothing. */
export function inOrder(cluster: Cluster): Cluster {
	const {roles} = cluster;
	const byName = eachRole(role => [...roles[role]].sort());
	return {...cluster, roles: {...byName, ...eachNumbered(role => byId(roles[role], cluster[role].ids))}};
}

export type Assigned<C extends Numbered = Cluster> = {
	/** With the ids of each numbered role complete. */
	readonly cluster: C;
	/** The same ids, in the order of the roles, each with where it comes from. */
	readonly given: Readonly<Record<NumberedRole, readonly GivenId[]>>;
	/** Every conflict: between the file and a disk, between two hosts, between two clusters. */
	readonly conflicts: readonly IdConflict[];
	/** Their messages. */
	readonly problems: readonly string[];
};

/**
 * Gives out the ids: what the file says, else what the host already has, else what it had earlier, else the lowest free
 * number from 1 on, in the order of the role.
 */
export function giveIds<C extends Numbered>(
	cluster: C,
	found: ReadonlyMap<string, FoundIds>,
	earlier: EarlierIds = new Map(),
): Assigned<C> {
	const conflicts: IdConflict[] = [];
	const names = [...new Set([...cluster.hosts.map(host => host.name), ...earlier.keys()])];
	const {kafka} = cluster.roles;
	const idOf = (role: NumberedRole, host: string) =>
		cluster[role].ids[host] ?? found.get(host)?.[role] ?? earlier.get(host)?.[role];
	const combined = cluster.controller.combined === true;
	const done: Partial<Record<NumberedRole, Ids>> = {};
	/** The ids of the nodes of other roles, given out or settled; what is yet to be given out keeps clear of them. */
	const nodesBeside = (role: NumberedRole) => {
		const beside = numberedRoles.filter(one => one.nodes === true && one.id !== role);
		const all = numberedRole(role).nodes === true && !combined ? beside : [];
		return new Map(
			all.flatMap(({id, title}) =>
				// Hosts that left the role count too: their ids still stand in the metadata. Current holders come last, and so win.
				[...names.filter(name => !cluster.roles[id].includes(name)), ...cluster.roles[id]].flatMap(host => {
					const settled = done[id]?.[host] ?? idOf(id, host);
					const first = id in done && cluster.roles[id].includes(host);
					return settled === undefined ? [] : [[settled, {what: `${title} on ${host}`, first}] as const];
				}),
			),
		);
	};
	const own = eachNumbered(role => {
		const hosts = combined && role === 'controller' ? [] : cluster.roles[role];
		const all = assign(
			{
				range: numberedRole(role).ids,
				role,
				hosts,
				ids: cluster[role].ids,
				foundOf: host => found.get(host)?.[role],
				earlierOf: host => earlier.get(host)?.[role],
				others: names.filter(name => !hosts.includes(name)),
				elsewhere: nodesBeside(role),
			},
			conflicts,
		);
		done[role] = idsIn(all);
		return all;
	});
	// One process has one id.
	const members = cluster.roles.controller;
	const given = combined ? {...own, controller: own.kafka.filter(({host}) => members.includes(host))} : own;
	conflicts.push(...clusterIdConflicts(kafka, found));
	conflicts.push(...kafka.flatMap(host => (found.get(host)?.conflicts ?? []).map(message => ({message, hosts: [host]}))));
	conflicts.push(...lostConflicts(cluster, found, earlier));
	return {
		cluster: {...cluster, ...eachNumbered(role => ({...cluster[role], ids: idsIn(given[role])}))},
		given,
		conflicts,
		problems: conflicts.map(({message}) => message),
	};
}

/** @throws InputError with these conflicts of the ids, if there are any */
export function throwOnIdConflicts(problems: readonly string[]): void {
	if (problems.length === 0) return;
	throw new InputError(`The ids don't fit what is on the hosts:\n${problems.map(problem => `  ${problem}`).join('\n')}`, {
		hint: 'Put the ids that the hosts have into the cluster file, or bring the right disks back. Keep every data directory as it is. Nothing was touched.',
	});
}

/** The cluster with its ids complete. @throws InputError that names every conflict */
export function assignIds(cluster: Cluster, found: ReadonlyMap<string, FoundIds>): Cluster {
	const {cluster: assigned, problems} = giveIds(cluster, found);
	throwOnIdConflicts(problems);
	return inOrder(assigned);
}

/** The directories in which ids stand, as the sections of the numbered roles name them. */
export const idDirectories = (
	sections: Readonly<Record<NumberedRole, object>>,
): Readonly<Record<NumberedRole, readonly string[]>> =>
	eachNumbered(role => {
		const {data} = numberedRole(role);
		return data === undefined ? [] : directoriesIn(sections[role], data);
	});
