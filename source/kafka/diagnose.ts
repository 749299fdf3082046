import type {KnownLine} from './known-line.ts';
import {everyMetadata} from './metadata.ts';

export type Diagnosis = {
	readonly message: string;
	readonly hint: string;
	/** The line that says so. */
	readonly line: string;
};

/**
 * Extended regular expressions (grep -E) over a service's journal: after such a line, waiting is in vain.
 * Each was seen in the log of the real software (Kafka 3.9, 4.3), with the fault that it stands for.
 */
export const fatalLines = {
	kafka: [
		'Fatal error during Kafka(Server|RaftServer)? startup',
		'Exiting Kafka due to fatal exception',
		'InconsistentClusterIdException',
		'InconsistentBrokerIdException',
		'Failed to acquire lock on file',
		'OutOfMemoryError',
	],
	schemaRegistry: [
		'Server died unexpectedly',
		'Error starting the schema registry',
		'Failed to start application',
		'Cannot listen on',
		'BindException: Address already in use',
		'OutOfMemoryError',
	],
	connect: ['Stopping after connector error', 'Stopping due to error', 'Failed to create connector for', 'OutOfMemoryError'],
} as const;

const known: readonly KnownLine[] = [
	...everyMetadata.flatMap(({lines}) => lines),
	{
		pattern:
			/password authentication failed for user "?([^"\s]+)"?|Login failed for user '([^']+)'|Access denied for user '([^']+)'|ORA-01017/,
		message: 'the database refused the user or the password',
		hint: 'Put the right user and password reference into the source of the cluster file, and apply again. The worker was stopped, so that it does not try the wrong one again.',
	},
	{
		pattern: /No suitable driver found for (\S+)/,
		message: 'the connector found no JDBC driver for its URL',
		hint: "Set connect.driver in the cluster file to the driver's jar; it belongs into the connector's own folder, and apply puts it there.",
	},
	{
		pattern: /Connection to \S+ refused|The TCP\/IP connection to the host .* has failed|Communications link failure|ORA-12541/,
		message: 'the database was not reached',
		hint: 'Check host and port in the source of the cluster file, and that the database accepts connections from this host.',
	},
	{
		pattern: /database "([^"]+)" does not exist|Cannot open database "([^"]+)"|Unknown database '([^']+)'|ORA-12514/,
		message: 'the database server has no such database',
		hint: 'Check the name of the database in the source of the cluster file.',
	},
	{
		pattern: /PKIX path building failed|unable to find valid certification path/,
		message: "the database's TLS certificate is not trusted by this host's Java",
		hint: 'Import its certificate on the host, or, where the network is trusted, add trustServerCertificate=true to the URL.',
	},
	{
		pattern: /Failed to find any class that implements Connector and which name matches ([^,\s]+)/,
		message: 'the connector plug-in is not where Connect looks for it',
		hint: 'Check connect.plugin and connect.connectorClass in the cluster file.',
	},
	{
		pattern: /Connector configuration is invalid/,
		message: 'the connector refused its configuration',
		hint: 'The lines above say which value; it comes from the source in the cluster file.',
	},
	{
		pattern: /Class (\S+) could not be found/,
		message: 'a class that the configuration names is not there',
		hint: 'Check the converters and class names in extraProperties.',
	},
	{
		pattern: /Address already in use|BindException/,
		message: 'a port that it needs is taken by another process',
		hint: 'See which one: ss -ltnp',
	},
	{
		pattern: /InconsistentBrokerIdException|Stored node id (\d+) doesn't match|Configured broker\.id \d+ doesn't match/,
		message: 'its data directory belongs to a node with another id',
		hint: 'Bring the disk of this host back, or give it the id that its data has (kafka.ids, controller.ids). kafka-setup never deletes or changes data.',
	},
	{
		pattern: /Failed to acquire lock on file/,
		message: 'another broker process uses the same data directory',
		hint: 'See which one: pgrep -af kafka.Kafka',
	},
	{
		pattern: /OutOfMemoryError|Cannot allocate memory|insufficient memory for the Java Runtime/,
		message: 'Java ran out of memory',
		hint: 'Raise the heap of this role in the cluster file, or give the host more memory.',
	},
	{
		pattern: /No space left on device/,
		message: 'no space is left on a disk of the host',
		hint: 'See which one is full: df -h',
	},
	{
		pattern: /Permission denied|AccessDeniedException/,
		message: 'it may not read or write a file',
		hint: 'Its log names the file; the service runs as a user of its own.',
	},
	{
		pattern: /Timed out waiting for a node assignment/,
		message: 'it did not reach the brokers',
		hint: 'Check that the brokers run (kafka-setup test) and that their port is open from this host.',
	},
	{
		pattern: /UnsupportedClassVersionError/,
		message: "a jar was built for a newer Java than the host's",
		hint: 'Choose a build of the jar for the Java version that the host has.',
	},
];

/** What the lines of a service's log mean, with the line that says so; undefined if none is known. */
export function explainLog(lines: readonly string[]): Diagnosis | undefined {
	for (const {pattern, message, hint} of known) {
		const line = lines.find(one => pattern.test(one));
		if (line !== undefined) return {message, hint, line};
	}
	return undefined;
}
