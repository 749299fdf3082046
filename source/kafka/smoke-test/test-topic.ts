import type {Cluster} from '../../cluster/cluster.ts';
import {type Command, sh} from '../../core/command.ts';
import type {Host} from '../../core/inventory.ts';
import type {Context} from '../../core/plan.ts';
import {replication} from '../addresses.ts';
import {client} from '../client.ts';

export const prefix = 'kafka-setup-smoke-test-';
/** The topics of tests that were killed. */
export const leftBehind = new RegExp(`^${prefix}[0-9a-f]{8}$`);
export const recordOf = (host: Host) => `written on ${host.name}`;

/**
 * Brokers that compress whatever they get (`compression.type`) keep these records as they came: who reads them needs no library for
 * it, which a tool could not load from a /tmp that is mounted noexec.
 */
export const asWritten = {name: 'compression.type', value: 'producer'};

/** What a host has read, and the hosts whose records are not among it. */
export type ReadBack = {
	readonly command: string;
	readonly code: number;
	readonly output: string;
	readonly missing: readonly string[];
};

/** A topic of one attempt's own, with a record of each host; every function works with the broker of its context's host. */
export type TestTopic = {
	create(context: Context): Promise<unknown>;
	/** Writes the host's record. */
	produce(context: Context): Promise<void>;
	read(context: Context): Promise<ReadBack>;
	remove(context: Context): Promise<unknown>;
};

/** What an operator would type for it. */
export function byHand(cluster: Cluster, hosts: readonly Host[], topic: string) {
	const at = ({name}: Host) => client(`${name}:${cluster.kafka.port}`);
	const {replicationFactor} = replication(cluster);
	// With --partition a consumer joins no group: it saves the group's first rebalance (group.initial.rebalance.delay.ms, 3 s).
	const all = (partitions: number) => (partitions === 1 ? sh`--partition 0 --offset earliest` : sh`--from-beginning`);
	return {
		create: (host: Host, partitions = hosts.length): Command =>
			sh`kafka-topics ${at(host)} --create --if-not-exists --topic ${topic} --partitions ${partitions} --replication-factor ${replicationFactor} --config ${asWritten.name}=${asWritten.value}`,
		producer: (host: Host): Command => sh`kafka-console-producer ${at(host)} --topic ${topic}`,
		produce: (host: Host): Command => sh`echo ${recordOf(host)} | kafka-console-producer ${at(host)} --topic ${topic}`,
		read: (host: Host, records: number, partitions = hosts.length): Command =>
			sh`kafka-console-consumer ${at(host)} --topic ${topic} ${all(partitions)} --max-messages ${records} --timeout-ms ${partitions === 1 ? 30_000 : 10_000}`,
		remove: (host: Host, name: string): Command => sh`kafka-topics ${at(host)} --delete --topic ${name} --if-exists`,
	};
}
