/** A log of a service: the file that is written to, and those that it was rolled to. */
export type Log = {
	readonly file: string;
	/** At what size it is rolled, in MiB. */
	readonly mb: number;
	/** How many rolled files are kept beside it; the oldest is deleted for the next. */
	readonly kept: number;
};

export type Level = 'TRACE' | 'INFO' | 'WARN' | 'ERROR';

/** A log that the service writes through Log4j. */
export type ServiceLog = Log & {
	/**
	 * The levels of loggers, by their names in every version of Kafka: one that a version does not have is never used. Those
	 * of the first log differ from INFO; those of another log write to it, and nowhere else.
	 */
	readonly loggers: Readonly<Record<string, Level>>;
};

/** Where a service logs, and how much of that there is at most. */
export type RoleLogs = {
	/** Several services can share it, so no two of them have a file of one name: neither would know that the other rolls it. */
	readonly directory: string;
	/** The configuration that the package brings, which is left alone: its path up to `log4j.properties` or `log4j2.yaml`. */
	readonly packaged: string;
	/** What the start script calls things: `KAFKA` in `KAFKA_LOG4J_OPTS`, and the system property that has the directory. */
	readonly script: {readonly prefix: string; readonly property: string};
	/** The form of a line, as Log4j's PatternLayout has it. */
	readonly pattern: string;
	/** The first has what none of the others does. */
	readonly files: readonly [ServiceLog, ...ServiceLog[]];
	/** The garbage collector's, which the JVM writes and rolls; only of services whose start scripts ask for one. */
	readonly gc?: Log;
};

/** The scripts of Kafka's own package. */
export const kafkaScript = {prefix: 'KAFKA', property: 'kafka.logs.dir'} as const;

/** Where the services of Kafka's own package log. */
export const kafkaLogDirectory = '/var/log/kafka';

/** Up to a hundred of them hold what an incident needs, and take half of what Kafka asks for by default (10 × 100 MB). */
export const gcLog = (file: string): Log => ({file, mb: 10, kept: 10});

/**
 * The logs of a Kafka server, broker or controller. Loggers and levels are those of Kafka's own samples (config/log4j.properties
 * of 3.9, config/log4j2.yaml of 4.x). With `prefix` before each name, two servers of one host can share the directory.
 */
export const serverLogs = (prefix: string, gc: string): RoleLogs => ({
	directory: kafkaLogDirectory,
	packaged: '/etc/kafka/',
	script: kafkaScript,
	pattern: '[%d] %p %m (%c)%n',
	files: [
		{file: `${prefix}server.log`, mb: 50, kept: 9, loggers: {}},
		{
			file: `${prefix}controller.log`,
			mb: 25,
			kept: 3,
			loggers: {'org.apache.kafka.controller': 'INFO', 'kafka.controller': 'TRACE'},
		},
		{file: `${prefix}state-change.log`, mb: 25, kept: 3, loggers: {'state.change.logger': 'INFO'}},
		{
			file: `${prefix}log-cleaner.log`,
			mb: 25,
			kept: 1,
			loggers: {
				'kafka.log.LogCleaner': 'INFO',
				'org.apache.kafka.storage.internals.log.LogCleaner': 'INFO',
				'org.apache.kafka.storage.internals.log.LogCleaner$CleanerThread': 'INFO',
				'org.apache.kafka.storage.internals.log.Cleaner': 'INFO',
			},
		},
		{
			file: `${prefix}kafka-request.log`,
			mb: 10,
			kept: 1,
			loggers: {'kafka.request.logger': 'WARN', 'kafka.network.RequestChannel$': 'WARN'},
		},
		// Who was refused what: an access list that a client does not meet can write much of it.
		{file: `${prefix}kafka-authorizer.log`, mb: 25, kept: 3, loggers: {'kafka.authorizer.logger': 'INFO'}},
	],
	gc: gcLog(gc),
});
