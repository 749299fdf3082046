import {dirname} from 'node:path/posix';
import {type Cluster, servicesOf} from '../../cluster/cluster.ts';
import {roleIds} from '../../cluster/roles.ts';
import type {Host} from '../../core/inventory.ts';
import type {ConvergeStep} from '../../core/plan.ts';
import {directory} from '../../host/files/directory.ts';
import {file} from '../../host/files/file.ts';
import {tableName} from '../../host/firewall/port-table.ts';
import {portTable} from '../../host/firewall/port-table-step.ts';
import {hostsOf} from '../addresses.ts';
import {unitOf} from '../distribution.ts';
import {dropInPath} from '../drop-in.ts';
import {restrictedOn, tablePath} from '../exposure.ts';
import type {FactsOf} from '../preflight/names.ts';
import {hostsIn, isRecord} from '../settled/record.ts';
import type {KnownCluster} from '../settled/record-steps.ts';
import type {Standing} from '../settled/standing.ts';
import {renderUnit} from '../templates.ts';

/** Loads the table at the start of a host; without `.service`. */
export const tableUnit = 'kafka-setup-firewall';
/** That of the host's own rules, which has a drop-in of ours. */
const ownRules = 'nftables';
/** The units that have files of ours for it. */
export const tableUnits = [tableUnit, ownRules];
export const tableUnitPath = `/etc/systemd/system/${tableUnit}.service`;

/** Something of a cluster runs there, or has left data. */
const isInUse = ({metadata, kafka, registry, connect, disks}: Standing): boolean =>
	[metadata, kafka, registry, connect].some(unit => unit?.active === true) ||
	[...disks.values()].some(
		({meta, myid, hasZnodes, hasOffsets}) => meta !== undefined || myid !== undefined || hasZnodes || hasOffsets,
	);

/**
 * Whether the hosts get the table of ports. A new cluster does. One that was there before does if its file asks for it, for
 * nobody knows who comes to its ports; and one that has it on a host keeps it.
 */
export function hasTable(cluster: Cluster, {standings, clusterId}: Pick<KnownCluster, 'standings' | 'clusterId'>): boolean {
	const all = [...standings.values()];
	if (cluster.clients !== undefined || all.some(({table}) => table)) return true;
	return all.length > 0 && clusterId === undefined && !all.some(isInUse);
}

/** What goes with the table on a host: the unit that loads it, and what loads it again where nftables.service has flushed it. */
function beside(cluster: Cluster, host: Host): readonly ConvergeStep[] {
	const values = {cluster: cluster.name, path: tablePath};
	const before = servicesOf(cluster, host.name).map(({id}) => `${unitOf(cluster, id)}.service`);
	const again = dropInPath(ownRules);
	return [
		directory({path: dirname(tablePath), mode: 0o700}),
		file({path: tableUnitPath, content: renderUnit('port-table.service', {...values, table: tableName, before})}),
		directory({path: dirname(again)}),
		file({path: again, content: renderUnit('port-table-again.conf', values)}),
	];
}

/** Whether a host has left the cluster since the record was written. */
const hasLeft = (cluster: Cluster, record: Standing['record']): boolean =>
	isRecord(record) && hostsIn(record).some(name => !cluster.hosts.some(host => host.name === name));

type Materials = {readonly factsOf: FactsOf; readonly known: KnownCluster};

/**
 * @param only `open`: all that a host lets in stays let in, which is for the time before something depends on a new one;
 *   `close`: those that have left are shut out, when nothing needs them any more
 */
function table(cluster: Cluster, host: Host, {factsOf, known}: Materials, only: 'open' | 'close'): ConvergeStep {
	const others = hostsOf(cluster, ...roleIds).filter(({name}) => name !== host.name);
	return portTable({
		id: only === 'open' ? 'port-table' : 'port-table-close',
		title: only === 'open' ? 'Who may come to the ports' : 'Ports closed to those that have left',
		head: `Written by kafka-setup for the cluster ${cluster.name}: who may come to the ports of its services. What is changed here by hand is undone by its next run.`,
		path: tablePath,
		unit: tableUnit,
		beside: beside(cluster, host),
		peers: new Map(others.map(({name}) => [name, factsOf.get(name)?.addresses ?? []])),
		only,
		hasLeft: hasLeft(cluster, known.standings.get(host.name)?.record),
		has: known.standings.get(host.name)?.table === true,
		...restrictedOn(cluster, host),
		clients: cluster.clients ?? [],
	});
}

/** Before any service is started: the table with all that were and will be let in. */
export const tableSteps = (cluster: Cluster, host: Host, materials: Materials): readonly ConvergeStep[] =>
	hasTable(cluster, materials.known) ? [table(cluster, host, materials, 'open')] : [];

/** At the end of a run: without those that have left. Settled before it: by then a new cluster looks as one that was there before. */
export function tableEndSteps(cluster: Cluster, materials: Materials): (host: Host) => readonly ConvergeStep[] {
	const has = hasTable(cluster, materials.known);
	return host => (has ? [table(cluster, host, materials, 'close')] : []);
}
