import type {KnownLine} from '../../known-line.ts';

/** Extended regular expressions (grep -E): after such a line in a member's journal, waiting is in vain. Seen with ZooKeeper 3.8. */
export const fatalLines = [
	'Invalid config, exiting abnormally',
	'Unable to start AdminServer',
	'BindException: Address already in use',
	'OutOfMemoryError',
] as const;

/** What a broker says that finds its id registered in ZooKeeper: by itself, before it was killed, or by another one. */
export const stillRegistered =
	/Error while creating ephemeral at \/brokers\/ids\/\d+, node already exists|KeeperErrorCode = NodeExists for \/brokers\/ids/;

/** What members, and brokers that work with them, write. */
export const lines: readonly KnownLine[] = [
	{
		pattern: /InconsistentClusterIdException|Invalid cluster\.id in/,
		message: 'the data in its directory belongs to another Kafka cluster than the one that ZooKeeper knows now',
		hint: 'Compare cluster.id in the meta.properties of that directory with `zookeeper-shell HOST:PORT get /cluster/id`: if ZooKeeper lost its data, bring that back. Do not empty the directory: it may hold the only copy.',
	},
	{
		pattern: stillRegistered,
		message: 'another broker with this id is registered in ZooKeeper',
		hint: 'Look for one outside of this cluster file that uses the same ensemble; two brokers must not have one id.',
	},
	{
		pattern: /myid file is missing/,
		message: 'its myid file is missing',
		hint: 'Apply again: it is written from the cluster file.',
	},
	{
		pattern: /Timed out waiting for connection while in state: CONNECTING/,
		message: 'the broker did not reach ZooKeeper',
		hint: 'Check that the ensemble serves (kafka-setup test) and that its client port is open from this host.',
	},
];
