import type {KnownLine} from '../../known-line.ts';

/** What controllers, and brokers that work with them, write. Seen with Kafka 3.9 and 4.3. */
export const lines: readonly KnownLine[] = [
	{
		pattern: /No readable meta\.properties files found/,
		message: 'its data directory is not formatted',
		hint: 'Apply again: what is not formatted is formatted, and what was is said to be lost. Do not format it by hand.',
	},
	{
		pattern: /INCONSISTENT_CLUSTER_ID/,
		message: 'the controllers that it asks are of another Kafka cluster',
		hint: 'Compare cluster.id in the meta.properties of its data directory on all hosts, and the addresses of the controllers.',
	},
	{
		pattern: /returned error INVALID_REGISTRATION/,
		message: 'the controllers refuse to register the broker: its data directories are known as those of another one',
		hint: 'Compare node.id and directory.id in the meta.properties of its data directories with those of the other brokers, and bring the right disks.',
	},
	{
		pattern: /unable to register with the controller quorum/,
		message: 'the broker did not reach an active controller',
		hint: 'Check that the controllers run (kafka-setup test) and that their port is open from this host.',
	},
	{
		pattern: /DuplicateBrokerRegistrationException/,
		message: 'another broker with this id is registered',
		hint: 'Look for one outside of this cluster file that uses the same controllers; two brokers must not have one id.',
	},
];
