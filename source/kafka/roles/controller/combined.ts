import {type Cluster, isCombined} from '../../../cluster/cluster.ts';
import type {Host} from '../../../core/inventory.ts';
import type {Step} from '../../../core/plan.ts';
import {peers} from '../../addresses.ts';
import type {MemberToo} from '../../metadata.ts';
import type {KnownCluster} from '../../settled/record-steps.ts';
import {quorumGate} from './gate.ts';
import {quorumTests} from './tests.ts';

/** What the port of a controller is opened for. */
export const opening = (cluster: Cluster, host: Host) => ({
	port: cluster.controller.port,
	what: 'KRaft controller',
	from: peers(cluster, host, 'controller', 'kafka'),
});

/** What a broker has to it that is a controller as well: it passes both gates. */
export function memberToo(cluster: Cluster, host: Host, known: KnownCluster): MemberToo | undefined {
	return isCombined(cluster, host.name) ? {opening: opening(cluster, host), ...quorumGate(cluster, host, known)} : undefined;
}

/** Controllers that are brokers as well are tested in the stage of those. */
export function testsToo(cluster: Cluster, hosts: readonly Host[], known: KnownCluster): (host: Host) => readonly Step[] {
	return cluster.controller.combined ? quorumTests(cluster, hosts, known) : () => [];
}
