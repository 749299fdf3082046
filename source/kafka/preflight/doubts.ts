import type {Cluster} from '../../cluster/cluster.ts';
import {doubtsOf} from '../../cluster/doubts.ts';
import {type HostCheck, hostCheck, ok} from './host-check.ts';

/** What the file says that works, and that few would want: said once a run. */
export const doubts = (cluster: Cluster): HostCheck =>
	hostCheck('file', async () => {
		const wanted = 'settings that few would not want';
		const found = doubtsOf(cluster);
		return found.length === 0 ? ok('nothing to say', wanted) : found.map(what => ({state: 'warning', found: what, wanted, what}));
	});
