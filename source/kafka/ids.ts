import {InputError} from '../core/errors.ts';
import type {Cluster} from './cluster.ts';

/** What a host already has, read from its `myid` and `meta.properties`. */
export type FoundIds = {
	readonly zookeeper?: number;
	readonly broker?: number;
	readonly clusterId?: string;
	/** ZooKeeper's data are there, and no number is in the `myid` beside them. */
	readonly lostMyid?: {readonly path: string; readonly holds?: string};
	/** What the data directories of the host disagree on, each with both values. */
	readonly conflicts?: readonly string[];
};

/** Ids that hosts were given earlier, those that left the cluster included. */
export type EarlierIds = ReadonlyMap<string, Pick<FoundIds, 'zookeeper' | 'broker'>>;

export type IdRange = {readonly what: string; readonly lowest: number; readonly highest: number};

/** `myid` is one byte without zero (ZooKeeper administrator's guide). */
export const zookeeperIds: IdRange = {what: 'ZooKeeper id', lowest: 1, highest: 255};

/** Above `reserved.broker.max.id`, 1000 unless changed, Kafka gives out ids by itself (broker configuration). */
export const brokerIds: IdRange = {what: 'broker id', lowest: 0, highest: 1000};

type Ids = Readonly<Record<string, number>>;
type IdOf = (host: string) => number | undefined;
type Given = {
	readonly range: IdRange;
	readonly role: string;
	readonly hosts: readonly string[];
	readonly ids: Ids;
	readonly foundOf: IdOf;
	readonly earlierOf: IdOf;
	/** Hosts without the role that have, or had, an id of it. */
	readonly others: readonly string[];
};

function assign({range, role, hosts, ids, foundOf, earlierOf, others}: Given, problems: string[]): Ids {
	const holders = new Map<number, string>();
	const chosen = new Map<string, number>();
	for (const host of hosts) {
		const found = foundOf(host);
		const wanted = ids[host];
		if (wanted !== undefined && found !== undefined && wanted !== found) {
			problems.push(
				`${host} has ${range.what} ${found} on its disk, but ${role}.ids gives it ${wanted}: an id never changes once there is data`,
			);
		}
		const id = wanted ?? found ?? earlierOf(host);
		if (id === undefined) continue;
		const holder = holders.get(id);
		if (holder !== undefined) problems.push(`${holder} and ${host} have the same ${range.what} ${id}`);
		if (id < range.lowest || id > range.highest) {
			problems.push(`${host} has ${range.what} ${id}, which is outside ${range.lowest}-${range.highest}`);
		}
		holders.set(id, holder ?? host);
		chosen.set(host, id);
	}
	// The number of a host that left the role still stands in the metadata: it isn't given to an empty disk.
	const taken = new Set([...holders.keys(), ...others.map(foundOf), ...others.map(earlierOf)]);
	let next = 1;
	for (const host of hosts) {
		if (chosen.has(host)) continue;
		while (taken.has(next)) next++;
		if (next > range.highest) problems.push(`no ${range.what} is left for ${host}`);
		chosen.set(host, next++);
	}
	return Object.fromEntries(hosts.map(host => [host, chosen.get(host)!]));
}

function clusterIdProblems(hosts: readonly string[], found: ReadonlyMap<string, FoundIds>): readonly string[] {
	const members = new Map<string, string[]>();
	for (const host of hosts) {
		const id = found.get(host)?.clusterId;
		if (id !== undefined) members.set(id, [...(members.get(id) ?? []), host]);
	}
	if (members.size < 2) return [];
	const lines = [...members].map(([id, names]) => `${names.join(', ')}: ${id}`);
	return [`the brokers' disks belong to ${members.size} different Kafka clusters (${lines.join('; ')})`];
}

/** A number that vanished from beside data is not given out anew: the file has to say it. */
function lostProblems(cluster: Cluster, found: ReadonlyMap<string, FoundIds>, earlier: EarlierIds): readonly string[] {
	return cluster.roles.zookeeper.flatMap(host => {
		const lost = found.get(host)?.lostMyid;
		if (lost === undefined || cluster.zookeeper.ids[host] !== undefined) return [];
		const was = earlier.get(host)?.zookeeper;
		const state = lost.holds === undefined ? 'is gone or empty' : `holds ${JSON.stringify(lost.holds)}, which is no id`;
		const recorded = was === undefined ? '' : ` (recorded is ${was})`;
		return [`${host} has ZooKeeper data, but ${lost.path} ${state}${recorded}: put the id back, or say it in zookeeper.ids`];
	});
}

const byId = (hosts: readonly string[], ids: Ids) => [...hosts].sort((a, b) => ids[a]! - ids[b]!);

export type Assigned = {
	/** With `zookeeper.ids` and `kafka.ids` complete. */
	readonly cluster: Cluster;
	/** Every conflict: between the file and a disk, between two hosts, between two clusters. */
	readonly problems: readonly string[];
};

/**
 * Gives out the ids: what the file says, else what the host already has, else what it had earlier, else the lowest free
 * number from 1 on, in the order of the role.
 */
export function giveIds(cluster: Cluster, found: ReadonlyMap<string, FoundIds>, earlier: EarlierIds = new Map()): Assigned {
	const problems: string[] = [];
	const names = [...new Set([...cluster.hosts.map(host => host.name), ...earlier.keys()])];
	const {zookeeper, kafka} = cluster.roles;
	const zookeeperIdsOf = assign(
		{
			range: zookeeperIds,
			role: 'zookeeper',
			hosts: zookeeper,
			ids: cluster.zookeeper.ids,
			foundOf: host => found.get(host)?.zookeeper,
			earlierOf: host => earlier.get(host)?.zookeeper,
			others: names.filter(name => !zookeeper.includes(name)),
		},
		problems,
	);
	const kafkaIdsOf = assign(
		{
			range: brokerIds,
			role: 'kafka',
			hosts: kafka,
			ids: cluster.kafka.ids,
			foundOf: host => found.get(host)?.broker,
			earlierOf: host => earlier.get(host)?.broker,
			others: names.filter(name => !kafka.includes(name)),
		},
		problems,
	);
	problems.push(...clusterIdProblems(kafka, found), ...kafka.flatMap(host => found.get(host)?.conflicts ?? []));
	problems.push(...lostProblems(cluster, found, earlier));
	return {
		cluster: {
			...cluster,
			// Lists that are written into files stand in the order of ids, so that another order in the file changes nothing.
			roles: {
				zookeeper: byId(zookeeper, zookeeperIdsOf),
				kafka: byId(kafka, kafkaIdsOf),
				'schema-registry': [...cluster.roles['schema-registry']].sort(),
				connect: [...cluster.roles.connect].sort(),
			},
			zookeeper: {...cluster.zookeeper, ids: zookeeperIdsOf},
			kafka: {...cluster.kafka, ids: kafkaIdsOf},
		},
		problems,
	};
}

/** @throws InputError with these conflicts of the ids, if there are any */
export function refuseIds(problems: readonly string[]): void {
	if (problems.length === 0) return;
	throw new InputError(`The ids don't fit what is on the hosts:\n${problems.map(problem => `  ${problem}`).join('\n')}`, {
		hint: 'Put the ids that the hosts have into the cluster file, or bring the right disks back. Keep every data directory as it is. Nothing was touched.',
	});
}

/** The cluster with its ids complete. @throws InputError that names every conflict */
export function assignIds(cluster: Cluster, found: ReadonlyMap<string, FoundIds>): Cluster {
	const {cluster: assigned, problems} = giveIds(cluster, found);
	refuseIds(problems);
	return assigned;
}
