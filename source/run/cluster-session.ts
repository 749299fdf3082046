import {resolve} from 'node:path';
import {InputError} from '../core/errors.ts';
import type {Mode} from '../core/events.ts';
import {checkReplaced, type Memory} from '../kafka/settled/settle.ts';
import type {Execution} from './execute.ts';
import type {Operation} from './operation.ts';
import type {ClusterMemory} from './record/remember-cluster.ts';

/** Of an execution, what makes two of the same cluster plan the same. Only `openCluster` puts it together. */
export type ClusterSession = Pick<Execution, 'cluster' | 'operation' | 'acceptNewHostKeys' | 'secrets' | 'version' | 'memory'>;

/** Where what is remembered of a cluster is found. */
type Place = {
	/** The cluster's. */
	readonly name: string;
	/** Its file, which counts from the working directory; absent for standard input, of which nothing is remembered. */
	readonly file: string | undefined;
	readonly version: string;
	/** Told what is wrong with the files of this machine. */
	readonly say: (text: string) => void;
};

export type Opening = Omit<ClusterSession, 'memory'> &
	Omit<Place, 'name'> & {
		readonly mode: Mode;
		/** Hosts that are other machines than at the first install, on purpose. */
		readonly replaced?: readonly string[] | undefined;
		/** Hosts of which it is accepted that data is lost with them. */
		readonly dataLost?: readonly string[] | undefined;
		readonly operation: Operation;
	};

/**
 * What this machine remembers of the cluster of a file. Reading it changes nothing.
 * @throws InputError if there is something, and it may not be read
 */
export async function openMemory(
	{name, file, version, say}: Place,
	how: Omit<Memory, 'recorded'> = {replaced: []},
): Promise<ClusterMemory> {
	const nothing = {...how, record: () => {}};
	if (file === undefined) return nothing;
	const [{rememberCluster}, {openClusters}, {configFolder}] = await Promise.all([
		import('./record/remember-cluster.ts'),
		import('../state/store/clusters.ts'),
		import('../state/store/folder.ts'),
	]);
	try {
		return rememberCluster(openClusters(configFolder(), say), {file: resolve(file), name, version, say, ...how});
	} catch (error) {
		// One that is there and may not be read is to be compared with; where nothing can be kept, nothing is.
		if (error instanceof InputError) throw error;
		say(`Cannot record the host identities of ${name}: ${(error as Error).message}`);
		return nothing;
	}
}

/**
 * Opens a cluster for a run, a plan, a review, or a preview: all of them compare it with the same memory, and so all of them
 * give the same ids and refuse the same hosts.
 * @throws InputError for a replaced host that is not one of the cluster, or a memory that may not be read
 */
export async function openCluster(opening: Opening): Promise<ClusterSession> {
	const {cluster, file, mode, replaced = [], dataLost = [], operation, acceptNewHostKeys, secrets, version, say} = opening;
	checkReplaced(cluster, replaced);
	checkReplaced(cluster, dataLost, '--data-lost');
	const place = {name: cluster.name, file, version, say};
	// A test changes nothing, and compares nothing.
	const memory =
		mode === 'test' ? undefined : await openMemory(place, {replaced, dataLost, mayBeGone: operation.removes !== undefined});
	return {cluster, operation, acceptNewHostKeys, secrets, version, memory};
}
