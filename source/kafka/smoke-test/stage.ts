import type {Cluster} from '../../cluster/cluster.ts';
import type {Host} from '../../core/inventory.ts';
import type {Stage} from '../../core/plan.ts';
import {attempt} from './attempt.ts';

export type SmokeTestMaterials = {
	/** Nobody else works on the hosts: a topic of another test was left behind by a run that was killed. */
	readonly alone?: boolean;
};

/**
 * Proves the brokers with records: one is produced on each broker, and every broker reads all of them back. The topic
 * is the test's own, with another name for each attempt, and is deleted again.
 */
export function smokeTest(cluster: Cluster, hosts: readonly Host[], {alone = false}: SmokeTestMaterials): Stage {
	return {
		id: 'smoke-test',
		title: 'Smoke test',
		hosts,
		begin() {
			const step = attempt(cluster, hosts, alone);
			return () => [step];
		},
	};
}
