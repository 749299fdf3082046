import {isDeepStrictEqual} from 'node:util';
import type {Cluster} from '../../cluster/cluster.ts';
import type {Quorum} from '../../cluster/identity.ts';
import {directoriesIn, type MetadataRole, metadataRole, rolesWithData} from '../../cluster/roles.ts';
import {sh} from '../../core/command.ts';
import {StepError} from '../../core/errors.ts';
import type {Change} from '../../core/events.ts';
import type {Host} from '../../core/inventory.ts';
import type {Context, ConvergeStep} from '../../core/plan.ts';
import {directory} from '../../host/files/directory.ts';
import {file} from '../../host/files/file.ts';
import {hostFolder} from '../../host/host-folder.ts';
import type {FactsOf} from '../preflight/names.ts';
import {workersOf} from '../roles/connect/worker.ts';
import {clusterIdPattern} from './cluster-id.ts';
import {clusterIdPath, type Directory, type HostRecord, isRecord, recordPath, recordText, sharedOf} from './record.ts';
import type {Standing} from './standing.ts';

/** What is known of the cluster that the hosts belong to. */
export type KnownCluster = {
	readonly standings: ReadonlyMap<string, Standing>;
	/** The newest record of the hosts. */
	readonly shared: HostRecord | undefined;
	/** Kafka's cluster id: known from the beginning, or set when the first broker of a new cluster has started. */
	clusterId: string | undefined;
	/** What its controllers are made with, where it has some. */
	readonly quorum?: Quorum | undefined;
	/** Hosts that are other machines, or have other data, on purpose. */
	readonly replaced?: readonly string[];
};

export const nothingKnown = (): KnownCluster => ({standings: new Map(), shared: undefined, clusterId: undefined});

/** The members that keep the metadata, as a record has them. */
function membersOf(cluster: Cluster, keeper: MetadataRole): HostRecord['members'] {
	const section = cluster[keeper] as unknown as {readonly ids: Readonly<Record<string, number>>} & Readonly<
		Record<string, number>
	>;
	const ports = metadataRole(cluster).ports.map(({key}) => [key, section[key]!] as const);
	return {ids: section.ids, ports: Object.fromEntries(ports)};
}

/** The mount points that directories of a host are on, other than the root: a service of theirs must not start without them. */
export function mountsOf({standings}: KnownCluster, {name}: Host, paths: readonly string[]): readonly string[] {
	const disks = standings.get(name)?.disks;
	const mounts = paths.flatMap(path => disks?.get(path)?.mount ?? []).filter(mount => mount !== '/');
	return [...new Set(mounts)].sort();
}

/** What a host is to keep of the cluster. */
export function recordOf(cluster: Cluster, {name}: Host, factsOf: FactsOf, known: KnownCluster): HostRecord {
	const {standings, shared, quorum} = known;
	const {roles, kafka} = cluster;
	const keeper = metadataRole(cluster).id;
	const disks = standings.get(name)?.disks;
	const on = (path: string): Directory => ({path, mount: disks?.get(path)?.mount ?? '/'});
	const record = {
		cluster: cluster.name,
		host: name,
		machineId: factsOf.get(name)?.machineId ?? '',
		platform: cluster.platform.version,
		...(cluster.platform.source === undefined ? {} : {distribution: 'archive' as const}),
		keeper,
		members: membersOf(cluster, keeper),
		...(quorum === undefined ? {} : {quorum}),
		brokers: kafka.ids,
		registries: [...roles['schema-registry']].sort(),
		workers: [...roles.connect].sort(),
		sources: Object.fromEntries(workersOf(cluster)),
		data: Object.fromEntries(
			rolesWithData
				.filter(role => role.keepsMetadata !== true || role.id === keeper)
				.map(({id, data}) => [id, roles[id].includes(name) ? directoriesIn(cluster[id], data).map(on) : []]),
		),
	} as const;
	const same = shared !== undefined && isDeepStrictEqual(sharedOf({...record}), sharedOf(shared));
	return {...record, revision: shared === undefined ? 1 : same ? shared.revision : shared.revision + 1};
}

/** A file of ours about the host: that it is written is worth a line, its content is not. */
export function quiet(step: ConvergeStep): ConvergeStep {
	return {
		...step,
		async check(context) {
			const changes = await step.check(context);
			return changes.map(({what, puts}) => ({what, ...(puts === undefined ? {} : {puts})}));
		},
	};
}

const recordFile = (content: string) =>
	quiet(file({id: 'record', title: 'Record of the cluster', path: recordPath, content, mode: 0o600}));

/**
 * The record of a host that has none yet: before its first start, so that a first install that is cut is known for one.
 * The record of a host that is in a cluster already follows at the end of the run (`recordSteps`), when what it says is true.
 */
export function firstRecord(cluster: Cluster, host: Host, factsOf: FactsOf, known: KnownCluster): readonly ConvergeStep[] {
	const write = recordFile(recordText(recordOf(cluster, host, factsOf, known)));
	const has = isRecord(known.standings.get(host.name)?.record);
	return [
		directory({id: 'record-folder', title: 'Folder of the record', path: hostFolder, mode: 0o700}),
		{...write, check: async context => (has ? [] : write.check(context))},
	];
}

/** Kafka's cluster id on a host: written once the host has its part of the data, so that its loss is noticed. */
export function clusterIdStep(
	known: KnownCluster,
	find: (context: Context) => Promise<string | undefined> = async () => undefined,
): ConvergeStep {
	const wanted = async (context: Context) => {
		known.clusterId ??= await find(context);
		return known.clusterId;
	};
	const fileOf = (id: string) =>
		file({id: 'cluster-id', title: 'Cluster id', path: clusterIdPath, content: `${id}\n`, mode: 0o600});
	return {
		id: 'cluster-id',
		title: 'Cluster id',
		async check(context): Promise<readonly Change[]> {
			const id = await wanted(context);
			if (id === undefined) return [{what: `create ${clusterIdPath}`, puts: [{kind: 'file', name: clusterIdPath}]}];
			return fileOf(id).check(context);
		},
		async apply(context) {
			const id = await wanted(context);
			if (id === undefined) {
				throw new StepError(`Kafka's cluster id is not known on ${context.host.name}`, {
					hint: 'The first broker that starts writes it into its meta.properties. Run the stage kafka first.',
				});
			}
			await fileOf(id).apply(context);
		},
	};
}

/** Reads the cluster id that a broker has written into its data directories. */
export const brokersClusterId =
	(dataDirs: readonly string[]) =>
	async (context: Context): Promise<string | undefined> => {
		const paths = dataDirs.map(path => `${path}/meta.properties`);
		const {stdout} = await context.exec(sh`timeout 5 sed -n 's/^cluster\\.id=//p' -- ${paths} 2>/dev/null | head -n 1`);
		const id = stdout.trim();
		return clusterIdPattern.test(id) ? id : undefined;
	};

/** What every host keeps at the end of a run. A host that had no record at the login has got it by `firstRecord`. */
export function recordSteps(cluster: Cluster, host: Host, factsOf: FactsOf, known: KnownCluster): readonly ConvergeStep[] {
	const write = recordFile(recordText(recordOf(cluster, host, factsOf, known)));
	const had = isRecord(known.standings.get(host.name)?.record);
	return [
		{...write, check: async context => (had ? write.check(context) : [])},
		// A broker has it since its start.
		...(cluster.roles.kafka.includes(host.name) ? [] : [clusterIdStep(known)]),
	];
}
