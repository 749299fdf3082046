import * as z from 'zod/mini';
import {hostFolder} from '../../host/host-folder.ts';
import {type BadRecord, parseKept} from './kept.ts';

/** Root's alone. Its folder also has what else is kept of a host. */
export const recordPath = `${hostFolder}/cluster.json`;
/** Kafka's own cluster id, once there is one: written once, beside the record. */
export const clusterIdPath = `${hostFolder}/cluster-id`;

/** Raised when an older kafka-setup would misread the record. */
export const recordFormat = 1;

const hostIds = z.record(z.string(), z.number());
/** A data directory, and the mount point of the file system that it lies on. */
const directory = z.object({path: z.string(), mount: z.string()});

const schema = z.object({
	format: z.literal(recordFormat),
	/** Raised with each change of what all hosts share, so that a host whose disk is of an earlier day is noticed. */
	revision: z.number(),
	cluster: z.string(),
	/** The host that this record is of, as the cluster file names it. */
	host: z.string(),
	machineId: z.string(),
	platform: z.string(),
	zookeeper: z.object({ids: hostIds, clientPort: z.number(), peerPort: z.number(), electionPort: z.number()}),
	brokers: hostIds,
	registries: z.array(z.string()),
	workers: z.array(z.string()),
	/** The worker that runs each source: its offsets are there. */
	sources: z.record(z.string(), z.string()),
	/** By role. */
	data: z.record(z.string(), z.array(directory)),
});

type Written = z.infer<typeof schema>;

/** What a host keeps of the cluster that it belongs to. */
export type HostRecord = Omit<Written, 'zookeeper'> & {
	/** The members that keep the metadata, and the ports by which they are found. On the host it stands under their role. */
	readonly members: Written['zookeeper'];
};
export type Directory = z.infer<typeof directory>;

export function parseRecord(text: string): HostRecord | BadRecord {
	const written = parseKept(text, recordFormat, schema);
	if ('bad' in written) return written;
	const {zookeeper: members, ...rest} = written;
	return {...rest, members};
}

const sorted = <T>(map: Readonly<Record<string, T>>, by: (entry: [string, T]) => string | number) =>
	Object.fromEntries(
		Object.entries(map).sort((a, b) => {
			const [left, right] = [by(a), by(b)];
			return left < right ? -1 : left > right ? 1 : 0;
		}),
	);

/** The record as it is written: the same facts are always the same bytes. */
export function recordText(record: HostRecord): string {
	const {format, revision, cluster, host, machineId, platform, members, brokers, registries, workers, sources, data} = record;
	const value: Written = {
		format,
		revision,
		cluster,
		host,
		machineId,
		platform,
		zookeeper: {...members, ids: sorted(members.ids, ([, id]) => id)},
		brokers: sorted(brokers, ([, id]) => id),
		registries,
		workers,
		sources: sorted(sources, ([name]) => name),
		data,
	};
	return `${JSON.stringify(value, undefined, '\t')}\n`;
}

/** What all hosts of a cluster have in common in their records. */
export const sharedOf = ({cluster, platform, members, brokers, registries, workers, sources}: Omit<HostRecord, 'revision'>) => ({
	cluster,
	platform,
	members,
	brokers,
	registries,
	workers,
	sources,
});

/** The hosts of the cluster, as a record names them. */
export const hostsIn = ({members, brokers, registries, workers}: HostRecord): readonly string[] => [
	...new Set([...Object.keys(members.ids), ...Object.keys(brokers), ...registries, ...workers]),
];

export const isRecord = (record: HostRecord | BadRecord | undefined): record is HostRecord =>
	record !== undefined && !('bad' in record);
