import type {Step} from '../../core/plan.ts';
import type {Cluster} from '../cluster.ts';
import {answersIn, askZookeeper, noNode, type Read} from '../wire/zookeeper.ts';
import type {KnownCluster} from './record-steps.ts';

const reads = [{get: '/cluster/id'}] as const satisfies readonly Read[];

function idIn(data: string): string | undefined {
	try {
		const {id} = JSON.parse(data) as {id?: unknown};
		return typeof id === 'string' ? id : undefined;
	} catch {
		return undefined;
	}
}

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
				const [answer] = answersIn(stdout, reads) ?? [];
				if (answer === undefined || ('error' in answer && answer.error !== noNode)) continue;
				const has = 'data' in answer ? idIn(answer.data) : undefined;
				if (has === clusterId) return [];
				return [
					{
						what: `ZooKeeper on ${name} ${has === undefined ? 'knows no Kafka cluster' : `is of the Kafka cluster ${has}`}, and this broker's cluster id is ${clusterId}`,
						reason:
							'Nothing was started. ZooKeeper has lost its data, or is the one of another cluster: bring its data back. Keep every data directory as it is.',
					},
				];
			}
			return [];
		},
	};
}
