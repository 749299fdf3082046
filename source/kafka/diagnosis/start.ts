import type {Entry} from '../../host/diagnosis/entry.ts';

/** What systemd, Java and the settings keep from starting. */
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
		patterns: [/Could not find or load main class (\S+)/],
		named: ([, name]) => `the jars of the service are not there: no class ${name}`,
		fixes: [
			'Its package or archive is incomplete, or CLASSPATH is set on the host: look at both, then apply again (the stage platform alone is enough).',
		],
	},
	{
		id: 'jvm-option',
		cause: 'Java refuses one of its options',
		says: 'Unrecognized VM option',
		patterns: [
			/Unrecognized (?:VM )?option:? '?(\S+?)'?$|Invalid (?:maximum|initial) heap size: (\S+)|(Conflicting collector combinations)/,
		],
		named: ([, ...words]) => `Java refuses one of its options: ${words.find(word => word !== '')}`,
		fixes: [
			'Options of another Java version are the common cause. Look at the heap of the role in the cluster file, and for KAFKA_OPTS and KAFKA_JVM_PERFORMANCE_OPTS in drop-ins of yours (systemctl cat UNIT).',
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
		cause: 'the JMX exporter did not start, and the service with it',
		says: 'Prometheus JMX Exporter',
		patterns: [
			/Prometheus JMX Exporter|io\.prometheus\.jmx/,
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
		patterns: [/(?:FileNotFoundException|NoSuchFileException): (\S+\.properties)(?: \(No such file or directory\))?$/],
		named: ([, path]) => `its settings file is not there: ${path}`,
		fixes: ['Apply again: it is written from the cluster file.'],
	},
	{
		id: 'zookeeper-settings-on-kraft',
		cause: 'its settings are those of a broker with ZooKeeper, and this Kafka works with KRaft alone',
		says: 'Missing required configuration "process.roles"',
		patterns: [/Missing required configuration "process\.roles"/],
		fixes: [
			'Kafka 4 (Confluent Platform 8) has no ZooKeeper. Go back to the version that ran (7.9 is the last with ZooKeeper): its data stays as it is. A move to KRaft is a migration of its own.',
		],
	},
	{
		id: 'setting-missing',
		cause: 'a setting is missing that it cannot do without',
		says: 'Missing required configuration',
		patterns: [/Missing required configuration "([^"]+)"/],
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
		id: 'setting-refused',
		cause: 'it refuses the value of a setting',
		says: 'ConfigException: Invalid value',
		patterns: [/ConfigException: Invalid value (?!\S*(?:Exception|Error)\b)(.{0,200}?) for configuration ([\w.-]+)/],
		named: ([, value, key]) => `it refuses the value of a setting: ${key} = ${value}`,
		fixes: ['Correct it in extraProperties of the role, then apply again. Members that had no turn are as they were.'],
	},
	{
		id: 'unit-user',
		cause: 'the user or group that the unit names does not exist on the host',
		says: 'status=217/USER',
		patterns: [/status=21[67]\/(?:USER|GROUP)|Failed at step (?:USER|GROUP) spawning/],
		fixes: ['Apply again: the platform stage makes the user. If another tool removes it, end that first.'],
	},
	{
		id: 'unit-program',
		cause: 'the program that the unit starts is not there or may not be run',
		says: 'status=203/EXEC',
		patterns: [/status=203\/EXEC|Failed at step EXEC spawning/],
		fixes: [
			'Look at it: systemctl cat UNIT, and ls -l of what ExecStart names; a mount with noexec refuses it too. Apply again to install what is missing.',
		],
	},
	{
		id: 'unit-confinement',
		cause: 'a directory that the unit may use does not exist on the host',
		says: 'status=226/NAMESPACE',
		patterns: [/status=226\/NAMESPACE|Failed at step NAMESPACE spawning|Failed to set up mount namespacing/],
		fixes: [
			'Mount the disk or make the directory that ReadWritePaths of the unit names (systemctl cat UNIT), then apply again. In a container, namespaces may be forbidden.',
		],
	},
	{
		id: 'unit-dependency',
		cause: 'a mount or unit that the service needs did not come up',
		says: 'Dependency failed for',
		patterns: [/Dependency failed for (\S.{0,100})/],
		fixes: [
			'See which: systemctl list-units --failed, and mount. The service waits for the mounts of its data directories, so that it does not begin with an empty disk.',
		],
	},
	{
		id: 'unit-looping',
		cause: 'systemd has given up starting it: it ended too often in a short time',
		symptom: true,
		says: 'Start request repeated too quickly',
		patterns: [/Start request repeated too quickly|start-limit-hit/],
		fixes: [
			'The cause stands in its log before that: journalctl -u UNIT -n 200. Then: systemctl reset-failed UNIT, and apply again.',
		],
	},
	{
		id: 'ended-by-signal',
		cause: 'it was stopped from outside, by SIGTERM',
		symptom: true,
		says: 'status=143',
		patterns: [/Main process exited, code=exited, status=143/],
		fixes: ['Somebody or something on the host stopped it while it started: see journalctl around that time, then apply again.'],
	},
	{
		id: 'sudo-terminal',
		cause: 'sudo wants a terminal (requiretty)',
		says: 'sudo: sorry, you must have a tty to run sudo',
		patterns: [/you must have a tty to run sudo/],
		fixes: ['On the host, as root: visudo, and add `Defaults:USER !requiretty` for the user that logs in.'],
	},
];
