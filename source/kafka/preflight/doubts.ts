import type {Cluster} from '../../cluster/cluster.ts';
import {doubtsOf} from '../../cluster/doubts.ts';
import type {Step} from '../../core/plan.ts';

/** What the file says that works, and that few would want: said once a run. */
export const doubts = (cluster: Cluster): Step => ({
	id: 'file',
	title: 'Cluster file',
	async check({note}) {
		for (const doubt of doubtsOf(cluster)) note(doubt);
		return [];
	},
});
