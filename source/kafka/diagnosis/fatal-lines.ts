/**
 * An error that is thrown, at the beginning of a line: flags that name it (-XX:+ExitOnOutOfMemoryError, as the virtual
 * machine and the services print them at a start) do not count.
 */
const outOfMemory = '^(Caused by: |Exception in thread "[^"]*" |Terminating due to )?java\\.lang\\.OutOfMemoryError';
const bindException = '^(Caused by: |Exception in thread "[^"]*" )?java\\.net\\.BindException: Address already in use';

/**
 * Extended regular expressions (grep -E) over a service's journal: after such a line, waiting is in vain.
 * Each was seen in the log of the real software (Kafka 3.9 and 4.3, ZooKeeper 3.8), with the fault that it stands for. What is
 * printed at a start of settings and flags fits none.
 */
export const fatalLines = {
	kafka: [
		'(ERROR|FATAL) .*Fatal error during Kafka(Server|RaftServer)? startup',
		'(ERROR|FATAL) .*Exiting Kafka due to fatal exception',
		'^(Caused by: )?kafka\\.common\\.Inconsistent(ClusterId|BrokerId)Exception',
		'^(Caused by: |Exception in thread "[^"]*" )?org\\.apache\\.kafka\\.common\\.KafkaException: Failed to acquire lock on file',
		outOfMemory,
	],
	schemaRegistry: [
		'(ERROR|FATAL) .*Server died unexpectedly',
		'(ERROR|FATAL) .*Error starting the schema registry',
		'(ERROR|FATAL) .*Failed to start application',
		'^Cannot listen on',
		bindException,
		outOfMemory,
	],
	connect: [
		'ERROR .*Stopping after connector error',
		'ERROR .*Stopping due to error',
		'ERROR .*Failed to create connector for',
		// It has no task then, and a standalone worker does not go on to its next connector.
		'After filtering the tables are: *(\\(|$)',
		outOfMemory,
	],
	zookeeper: [
		'(ERROR|FATAL) .*Invalid config, exiting abnormally',
		'(ERROR|FATAL) .*Unable to start AdminServer',
		bindException,
		outOfMemory,
	],
} as const;
