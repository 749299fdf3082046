import {type Cluster, isCombined} from '../../../cluster/cluster.ts';
import type {Host} from '../../../core/inventory.ts';
import type {Step} from '../../../core/plan.ts';
import type {MemberToo} from '../../metadata.ts';
import type {KnownCluster} from '../../settled/record-steps.ts';
import {quorumGate} from './gate.ts';
import {quorumTests} from './tests.ts';

/** What a broker has to it that is a controller as well: it passes both gates. */
export function memberToo(cluster: Cluster, host: Host, known: KnownCluster): MemberToo | undefined {
	return isCombined(cluster, host.name) ? quorumGate(cluster, host, known) : undefined;
}

/** Controllers that are brokers as well are tested in the stage of those. */
export function testsToo(cluster: Cluster, hosts: readonly Host[], known: KnownCluster): (host: Host) => readonly Step[] {
	return cluster.controller.combined ? quorumTests(cluster, hosts, known) : () => [];
}
