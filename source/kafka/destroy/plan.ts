import type {Cluster} from '../../cluster/cluster.ts';
import type {ClusterIdentity} from '../../cluster/identity.ts';
import {roles} from '../../cluster/roles.ts';
import type {Host} from '../../core/inventory.ts';
import type {ConvergeStep, Plan, Stage} from '../../core/plan.ts';
import {within} from '../../core/system-directories.ts';
import type {Placement, Thing, ThingKind} from '../../core/things.ts';
import {firewall} from '../../host/firewall/firewall.ts';
import {hostFolder} from '../../host/host-folder.ts';
import {removeAccount} from '../../host/remove/remove-account.ts';
import {removeCache} from '../../host/remove/remove-cache.ts';
import {removeDirectory} from '../../host/remove/remove-directory.ts';
import {removeFile} from '../../host/remove/remove-file.ts';
import {removeLink} from '../../host/remove/remove-link.ts';
import {removeLogs} from '../../host/remove/remove-logs.ts';
import {forgetPackages, removePackages} from '../../host/remove/remove-packages.ts';
import {removeKey, removePlugin, removeUnpacked} from '../../host/remove/remove-plugin.ts';
import {removeService, rereadUnits} from '../../host/remove/remove-service.ts';
import {removeTable} from '../../host/remove/remove-table.ts';
import {distributionOf, unitOf} from '../distribution.ts';
import {dropInPath} from '../drop-in.ts';
import {kafkaFolder, unpackedMark} from '../platform/layout.ts';
import {tableUnit, tableUnitPath, tableUnits} from '../platform/port-table.ts';
import {clusterIdPath, formattedPath, recordPath} from '../settled/record.ts';
import {removalPath} from '../settled/removal.ts';
import {beginRemoval, endRemoval} from '../settled/removal-steps.ts';
import {cacheOf} from '../unit-cache.ts';
import {type DataDirectory, dataOf, dataStep} from './data.ts';

/** The stages in the order in which they are removed: what is needed by others goes after them. */
const titlesOf = (cluster: Cluster): Readonly<Record<string, string>> => ({
	...Object.fromEntries([...roles].reverse().map(({id, title}) => [id, title])),
	platform: distributionOf(cluster).title,
});

/** Within a stage a service stops before its files go, and folders go when they are empty. */
const order: readonly ThingKind[] = [
	...(['service', 'package', 'link', 'file', 'plugin', 'archive', 'directory', 'data', 'logs', 'key', 'firewall'] as const),
	...(['user', 'group'] as const),
];

const isOf =
	<K extends ThingKind>(kind: K) =>
	(thing: Thing) =>
		thing.kind === kind;

function stepOf({kind, name}: Thing, {things, allData, withData, dataGroup}: OnHost): ConvergeStep | undefined {
	switch (kind) {
		case 'service':
			return name === tableUnit ? removeTable(name, tableUnitPath) : removeService({unit: name, settings: dropInPath(name)});
		case 'file':
			return removeFile(name);
		case 'directory':
			return removeDirectory({
				path: name,
				going: things.map(thing => thing.name).filter(path => path !== name),
				data: withData ? allData : [],
			});
		case 'plugin':
			return removePlugin(name);
		case 'archive':
			return removeUnpacked(name, unpackedMark);
		case 'link':
			return removeLink(name, kafkaFolder);
		case 'logs':
			return removeLogs(name, withData);
		case 'user':
			return removeAccount(kind, name, withData);
		case 'group':
			// Data belongs to the group that all accounts share; the others have files of settings alone.
			return removeAccount(kind, name, withData || name !== dataGroup);
		case 'key':
			return removeKey(name);
		case 'firewall':
			return firewall({id: `firewall-${name}`, title: 'Firewall', name, openings: []});
		default:
			// Packages go together, and data has more to it.
			return undefined;
	}
}

type OnHost = {
	readonly things: readonly Thing[];
	/** Of the stage. */
	readonly data: readonly DataDirectory[];
	/** The paths of the data of all stages. */
	readonly allData: readonly string[];
	readonly withData: boolean;
	readonly dataGroup: string;
};

/** The steps that take away what one stage put on one host: the last thing that came goes first. */
function stepsOf(cluster: Cluster, part: OnHost, stage: string): readonly ConvergeStep[] {
	const {things, data, allData, withData} = part;
	if (things.length + data.length === 0) return [];
	const sorted = [...things].reverse().sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
	// One that lies in another goes before it.
	const folders = sorted.filter(isOf('directory')).sort((a, b) => b.name.length - a.name.length);
	const role = roles.find(({id}) => id === stage)?.id;
	const hasTable = things.some(({kind, name}) => kind === 'service' && name === tableUnit);
	const ownUnits = role === undefined ? [] : [unitOf(cluster, role)];
	const units = [...ownUnits, ...(hasTable ? tableUnits : [])];
	const packages = things.filter(isOf('package')).map(({name}) => name);
	const holdsData = ({name}: Thing) => allData.some(path => within(path, name));
	const steps = (kinds: readonly ThingKind[], from = sorted) =>
		from.filter(({kind}) => kinds.includes(kind)).flatMap(thing => stepOf(thing, part) ?? []);
	return [
		...steps(['service']),
		// systemd made it, at a start: it is in no journal.
		...ownUnits.map(unit => removeCache({unit, settings: dropInPath(unit), path: cacheOf(unit)})),
		...(packages.length > 0 ? [removePackages({names: packages})] : []),
		...(stage === 'platform' ? [forgetPackages()] : []),
		...steps(['link', 'file', 'plugin', 'archive']),
		...steps(
			['directory'],
			folders.filter(thing => !holdsData(thing)),
		),
		...(units.length === 0 ? [] : [rereadUnits(units)]),
		...data.map(one => dataStep(cluster, one, withData)),
		// While data is kept, the folder that it is in stays without a remark.
		...(withData ? steps(['directory'], folders.filter(holdsData)) : []),
		...steps(['logs', 'key', 'firewall', 'user', 'group']),
	];
}

/** What a host keeps of its cluster: it goes when all else is gone, the mark of the removal after it. */
const ofRecord = [clusterIdPath, formattedPath, recordPath];
const kept: readonly string[] = [...ofRecord, removalPath, hostFolder];

export type Destruction = {
	/** What was put on the hosts, the oldest first. */
	readonly placed: readonly Placement[];
	/** What the cluster was known by. */
	readonly recorded: ClusterIdentity | undefined;
	/** Whether its data goes too. */
	readonly data: boolean;
	/** Now, ISO 8601. */
	readonly since: string;
};

/**
 * Removes what was put on the hosts of a cluster, stage by stage from the last to the first. Each step asks its host
 * whether the thing is still there and still ours; what is not is left, and told in a note. Each host has the mark of the
 * removal from before its first change until after its last, so that one that is cut is known to every later run.
 */
export function destroyPlan(cluster: Cluster, {placed, recorded, data: withData, since}: Destruction): Plan {
	const titles = titlesOf(cluster);
	const partOf = (stage: string, {name}: Host): OnHost => {
		const all = dataOf(name, placed, recorded);
		const isInData = ({kind, name: path}: Thing) => kind === 'file' && all.some(one => within(path, one.path));
		const things = placed
			.filter(one => one.host === name && one.stage === stage && !kept.includes(one.thing.name))
			.map(({thing}) => thing);
		return {
			things: things.filter(thing => !isInData(thing)),
			data: all.filter(one => one.stage === stage),
			allData: all.map(({path}) => path),
			withData,
			dataGroup: distributionOf(cluster).group,
		};
	};
	const stages = Object.entries(titles).flatMap(([id, title]): readonly Stage[] => {
		const stepsOn = (host: Host) => stepsOf(cluster, partOf(id, host), id);
		const hosts = cluster.hosts.filter(host => stepsOn(host).length > 0);
		return hosts.length === 0 ? [] : [{id, title, hosts, begin: () => stepsOn}];
	});
	const has = ({name}: Host, paths: readonly string[]) =>
		paths.filter(path => placed.some(one => one.host === name && one.thing.name === path));
	const hosts = cluster.hosts.filter(
		host => has(host, kept).length > 0 || stages.some(stage => stage.hosts.some(({name}) => name === host.name)),
	);
	if (hosts.length === 0) return {cluster: cluster.name, stages: []};
	const recordsOn = (host: Host) => has(host, ofRecord).map(path => removeFile(path));
	const removing = (host: Host) => [
		...Object.keys(titles).flatMap(id => stepsOf(cluster, partOf(id, host), id)),
		...recordsOn(host),
	];
	const mark = {cluster: cluster.name, data: withData, since};
	const first: Stage = {
		id: 'removal',
		title: 'Mark of the removal',
		hosts,
		begin: () => host => [beginRemoval(mark, removing(host))],
	};
	const last: Stage = {
		id: 'record',
		title: 'Record of the cluster',
		hosts,
		begin: () => host => [...recordsOn(host), endRemoval()],
	};
	return {cluster: cluster.name, stages: [first, ...stages, last]};
}
