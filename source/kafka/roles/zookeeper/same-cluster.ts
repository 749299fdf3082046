import type {Cluster} from '../../../cluster/cluster.ts';
import type {Step} from '../../../core/plan.ts';
import type {KnownCluster} from '../../settled/record-steps.ts';
import {clusterIdIn, clusterIdRead} from './cluster-id.ts';
import {answersIn, askZookeeper} from './wire.ts';

const reads = [clusterIdRead];

/**
 * A broker of a cluster that exists is started only beside the ZooKeeper of that cluster: with an empty one it would begin
 * a new cluster, without the topics. A ZooKeeper that does not answer says nothing; the broker waits for it then.
 */
export function sameCluster(cluster: Cluster, known: KnownCluster): Step {
	const {clientPort} = cluster.zookeeper;
	return {
		id: 'same-cluster',
		title: 'ZooKeeper is of the same cluster',
		async check(context) {
			const {clusterId} = known;
			if (clusterId === undefined) return [];
			for (const name of cluster.roles.zookeeper) {
				const {stdout} = await context.exec(askZookeeper(name, clientPort, reads));
				const found = clusterIdIn(answersIn(stdout, reads)?.[0]);
				if (found === undefined) continue;
				if (found.id === clusterId) return [];
				return [
					{
						what: `ZooKeeper on ${name} ${found.id === undefined ? 'knows no Kafka cluster' : `is of the Kafka cluster ${found.id}`}, and this broker's cluster id is ${clusterId}`,
						reason:
							'Nothing was started. ZooKeeper has lost its data, or is the one of another cluster: bring its data back. Keep every data directory as it is.',
					},
				];
			}
			return [];
		},
	};
}
