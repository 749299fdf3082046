import type {Cluster} from '../../cluster/cluster.ts';
import type {Difference} from '../../core/events.ts';
import type {Host} from '../../core/inventory.ts';
import {metadataOf, type Serving} from '../metadata.ts';
import {type HostRecord, isRecord} from './record.ts';
import type {Standing} from './standing.ts';

/** Which brokers have the copies of a partition, by the metadata. */
export type Assignment = {
	readonly topic: string;
	readonly partition: number;
	readonly replicas: readonly number[];
	/** Empty if the partition has no state yet. */
	readonly inSync: readonly number[];
};

/** A host of the cluster file, and how it stands. */
export type HostView = {
	readonly name: string;
	readonly host: Host;
	readonly standing: Standing;
	readonly record: HostRecord | undefined;
	/** Another machine, or other data, on purpose. */
	readonly replaced: boolean;
};

/** What the rules judge: the file with its ids complete, and its hosts. */
export type View = {
	readonly cluster: Cluster;
	readonly hosts: readonly HostView[];
	/** The newest record of the hosts. */
	readonly shared: HostRecord | undefined;
	/** Every cluster id that is known, and where it stands. */
	readonly clusterIds: ReadonlyMap<string, readonly string[]>;
	/** Kafka's cluster id exists, so what the cluster is built on is settled. */
	readonly settled: boolean;
	/** What the metadata says, by the first host that serves it. */
	readonly serving: (Serving & {readonly host: string}) | undefined;
	/** Copies of partitions; undefined if nobody serves the metadata. */
	readonly assignments: readonly Assignment[] | undefined;
	/** Hosts of which the operator knows that data is lost with them. */
	readonly dataLost: readonly string[];
};

export type Rule = (view: View) => readonly Difference[];

/** What was drawn is Kafka's cluster id once something was formatted with it. */
const formattedHere = ({formatted}: Standing) => formatted.size > 0;

function clusterIdsOf(cluster: Cluster, hosts: readonly HostView[]): ReadonlyMap<string, readonly string[]> {
	const places = new Map<string, string[]>();
	const add = (id: string | undefined, place: string) => {
		if (id !== undefined) places.set(id, [...(places.get(id) ?? []), place]);
	};
	for (const {name, standing, record} of hosts) {
		if (standing.clusterId !== 'damaged') add(standing.clusterId, `the record of ${name}`);
		for (const {path, meta} of standing.disks.values()) add(meta?.clusterId, `${path}/meta.properties on ${name}`);
		if (formattedHere(standing) && record?.quorum !== undefined)
			add(record.quorum.clusterId, `the draw in the record of ${name}`);
		add(standing.serves?.clusterId, `${metadataOf(cluster).title} on ${name}`);
	}
	return places;
}

export type ViewSource = {
	readonly cluster: Cluster;
	readonly standings: ReadonlyMap<string, Standing>;
	readonly replaced: readonly string[];
	readonly assignments?: readonly Assignment[] | undefined;
	readonly dataLost?: readonly string[] | undefined;
};

export function viewOf({cluster, standings, replaced, assignments, dataLost = []}: ViewSource): View {
	const hosts = cluster.hosts.flatMap((host): readonly HostView[] => {
		const standing = standings.get(host.name);
		if (standing === undefined) return [];
		const record = isRecord(standing.record) ? standing.record : undefined;
		return [{name: host.name, host, standing, record, replaced: replaced.includes(host.name)}];
	});
	const records = hosts.flatMap(({record}) => record ?? []);
	const shared = records.reduce<HostRecord | undefined>(
		(newest, record) => (newest === undefined || record.revision > newest.revision ? record : newest),
		undefined,
	);
	const clusterIds = clusterIdsOf(cluster, hosts);
	const served = hosts.find(({standing}) => standing.serves !== undefined);
	return {
		cluster,
		hosts,
		shared,
		clusterIds,
		settled: clusterIds.size > 0,
		serving: served && {host: served.name, ...served.standing.serves!},
		assignments,
		dataLost,
	};
}
