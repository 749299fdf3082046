import type {Cluster} from '../../../cluster/cluster.ts';
import {logDirOf} from '../../../cluster/roles/zookeeper-log-dir.ts';
import {sh} from '../../../core/command.ts';
import type {Host} from '../../../core/inventory.ts';
import type {Context} from '../../../core/plan.ts';
import type {ServiceSpec} from '../../../host/service/service.ts';
import {must} from '../../../host/shell.ts';
import {ownAddress} from '../../own-address.ts';
import {ask} from './four-letter-words.ts';

/**
 * Whether a member's directories hold what an ensemble has written. A server that finds nothing there writes the empty
 * `snapshot.0` at once, before it has seen any other, so that one is no sign of data.
 */
export async function hasData(context: Context, {zookeeper}: Cluster): Promise<boolean> {
	const logDir = logDirOf(zookeeper);
	const dirs = [zookeeper.dataDir, ...(logDir === undefined ? [] : [logDir])].map(dir => `${dir}/version-2`);
	const {stdout} = await must(
		context,
		sh`for dir in ${dirs}; do [ ! -d "$dir" ] || find "$dir" -maxdepth 1 \\( -name 'log.*' -o -name 'snapshot.*' \\) ! -name snapshot.0 ! -name 'snapshot.0.*' -print -quit || exit; done`,
	);
	return stdout !== '';
}

/** Empty members that find each other first would lead an empty ensemble, and the one with data would follow it. */
export function dataFirst(cluster: Cluster, host: Host): NonNullable<ServiceSpec['first']> {
	const {clientPort} = cluster.zookeeper;
	return {
		goes: context => hasData(context, cluster),
		reason: 'members with data start first',
		up: {
			what: `ZooKeeper to be up on port ${clientPort}`,
			// Without a majority, which may need the others, it says "This ZooKeeper instance is not currently serving requests".
			command: sh`${ask('srvr', ownAddress(host), clientPort)} 2>/dev/null | grep -q -e ^Mode: -e 'not currently serving'`,
		},
	};
}
