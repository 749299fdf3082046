import type {Cluster} from '../cluster/cluster.ts';
import {type Role, roleIds} from '../cluster/roles.ts';
import {InputError} from '../core/errors.ts';
import type {Host} from '../core/inventory.ts';
import type {Plan, Stage} from '../core/plan.ts';
import type {Remark} from '../host/remarks.ts';
import {hostsOf} from './addresses.ts';
import {type DatabaseSteps, databaseSteps} from './database/steps.ts';
import type {Archives} from './platform/archives.ts';
import {platform} from './platform/stage.ts';
import type {FactsOf} from './preflight/names.ts';
import {type Checks, preflight} from './preflight/stage.ts';
import {roleStages} from './role-stages.ts';
import type {ConnectMaterials} from './roles/connect/stage.ts';
import type {KnownCluster} from './settled/record-steps.ts';
import {record} from './settled/stage.ts';
import {type SmokeTestMaterials, smokeTest} from './smoke-test/stage.ts';

/** What a plan needs beside the cluster file. */
export type Materials = ConnectMaterials &
	SmokeTestMaterials & {
		readonly factsOf: FactsOf;
		readonly known: KnownCluster;
		readonly archives: Archives;
		/** Absent in a run that installs: it asks for what it needs to know, and tells what is not well. */
		readonly checks?: Checks | undefined;
		/** What is worth a line of how the hosts stand in the cluster, by host. */
		readonly remarks: ReadonlyMap<string, readonly Remark[]>;
		/** Absent where the sources are none of the run's business. */
		readonly databases?: DatabaseSteps;
	};

/** `stage`: that one alone. `from`: that one and all after it. `until`: those before it. */
export type Selection = {
	readonly stage?: string | undefined;
	readonly from?: string | undefined;
	readonly until?: string | undefined;
	readonly host?: string | undefined;
};

type StageOf = {
	readonly id: string;
	readonly hosts: (cluster: Cluster) => readonly Host[];
	readonly make: (cluster: Cluster, hosts: readonly Host[], materials: Materials) => Stage;
};

function stageOfRole(id: Role): StageOf {
	const {make, onAll = false, absent = () => false} = roleStages[id];
	return {
		id,
		make,
		hosts: cluster => (absent(cluster) ? [] : onAll && cluster.roles[id].length > 0 ? cluster.hosts : hostsOf(cluster, id)),
	};
}

/** The stages in order, each with the hosts that it is for. This list is what an installation is. */
const stages: readonly StageOf[] = [
	{id: 'preflight', hosts: cluster => cluster.hosts, make: preflight},
	{id: 'platform', hosts: cluster => hostsOf(cluster, ...roleIds), make: platform},
	...roleIds.map(stageOfRole),
	{id: 'record', hosts: cluster => hostsOf(cluster, ...roleIds), make: record},
	{id: 'smoke-test', hosts: cluster => hostsOf(cluster, 'kafka'), make: smokeTest},
];

export const stageIds = stages.map(stage => stage.id);

/** Whether a run of these stages looks at the databases of the sources: one that brings them, or that only looks. */
const asksDatabases = (ids: readonly string[]) => ids.includes('connect') || (ids.length === 1 && ids[0] === 'preflight');

/** @throws InputError if the selection names no stage or host of this cluster, or a host that the stage is not for. */
export function planFor(cluster: Cluster, materials: Materials, selection: Selection = {}): Plan {
	const {stage, from, until, host} = selection;
	for (const name of [stage, from, until]) {
		if (name === undefined || stageIds.includes(name)) continue;
		throw new InputError(`there is no stage ${name}`, {hint: `The stages are: ${stageIds.join(', ')}.`});
	}
	const first = from === undefined ? 0 : stageIds.indexOf(from);
	const end = until === undefined ? stages.length : stageIds.indexOf(until);
	if (host !== undefined && !cluster.hosts.some(one => one.name === host)) {
		throw new InputError(`there is no host ${host} in the cluster file`, {
			hint: `Its hosts are: ${cluster.hosts.map(one => one.name).join(', ')}.`,
		});
	}
	const chosen = stages
		.slice(first, end)
		.filter(one => stage === undefined || one.id === stage)
		.map(one => ({...one, on: one.hosts(cluster).filter(({name}) => host === undefined || name === host)}))
		.filter(one => one.on.length > 0);
	if (chosen.length === 0) {
		const where =
			stages
				.find(one => one.id === (stage ?? from))
				?.hosts(cluster)
				.map(({name}) => name) ?? [];
		throw new InputError(`stage ${stage ?? from} has nothing to do ${host === undefined ? 'in this cluster' : `on ${host}`}`, {
			hint: where.length === 0 ? 'No host has its role in the cluster file.' : `It is for: ${where.join(', ')}.`,
		});
	}
	// A run of another stage alone has no use for the passwords.
	const databases = asksDatabases(chosen.map(({id}) => id))
		? {databases: databaseSteps(cluster, materials, materials.checks?.refusals)}
		: {};
	return {cluster: cluster.name, stages: chosen.map(one => one.make(cluster, one.on, {...materials, ...databases}))};
}
