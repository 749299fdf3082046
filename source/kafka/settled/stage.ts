import type {Cluster} from '../../cluster/cluster.ts';
import type {Host} from '../../core/inventory.ts';
import type {Stage} from '../../core/plan.ts';
import type {Materials} from '../plan.ts';
import {tableEndSteps} from '../platform/port-table.ts';
import {recordSteps} from './record-steps.ts';

/** What every host keeps of the cluster, so that a later run, from whichever machine, knows what is settled. */
export function record(cluster: Cluster, hosts: readonly Host[], {factsOf, known}: Pick<Materials, 'factsOf' | 'known'>): Stage {
	const tableEnd = tableEndSteps(cluster, {factsOf, known});
	return {
		id: 'record',
		title: 'Record of the cluster',
		hosts,
		begin: () => host => [
			// Before the record, by which it is known who has left.
			...tableEnd(host),
			...recordSteps(cluster, host, factsOf, known),
		],
	};
}
