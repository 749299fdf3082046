import {InputError} from '../core/errors.ts';
import type {Cluster} from './cluster.ts';

/** What a host already has, read from its `myid` and `meta.properties`. */
export type FoundIds = {readonly zookeeper?: number; readonly broker?: number; readonly clusterId?: string};

export type IdRange = {readonly what: string; readonly lowest: number; readonly highest: number};

/** `myid` is one byte without zero (ZooKeeper administrator's guide). */
export const zookeeperIds: IdRange = {what: 'ZooKeeper id', lowest: 1, highest: 255};

/** Above `reserved.broker.max.id`, 1000 unless changed, Kafka gives out ids by itself (broker configuration). */
export const brokerIds: IdRange = {what: 'broker id', lowest: 0, highest: 1000};

type Ids = Readonly<Record<string, number>>;
type Given = {readonly range: IdRange; readonly role: string; readonly hosts: readonly string[]; readonly ids: Ids};

function assign(given: Given, foundOf: (host: string) => number | undefined, others: readonly string[], problems: string[]): Ids {
	const {range, role, hosts, ids} = given;
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
		const id = wanted ?? found;
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
	const taken = new Set([...holders.keys(), ...others.map(foundOf)]);
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

/**
 * The cluster with `zookeeper.ids` and `kafka.ids` complete: what the file says, else what the host already has, else the
 * lowest free number from 1 on, in the order of the role.
 * @throws InputError that names every conflict: between the file and a disk, between two hosts, between two clusters.
 */
export function assignIds(cluster: Cluster, found: ReadonlyMap<string, FoundIds>): Cluster {
	const problems: string[] = [];
	const names = cluster.hosts.map(host => host.name);
	const {zookeeper, kafka} = cluster.roles;
	const zookeeperResult = assign(
		{range: zookeeperIds, role: 'zookeeper', hosts: zookeeper, ids: cluster.zookeeper.ids},
		host => found.get(host)?.zookeeper,
		names.filter(name => !zookeeper.includes(name)),
		problems,
	);
	const kafkaResult = assign(
		{range: brokerIds, role: 'kafka', hosts: kafka, ids: cluster.kafka.ids},
		host => found.get(host)?.broker,
		names.filter(name => !kafka.includes(name)),
		problems,
	);
	problems.push(...clusterIdProblems(kafka, found));
	if (problems.length > 0) {
		throw new InputError(`The ids don't fit what is on the hosts:\n${problems.map(problem => `  ${problem}`).join('\n')}`, {
			hint: 'Put the ids that the hosts have into the cluster file, or give a host with another cluster’s data an empty data directory. Nothing was touched.',
		});
	}
	return {...cluster, zookeeper: {...cluster.zookeeper, ids: zookeeperResult}, kafka: {...cluster.kafka, ids: kafkaResult}};
}
