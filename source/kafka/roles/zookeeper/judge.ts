import {sh} from '../../../core/command.ts';
import type {Difference} from '../../../core/events.ts';
import type {HostView, Rule, View} from '../../settled/view.ts';
import {namedIds, putBack, run, say} from '../../settled/way-out.ts';
import {addMembers, refillMembers} from './add-members.ts';

type Ports = {readonly clientPort?: number; readonly peerPort?: number; readonly electionPort?: number};

/** What one host says of the ensemble. */
type Report = Ports & {
	readonly host: string;
	readonly from: 'process' | 'record' | 'settings';
	/** Host → id; the id of a server that stands alone may be unknown. */
	readonly ids: Readonly<Record<string, number | undefined>>;
};

const defined = <T extends object>(value: T): T =>
	Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as T;

/** What its process, or its settings beside data, say. */
function ownReport({name, standing: {metadata}}: HostView): Report | undefined {
	if (metadata === undefined) return undefined;
	const {members, id, clientPort, from, active, hasData} = metadata;
	if (from === 'settings' && !active && !hasData) return undefined;
	const [first] = members;
	return {
		host: name,
		from,
		ids:
			first === undefined
				? {[name]: undefined}
				: Object.fromEntries(members.map(one => [one.id === id ? name : one.host, one.id])),
		...defined({clientPort, peerPort: first?.peerPort, electionPort: first?.electionPort}),
	};
}

function recordReport({name, record}: HostView): Report | undefined {
	if (record === undefined) return undefined;
	const {ids, ports} = record.members;
	const alone = Object.keys(ids).length === 1;
	return {host: name, from: 'record', ids, ...defined(alone ? {clientPort: ports.clientPort} : ports)};
}

/** Brokers of an ensemble on other hosts tell its members by where they look for it. */
function brokerReport({name, standing: {kafka, disks}}: HostView): Report | undefined {
	if (kafka === undefined || !kafka.dirs.some(path => disks.get(path)?.meta !== undefined)) return undefined;
	if (kafka.metadata.length === 0) return undefined;
	const names = kafka.metadata.map(one => one.replace(/:\d+$/, ''));
	return {
		host: name,
		from: 'settings',
		ids: Object.fromEntries(names.map(host => [host, undefined])),
		...defined({clientPort: Number(/:(\d+)$/.exec(kafka.metadata[0]!)?.[1])}),
	};
}

function sameMembers(ids: Report['ids'], wanted: Readonly<Record<string, number>>): boolean {
	const names = Object.keys(ids);
	return (
		names.length === Object.keys(wanted).length &&
		names.every(name => name in wanted && (ids[name] ?? wanted[name]) === wanted[name])
	);
}

/**
 * What speaks for each host: its process, else its record, else its settings beside data. Where a majority of the wanted
 * members runs as the file says, the records follow: the ensemble was changed by hand.
 */
export function reportsOf({hosts, cluster}: View): readonly Report[] {
	const wanted = cluster.zookeeper.ids;
	const own = hosts.filter(({replaced}) => !replaced).map(view => ({view, report: ownReport(view)}));
	const running = own.flatMap(({report}) => (report?.from === 'process' ? [report] : []));
	const agreeing = running.filter(({ids}) => sameMembers(ids, wanted));
	if (agreeing.length === running.length && agreeing.length > Object.keys(wanted).length / 2) return agreeing;
	const reports = own.flatMap(({view, report}) => {
		const recorded = recordReport(view);
		if (report === undefined || report.from === 'process' || recorded === undefined) return report ?? recorded ?? [];
		// Members that were added by hand to what the next start reads.
		return sameMembers(report.ids, wanted) && !sameMembers(recorded.ids, wanted) ? report : recorded;
	});
	if (reports.length > 0) return reports;
	return hosts.flatMap(view => brokerReport(view) ?? []);
}

const sources = {process: 'ZooKeeper runs with', record: 'the record says', settings: 'the settings say'} as const;

/** Reports that say the same, with those who do. */
function grouped<K extends keyof Report>(reports: readonly Report[], keys: readonly K[]) {
	const groups = new Map<string, {readonly report: Report; readonly hosts: string[]}>();
	for (const report of reports) {
		const key = JSON.stringify(keys.map(name => (name === 'ids' ? Object.entries(report.ids).sort() : report[name])));
		const group = groups.get(key);
		if (group === undefined) groups.set(key, {report, hosts: [report.host]});
		else group.hosts.push(report.host);
	}
	return [...groups.values()];
}

export const ensembleMembers: Rule = view => {
	if (!view.settled) return [];
	const {cluster} = view;
	const wanted = cluster.zookeeper.ids;
	const differing = reportsOf(view).filter(({ids}) => !sameMembers(ids, wanted));
	return grouped(differing, ['ids']).map(({report, hosts}): Difference => {
		const there = Object.keys(report.ids);
		const grows =
			there.every(name => (report.ids[name] ?? wanted[name]) === wanted[name]) && there.length < Object.keys(wanted).length;
		const back = putBack(`zookeeper: [${there.join(', ')}]`);
		return {
			subject: 'ZooKeeper members',
			there: `${namedIds(report.ids)} (${sources[report.from]} it on ${hosts.join(', ')})`,
			wanted: namedIds(wanted),
			wayOut: grows ? [back, ...addMembers(view, there)] : [back],
		};
	});
};

const ports = ['clientPort', 'peerPort', 'electionPort'] as const;

/** The ports by which members and brokers find each other can't be changed one member at a time. */
export const ensemblePorts: Rule = view => {
	if (!view.settled) return [];
	const {zookeeper} = view.cluster;
	return ports.flatMap(port => {
		const differing = reportsOf(view).filter(report => report[port] !== undefined && report[port] !== zookeeper[port]);
		return grouped(differing, [port]).map(
			({report, hosts}): Difference => ({
				subject: `zookeeper.${port}`,
				there: `${report[port]} (${sources[report.from]} it on ${hosts.join(', ')})`,
				wanted: String(zookeeper[port]),
				wayOut: [putBack(`${port}: ${report[port]}`)],
			}),
		);
	});
};

/** Members without data that could form a majority would lead, and the others would follow them into an empty ensemble. */
export const replacedMembers: Rule = view => {
	const {cluster, hosts, settled} = view;
	if (!settled) return [];
	const members = cluster.roles.zookeeper;
	const empty = hosts.filter(
		({name, replaced, standing}) =>
			replaced && members.includes(name) && standing.disks.get(cluster.zookeeper.dataDir)?.hasZnodes !== true,
	);
	if (empty.length === 0 || empty.length <= Math.floor((members.length - 1) / 2)) return [];
	return [
		{
			subject: 'Replaced ZooKeeper members',
			there: `${empty.map(({name}) => name).join(', ')} without data, of ${members.length}`,
			wanted: 'fewer than could form a majority: they would lead an empty ensemble, and all topics would be gone',
			wayOut:
				members.length === 1
					? [
							say("It is the only member: bring its data back. If all of the cluster's data is to go:"),
							run(sh`kafka-setup destroy FILE --data ${cluster.name}`.text),
						]
					: refillMembers(
							view,
							empty.map(({name}) => name),
						),
		},
	];
};
