import {existsSync} from 'node:fs';
import {openClusters} from '../../state/store/clusters.ts';
import {configFolder} from '../../state/store/folder.ts';
import {openRuns} from '../../state/store/runs.ts';

/** What is known of a cluster by one of its hosts. */
export type Wanted = {readonly cluster: string; readonly hosts: readonly string[]; readonly machineId?: string | undefined};

/**
 * Finds the cluster file of a cluster among those that this machine knows: the one that was installed on this very machine
 * first, then one of the same name with one of its hosts, then any run of that name.
 */
export function knownFiles(say: (text: string) => void): (wanted: Wanted) => string | undefined {
	const folder = configFolder();
	let lists: {
		clusters: ReturnType<ReturnType<typeof openClusters>['list']>;
		runs: ReturnType<ReturnType<typeof openRuns>['list']>;
	};
	return ({cluster, hosts, machineId}) => {
		lists ??= {clusters: openClusters(folder, say).list(), runs: openRuns(folder, say).list()};
		const named = lists.clusters.filter(({name, file}) => name === cluster && existsSync(file));
		const found =
			named.find(one => machineId !== undefined && one.hosts.some(host => host.machineId === machineId)) ??
			named.find(one => one.hosts.some(({name}) => hosts.includes(name))) ??
			// A cluster of the same name on other hosts is another one.
			lists.runs.find(run => run.cluster === cluster && existsSync(run.file) && named.every(({file}) => file !== run.file));
		return found?.file;
	};
}
