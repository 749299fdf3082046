import * as z from 'zod/mini';
import type {Quorum} from '../../cluster/identity.ts';
import type {MetadataRole} from '../../cluster/roles.ts';
import {hostFolder} from '../../host/host-folder.ts';
import {type BadRecord, parseKept} from './kept.ts';

/** Root's alone. Its folder also has what else is kept of a host. */
export const recordPath = `${hostFolder}/cluster.json`;
/** Kafka's own cluster id, once there is one: written once, beside the record. */
export const clusterIdPath = `${hostFolder}/cluster-id`;

/** What was formatted on the host: lines `DIRECTORY-ID PATH`. */
export const formattedPath = `${hostFolder}/formatted`;

/** Lines `DIRECTORY-ID PATH`. */
export function formattedIn(text: string | undefined): ReadonlyMap<string, string> {
	const lines = (text ?? '').matchAll(/(?<![^\n])([\w-]{1,64}) (\/[^\n]*)/g);
	return new Map(Array.from(lines, ([, id, path]) => [path!, id!] as const));
}

/** The newest; each keeper has had its own since it came, so that an older kafka-setup knows that it cannot read what is newer. */
const formats = {zookeeper: 1, controller: 2} as const;

const hostIds = z.record(z.string(), z.number());
/** A data directory, and the mount point of the file system that it lies on. */
const directory = z.object({path: z.string(), mount: z.string()});

const common = {
	/** Raised with each change of what all hosts share, so that a host whose disk is of an earlier day is noticed. */
	revision: z.number(),
	cluster: z.string(),
	/** The host that this record is of, as the cluster file names it. */
	host: z.string(),
	machineId: z.string(),
	platform: z.string(),
	/** Where the platform comes from, if not from packages: users, units and paths follow from it. */
	distribution: z.optional(z.literal('archive')),
	brokers: hostIds,
	registries: z.array(z.string()),
	workers: z.array(z.string()),
	/** The worker that runs each source: its offsets are there. */
	sources: z.record(z.string(), z.string()),
	/** By role. */
	data: z.record(z.string(), z.array(directory)),
};

const quorum = z.object({
	kind: z.enum(['static', 'dynamic']),
	/** Kafka's cluster id. */
	clusterId: z.string(),
	/** The directory id of each controller, by host; none where voters are known by a list. */
	directoryIds: z.record(z.string(), z.string()),
	combined: z.boolean(),
});

const ofZookeeper = z.object({
	format: z.literal(formats.zookeeper),
	...common,
	zookeeper: z.object({ids: hostIds, clientPort: z.number(), peerPort: z.number(), electionPort: z.number()}),
});
const ofKraft = z.object({
	format: z.literal(formats.controller),
	...common,
	controller: z.object({ids: hostIds, port: z.number()}),
	quorum,
});
const schema = z.discriminatedUnion('format', [ofZookeeper, ofKraft]);

type Common = Omit<z.infer<typeof ofKraft>, 'format' | 'controller' | 'quorum'>;

/** What a host keeps of the cluster that it belongs to. */
export type HostRecord = Common & {
	/** The role that keeps the metadata; on the host its members stand under it. */
	readonly keeper: MetadataRole;
	/** Its members, and the ports by which they are found, by their keys in the cluster file. */
	readonly members: {readonly ids: Readonly<Record<string, number>>; readonly ports: Readonly<Record<string, number>>};
	/** Of a cluster with controllers: what they were made with. */
	readonly quorum?: Quorum;
};
export type Directory = z.infer<typeof directory>;

export function parseRecord(text: string): HostRecord | BadRecord {
	const written = parseKept(text, formats.controller, schema);
	if ('bad' in written) return written;
	const {format: _, ...record} = written;
	if ('zookeeper' in record) {
		const {zookeeper, ...rest} = record;
		const {ids, ...ports} = zookeeper;
		return {...rest, keeper: 'zookeeper', members: {ids, ports}};
	}
	const {controller, ...rest} = record;
	const {ids, ...ports} = controller;
	return {...rest, keeper: 'controller', members: {ids, ports}};
}

const sorted = <T>(map: Readonly<Record<string, T>>, by: (entry: [string, T]) => string | number) =>
	Object.fromEntries(
		Object.entries(map).sort((a, b) => {
			const [left, right] = [by(a), by(b)];
			return left < right ? -1 : left > right ? 1 : 0;
		}),
	);

const quorumText = ({kind, clusterId, combined, directoryIds}: Quorum): Quorum => ({
	kind,
	clusterId,
	combined,
	directoryIds: sorted(directoryIds, ([name]) => name),
});

/** The record as it is written: the same facts are always the same bytes. */
export function recordText(record: HostRecord): string {
	const {revision, cluster, host, machineId, platform, distribution, keeper, members, quorum} = record;
	const {brokers, registries, workers, sources, data} = record;
	const value = {
		format: formats[keeper],
		revision,
		cluster,
		host,
		machineId,
		platform,
		...(distribution === undefined ? {} : {distribution}),
		[keeper]: {ids: sorted(members.ids, ([, id]) => id), ...members.ports},
		...(quorum === undefined ? {} : {quorum: quorumText(quorum)}),
		brokers: sorted(brokers, ([, id]) => id),
		registries,
		workers,
		sources: sorted(sources, ([name]) => name),
		data,
	};
	return `${JSON.stringify(value, undefined, '\t')}\n`;
}

/** What all hosts of a cluster have in common in their records. */
export const sharedOf = (record: Omit<HostRecord, 'revision'>) => {
	const {cluster, platform, distribution, keeper, members, quorum, brokers, registries, workers, sources} = record;
	return {cluster, platform, distribution, keeper, members, quorum, brokers, registries, workers, sources};
};

/** The hosts of the cluster, as a record names them. */
export const hostsIn = ({members, brokers, registries, workers}: HostRecord): readonly string[] => [
	...new Set([...Object.keys(members.ids), ...Object.keys(brokers), ...registries, ...workers]),
];

export const isRecord = (record: HostRecord | BadRecord | undefined): record is HostRecord =>
	record !== undefined && !('bad' in record);
