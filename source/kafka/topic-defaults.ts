import type {Cluster} from '../cluster/cluster.ts';
import {replication} from './addresses.ts';

/**
 * What topics get that ask for nothing else. Controllers must have the same as brokers: with `eligible.leader.replicas.version` 1,
 * which new clusters have from Kafka 4.1 on, the cluster's `min.insync.replicas` is that of the controllers, and 1 without one.
 */
export function topicDefaults(cluster: Cluster): Readonly<Record<string, string>> {
	const {replicationFactor, minInSync} = replication(cluster);
	const usual = {'default.replication.factor': String(replicationFactor), 'min.insync.replicas': String(minInSync)};
	const set = Object.entries(cluster.kafka.extraProperties).filter(([key]) => key in usual);
	return {...usual, ...Object.fromEntries(set)};
}
