import type {Entry} from '../../host/diagnosis/entry.ts';

/** What Java, the settings and sudo keep from starting. */
export const startEntries: readonly Entry[] = [
	{
		id: 'java-too-old',
		cause: "a jar was built for a newer Java than the host's",
		says: 'has been compiled by a more recent version of the Java Runtime',
		patterns: [/UnsupportedClassVersionError|has been compiled by a more recent version of the Java Runtime/],
		fixes: [
			'Choose a build of the jar for the Java version that the host has (java -version).',
			'Or give the hosts a newer Java: platform.javaPackage, or platform.java for an archive.',
		],
	},
	{
		id: 'java-too-new',
		cause: "the host's Java is newer than this software knows",
		says: 'getSubject is not supported',
		patterns: [
			/getSubject is (?:not supported|supported only if a security manager is allowed)|Unsupported class file major version \d+/,
		],
		fixes: [
			'Give the hosts Java 17 or 21: platform.javaPackage, or platform.java for an archive. Kafka 3.9 and ZooKeeper were made for these.',
		],
	},
	{
		id: 'java-missing',
		cause: 'there is no Java where the service looks for it',
		says: 'java: not found',
		patterns: [
			/\bjava: (?:command )?not found|\bexec: java: not found|java['’]?: No such file or directory|JAVA_HOME is (?:not set|set to an invalid directory)/,
		],
		fixes: [
			'Apply again: the platform stage installs it. Where JAVA_HOME is set by a drop-in or a profile of the host, correct it there.',
		],
	},
	{
		id: 'main-class-missing',
		cause: 'the jars of the service are not there',
		says: 'Could not find or load main class',
		patterns: [/Could not find or load main class (\S+)|^Classpath is empty\. /],
		named: ([, name]) => `the jars of the service are not there${name === '' ? '' : `: no class ${name}`}`,
		fixes: [
			'Its package or archive is incomplete, or CLASSPATH is set on the host: look at both, then apply again (the stage platform alone is enough).',
		],
	},
	{
		id: 'jar-missing',
		cause: 'a class that it needs is in none of its jars',
		says: 'NoClassDefFoundError',
		patterns: [/NoClassDefFoundError: (?!Could not initialize)([\w$./]+)/],
		named: ([, name]) => `a class that it needs is in none of its jars: ${name}`,
		fixes: [
			'Of a connector or a driver: it needs further jars, in one folder of its own with it (some drivers come as several). Of a service: its package or archive is incomplete, or CLASSPATH is set on the host.',
		],
	},
	{
		id: 'jvm-mapped-file',
		cause: 'Java failed at a file that it maps into memory: the file system is full, or its disk fails',
		says: 'SIGBUS',
		patterns: [/^#\s+SIGBUS \(0x7\)|a fault occurred in an? (?:recent )?unsafe memory access operation/],
		fixes: [
			'Look at df -h, also of /tmp and /dev/shm, and at dmesg: a mapped file with no space behind it ends so, and one that was cut short. What hs_err_pid*.log names as the problematic frame says which code it was.',
		],
	},
	{
		id: 'jvm-crash',
		cause: 'the Java virtual machine crashed',
		symptom: true,
		says: 'A fatal error has been detected by the Java Runtime Environment',
		patterns: [/A fatal error has been detected by the Java Runtime Environment|code=dumped, status=(?:6\/ABRT|7\/BUS|11\/SEGV)/],
		fixes: [
			'The file hs_err_pid*.log that it names says in which code. Update Java on the host; where a native library is in the frame, that of a plug-in or driver; where it moves from crash to crash, test the memory of the host.',
		],
	},
	{
		id: 'jvm-option',
		cause: 'Java refuses one of its options',
		says: 'Unrecognized VM option',
		patterns: [
			/Unrecognized (?:VM )?option:? '?(\S+?)'?$|Invalid (?:maximum|initial) heap size: (\S+)|(Conflicting collector combinations|Multiple garbage collectors selected|Initial heap size set to a larger value than the maximum heap size|Too small (?:maximum|initial) heap)|Improperly specified VM option '(\S+?)'|Missing \+\/- setting for VM option '(\S+?)'|VM option '(\S+?)' is (?:experimental|diagnostic) and must be enabled/,
		],
		named: ([, ...words]) => `Java refuses one of its options: ${words.find(word => word !== '')}`,
		fixes: [
			'Options of another Java version are the common cause. Look at the heap of the role in the cluster file, and for KAFKA_OPTS and KAFKA_JVM_PERFORMANCE_OPTS in drop-ins of yours (systemctl cat UNIT).',
		],
	},
	{
		id: 'gc-log',
		cause: 'Java does not start, for it cannot write its log of garbage collection',
		says: 'Error opening log file',
		patterns: [/Error opening log file '([^']{1,200})'|Invalid -Xlog option/],
		named: ([, path]) =>
			`Java does not start, for it cannot write its log of garbage collection${path === '' ? '' : `: ${path}`}`,
		fixes: [
			'Make the folder of the log, and give it and the files in it to the user of the service (LOG_DIR, KAFKA_GC_LOG_OPTS in the unit and its drop-ins). Files of an earlier start as root are the common cause.',
		],
	},
	{
		id: 'agent-missing',
		cause: 'the jar of a Java agent is not there',
		says: 'Error opening zip file or JAR manifest missing',
		patterns: [/Error opening zip file or JAR manifest missing/],
		fixes: ['Bring the jar that -javaagent names, readable for the user of the service, or take the option out of KAFKA_OPTS.'],
	},
	{
		id: 'agent-failed',
		cause: 'a Java agent such as the JMX exporter did not start, and the service with it',
		says: 'Prometheus JMX Exporter',
		patterns: [
			/Prometheus JMX Exporter|io\.prometheus\.jmx|processing of -javaagent failed/,
			/BindException|FileNotFoundException|Exporter exiting|Failed to start/,
		],
		fixes: [
			'Its port is taken, or its rules are not there. Set the agent in the drop-in of one unit alone: tools that inherit KAFKA_OPTS from a profile start it again.',
		],
	},
	{
		id: 'settings-missing',
		cause: 'its settings file is not there',
		says: '.properties (No such file or directory)',
		patterns: [
			/(?:FileNotFoundException|NoSuchFileException): (\S+\.properties)(?: \(No such file or directory\))?$|IllegalArgumentException: (\S+\.(?:properties|cfg)) file is missing$/,
		],
		named: ([, ...paths]) => `its settings file is not there: ${paths.find(Boolean)}`,
		fixes: ['Apply again: it is written from the cluster file.'],
	},
	{
		id: 'zookeeper-settings-on-kraft',
		cause: 'its settings are those of a broker with ZooKeeper, and this Kafka works with KRaft alone',
		says: 'Missing required configuration "process.roles"',
		patterns: [/Missing required configuration ["`]process\.roles["`]/],
		fixes: [
			'Kafka 4 (Confluent Platform 8) has no ZooKeeper. Go back to the version that ran (7.9 is the last with ZooKeeper): its data stays as it is. A move to KRaft is a migration of its own.',
		],
	},
	{
		id: 'secret-unread',
		cause: 'a file with a value that its settings refer to cannot be read',
		symptom: true,
		says: 'Could not read properties from file',
		patterns: [/Could not read (?:properties from )?file (\S+)|The path (\S+) is not allowed to be accessed/],
		named: ([, ...paths]) => `a file with a value that its settings refer to cannot be read: ${paths.find(path => path !== '')}`,
		fixes: [
			'Apply again: files with secrets are written from the cluster file. One of your own: give it to the user of the service, mode 0400, in a folder that allowed.paths of the provider names.',
		],
	},
	{
		id: 'setting-missing',
		cause: 'a setting is missing that it cannot do without',
		says: 'Missing required configuration',
		patterns: [/Missing required configuration ["`]([^"`]+)["`]/],
		named: ([, key]) => `a setting is missing that it cannot do without: ${key}`,
		fixes: ['Set it under extraProperties of the role, or of the source, in the cluster file.'],
	},
	{
		id: 'advertised-wildcard',
		cause: 'the broker would tell clients to connect to 0.0.0.0, which is the address of no host',
		says: 'advertised.listeners cannot use the nonroutable meta-address 0.0.0.0',
		patterns: [/advertised\.listeners cannot use the nonroutable meta-address/],
		fixes: [
			'Apply again: kafka-setup writes the name of the host to advertised.listeners of server.properties, and somebody has changed it. In a file of your own, set it to the name by which clients reach this host, such as PLAINTEXT://kafka-01:9092; without it, the address of listeners is taken.',
		],
	},
	{
		id: 'listener-names',
		cause: 'the names of its listeners do not fit together',
		says: 'inter.broker.listener.name',
		patterns: [
			/inter\.broker\.listener\.name must be a listener name defined in|defined in inter\.broker\.listener\.name not found|No security protocol defined for listener|controller\.listener\.names must contain|Each listener must have a different (?:name|port)|Only one of inter\.broker\.listener\.name and security\.inter\.broker\.protocol/,
		],
		fixes: [
			'Take listener settings (listeners, advertised.listeners, listener.security.protocol.map, inter.broker.listener.name) out of extraProperties, or name each listener in all of them.',
		],
	},
	{
		id: 'listener-form',
		cause: 'a listener is not written as NAME://HOST:PORT',
		says: 'to a broker endpoint',
		patterns: [/Unable to parse (\S*) to a broker endpoint/],
		named: ([, listener]) => `a listener is not written as NAME://HOST:PORT: ${listener}`,
		fixes: [
			'Correct listeners or advertised.listeners in extraProperties of the role, or take them out: kafka-setup writes both.',
		],
	},
	{
		id: 'topic-setting-refused',
		cause: 'it refuses the value of a setting of a topic',
		says: 'for configuration segment.bytes',
		patterns: [
			/ConfigException: Invalid value (.{0,200}?) for configuration ((?:segment|retention|local\.retention|delete\.retention|index\.interval|flush|file\.delete\.delay|(?:min|max)\.compaction\.lag|message\.timestamp|message\.format|cleanup|max\.message|min\.cleanable|remote\.storage|(?:leader|follower)\.replication\.throttled)\.[\w.]{1,60})/,
		],
		named: ([, value, key]) => `it refuses the value of a setting of a topic: ${key} = ${value}`,
		fixes: [
			'It is none of server.properties. Find the topic by a broker that runs (kafka-topics --describe --topics-with-overrides), and correct it: kafka-configs --alter --entity-type topics --entity-name TOPIC --add-config KEY=VALUE.',
		],
	},
	{
		id: 'setting-refused',
		cause: 'it refuses the value of a setting',
		says: 'ConfigException: Invalid value',
		patterns: [/ConfigException: Invalid value (?!\S*(?:Exception|Error)\b)(.{0,200}?) for configuration ([\w.-]+)/],
		named: ([, value, key]) => `it refuses the value of a setting: ${key} = ${value}`,
		fixes: ['Correct it in extraProperties of the role, then apply again. Members that had no turn are as they were.'],
	},
	{
		id: 'sudo-terminal',
		cause: 'sudo wants a terminal (requiretty)',
		says: 'sudo: sorry, you must have a tty to run sudo',
		patterns: [/you must have a tty to run sudo/],
		fixes: ['On the host, as root: visudo, and add `Defaults:USER !requiretty` for the user that logs in.'],
	},
];

/** After all that knows better: settings that a service refuses together, in its own words. */
export const settingEntries: readonly Entry[] = [
	{
		id: 'settings-conflict',
		cause: 'it refuses its settings',
		says: 'requirement failed:',
		patterns: [
			/(?:IllegalArgumentException: requirement failed|kafka\.common\.config\.ConfigException): (?!Could not read |Invalid value \S*(?:Exception|Error)\b)(.{1,200})/,
			/Exiting Kafka due to fatal exception \(|Stopping due to error \(/,
		],
		named: ([, words]) => `it refuses its settings: ${words}`,
		fixes: ['Correct what it names in extraProperties of the role, then apply again. Members that had no turn are as they were.'],
	},
];
