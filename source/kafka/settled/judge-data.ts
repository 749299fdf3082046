import type {Cluster} from '../../cluster/cluster.ts';
import {sh} from '../../core/command.ts';
import type {Difference} from '../../core/events.ts';
import {unitOf} from '../distribution.ts';
import {metadataOf} from '../metadata.ts';
import type {Disk} from './look.ts';
import {clusterIdPath, type Directory, formattedPath} from './record.ts';
import type {HostView, Rule} from './view.ts';
import {putBack, run, say} from './way-out.ts';

const accept = (name: string) => [
	say('If the disk or the machine was replaced on purpose, and its data is given up:'),
	run(sh`kafka-setup apply FILE --replaced ${name}`.text),
];

/** Data that the running settings name and the file does not: it would be left behind, and an empty directory used. */
export const brokerDirectories: Rule = ({cluster, hosts, settled}) =>
	hosts.flatMap(({name, standing, record, replaced}): readonly Difference[] => {
		if (!settled || replaced || !cluster.roles.kafka.includes(name)) return [];
		const current = standing.kafka?.dirs ?? [];
		const recorded = record?.data.kafka?.map(({path}) => path) ?? [];
		const left = [...new Set([...current, ...recorded])].filter(
			path => !cluster.kafka.dataDirs.includes(path) && standing.disks.get(path)?.meta !== undefined,
		);
		if (left.length === 0) return [];
		const all = [...new Set([...current, ...cluster.kafka.dataDirs.filter(path => current.includes(path))])];
		return [
			{
				subject: `kafka.dataDirs of ${name}`,
				there: `${left.join(', ')} ${left.length > 1 ? 'hold' : 'holds'} the broker's data`,
				wanted: cluster.kafka.dataDirs.join(', '),
				wayOut: [putBack(`dataDirs: [${all.join(', ')}]`), say('Further directories may be added to it.')],
			},
		];
	});

/** Data of a member that keeps the metadata is there. */
const holds = (disk: Disk | undefined) =>
	disk !== undefined && (disk.hasZnodes || disk.myid !== undefined || disk.meta !== undefined);

export const metadataDirectory: Rule = ({cluster, hosts, settled}) => {
	const {role: keeper, title} = metadataOf(cluster);
	return hosts.flatMap(({name, standing, record, replaced}): readonly Difference[] => {
		if (!settled || replaced || !cluster.roles[keeper].includes(name)) return [];
		const wanted = cluster[keeper].dataDir;
		const paths = [standing.metadata?.dataDir, ...(record?.data[keeper]?.map(({path}) => path) ?? [])];
		const other = (path: string) => path !== wanted && !cluster.kafka.dataDirs.includes(path) && holds(standing.disks.get(path));
		const left = paths.find(path => path !== undefined && other(path));
		if (left === undefined) return [];
		return [
			{
				subject: `${keeper}.dataDir of ${name}`,
				there: `${left} holds ${title}'s data`,
				wanted,
				wayOut: [putBack(`dataDir: ${left}`)],
			},
		];
	});
};

export const offsetsDirectory: Rule = ({cluster, hosts}) =>
	hosts.flatMap(({name, standing: {connect}}): readonly Difference[] => {
		const {dataDir} = cluster.connect;
		if (!cluster.roles.connect.includes(name) || connect.sources.length === 0 || !connect.hasOffsets) return [];
		if (connect.dataDir === undefined || connect.dataDir === dataDir) return [];
		return [
			{
				subject: `connect.dataDir of ${name}`,
				there: `${connect.dataDir} has the offsets of ${connect.sources.join(', ')}`,
				wanted: `${dataDir}: without its offsets a source reads its tables again from the first row`,
				wayOut: [
					putBack(`dataDir: ${connect.dataDir}`),
					say('Or move the offsets while the worker stands still, then run again:'),
					...moveOffsets(cluster, name, connect.dataDir, dataDir),
				],
			},
		];
	});

/** Where the new directory is there already, such as an empty mount, `cp -a` alone would put the old one into it. */
const moveOffsets = (cluster: Cluster, name: string, from: string, to: string) => [
	run(sh`ssh ${name} sudo systemctl stop ${unitOf(cluster, 'connect')}`.text),
	run(sh`ssh ${name} ${sh`sudo mkdir -p ${to} && sudo cp -aT ${from} ${to}`.text}`.text),
	run(sh`ssh ${name} ${sh`sudo mv ${`${from}/connect.offsets`} ${`${from}/connect.offsets.moved`}`.text}`.text),
];

/** Directories that the record knows on a mount, and that are on another file system now. */
function unmounted({standing, record}: HostView): readonly Directory[] {
	return Object.values(record?.data ?? {})
		.flat()
		.filter(({path, mount}) => {
			const now = standing.disks.get(path)?.mount;
			return now !== undefined && now !== mount && mount !== '/';
		});
}

/** A disk that is not mounted must not look like an empty one, and its place must not be filled. */
export const mounts: Rule = ({hosts, settled}) =>
	hosts.flatMap(view => {
		if (!settled || view.replaced) return [];
		return unmounted(view).map(
			({path, mount}): Difference => ({
				subject: `Disk of ${path} on ${view.name}`,
				there: `it is on ${view.standing.disks.get(path)!.mount} now`,
				wanted: `the mount ${mount}, as at the installation`,
				wayOut: [
					say('Mount it, and see that /etc/fstab names it:'),
					run(sh`ssh ${view.name} ${sh`sudo mount ${mount}`.text}`.text),
					...accept(view.name),
				],
			}),
		);
	});

/**
 * Data that a host had and has no more. A broker of which the host recorded the cluster id had its `meta.properties` in
 * each recorded directory, and a member beside it had its znodes; what was formatted here, the host keeps a list of.
 */
export const lostData: Rule = ({cluster, hosts, settled}) =>
	hosts.flatMap((view): readonly Difference[] => {
		const {name, standing, record, replaced} = view;
		if (!settled || replaced || record === undefined) return [];
		const keeper = record.keeper;
		const formats = keeper === 'controller';
		if (!formats && standing.clusterId === undefined) return [];
		const away = unmounted(view).map(({path}) => path);
		const gone = (paths: readonly Directory[], has: (path: string) => boolean) =>
			paths
				.map(({path}) => path)
				.filter(path => !formats || standing.formatted.has(path))
				.filter(path => !away.includes(path) && standing.disks.has(path) && !has(path));
		const isBroker = name in record.brokers && cluster.roles.kafka.includes(name);
		const isMember = name in record.members.ids && cluster.roles[keeper].includes(name);
		const empty = [
			...(isBroker ? gone(record.data.kafka ?? [], path => standing.disks.get(path)?.meta !== undefined) : []),
			...(isMember ? gone(record.data[keeper] ?? [], path => holds(standing.disks.get(path))) : []),
		];
		return empty.map(path => ({
			subject: `Data in ${path} on ${name}`,
			there: `it is gone or not mounted`,
			wanted: `the data that ${name} had there (${formats ? formattedPath : clusterIdPath} says that it was installed)`,
			wayOut: [
				say('Mount the disk or bring the data back. What is mounted there:'),
				run(sh`ssh ${name} ${sh`findmnt --target ${path}`.text}`.text),
				...accept(name),
			],
		}));
	});

/** A host that its peers know and that knows nothing of itself. */
export const wiped: Rule = ({cluster, hosts, shared, settled}) => {
	const {role: keeper, member: what} = metadataOf(cluster);
	return hosts.flatMap(({name, standing, record, replaced}): readonly Difference[] => {
		if (!settled || replaced || record !== undefined || standing.record !== undefined || shared === undefined) return [];
		const broker = cluster.roles.kafka.includes(name) ? shared.brokers[name] : undefined;
		const member = cluster.roles[keeper].includes(name) ? shared.members.ids[name] : undefined;
		if (broker === undefined && member === undefined) return [];
		const disks = [...standing.disks.values()];
		if (disks.some(({meta, hasZnodes, myid}) => meta !== undefined || hasZnodes || myid !== undefined)) return [];
		const was = [...(broker === undefined ? [] : [`broker ${broker}`]), ...(member === undefined ? [] : [`${what} ${member}`])];
		return [
			{
				subject: `Host ${name}`,
				there: 'it has no record and no data: another machine, another disk, or it was wiped',
				wanted: `${was.join(' and ')} of ${shared.cluster}, as ${shared.host} has it on record`,
				wayOut: [say('Correct its address or mount its disks, then run again.'), ...accept(name)],
			},
		];
	});
};
