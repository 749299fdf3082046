/** What changes with the version of the platform. Everything that depends on a version number is asked here. */
export type PlatformVersion = {
	/** The version of Apache Kafka in it. */
	readonly kafka: string;
	/** The oldest patch of it that has no known way to lose records or to let somebody in (CVE-2026-35554, CVE-2026-33557). */
	readonly floor: string;
	/** The roles that can keep its metadata, the usual one first. */
	readonly keepers: readonly ('controller' | 'zookeeper')[];
	/**
	 * How the controllers of a new cluster know each other: by a list in their settings, or by a log that members can be added to.
	 * On 3.9 a static quorum cannot become dynamic, and vendor's playbooks make static ones; from 4.1 on dynamic is the way
	 * (Kafka's documentation, "KRaft", and KIP-853).
	 */
	readonly quorum: 'static' | 'dynamic';
	/** The community packages, dependencies left out. */
	readonly packages: {
		/** Brokers, ZooKeeper, Connect and the command line tools, with their units. */
		readonly kafka: readonly string[];
		readonly schemaRegistry: readonly string[];
		/** Brings the command that fetches connector plug-ins. */
		readonly pluginCommand: readonly string[];
	};
	readonly java: {
		/** Majors that brokers, registry and Connect run on; the limits are included. */
		readonly oldest: number;
		readonly newest: number;
		/** The major that is installed where the system has it. */
		readonly preferred: number;
	};
	/** What its services log with, and so what form their configuration has: Log4j 1 (as reload4j), or Log4j 2. */
	readonly logging: 'log4j' | 'log4j2';
	/**
	 * The smallest ensemble whose members may write `0.0.0.0` in their own `server.N` line. Two members with it never
	 * settle (strimzi#8903); ZooKeeper 3.5.0–3.5.7 may not rejoin with it at all (ZOOKEEPER-2164).
	 */
	readonly wildcardAddressFromMembers: number;
	/** Command names, as installed in /usr/bin, where they have changed over time. */
	readonly commands: {
		/** Prints `topic:partition:offset`; takes `--bootstrap-server`. */
		readonly offsets: string;
		/** Fetches `OWNER/NAME:VERSION` from Confluent Hub. */
		readonly plugin: 'confluent-hub' | 'confluent';
	};
	/**
	 * Whether the connector may be left to its default, which that command fetches. From 8.0 on it is a program of its own, which
	 * not every package source has and not every host: there it is asked where the connector is.
	 */
	readonly connectorByDefault: boolean;
	/** What ends when, as a part of a sentence; absent where nothing ends soon. */
	readonly ends?: string;
};

/** 8.0 to 8.3 differ in the Kafka that they have: ZooKeeper and confluent-hub are gone, and Java 11 and Log4j 1 with them (Kafka's upgrade notes, 4.0). */
const eight = (kafka: string, floor: string): PlatformVersion => ({
	kafka,
	floor,
	keepers: ['controller'],
	quorum: 'dynamic',
	packages: {
		kafka: ['confluent-kafka'],
		schemaRegistry: ['confluent-schema-registry'],
		pluginCommand: ['confluent-cli'],
	},
	java: {oldest: 17, newest: 25, preferred: 17},
	logging: 'log4j2',
	wildcardAddressFromMembers: 3,
	commands: {offsets: 'kafka-get-offsets', plugin: 'confluent'},
	connectorByDefault: false,
});

const platforms: Readonly<Record<string, PlatformVersion>> = {
	// The last with ZooKeeper (3.8).
	'7.9': {
		kafka: '3.9',
		floor: '3.9.2',
		keepers: ['controller', 'zookeeper'],
		quorum: 'static',
		packages: {
			kafka: ['confluent-kafka'],
			schemaRegistry: ['confluent-schema-registry'],
			pluginCommand: ['confluent-hub-client'],
		},
		// Kafka 3.9 names 11, 17, 21 and 23; its clients break from 24 on (KAFKA-15862).
		java: {oldest: 11, newest: 23, preferred: 17},
		logging: 'log4j',
		wildcardAddressFromMembers: 3,
		commands: {offsets: 'kafka-get-offsets', plugin: 'confluent-hub'},
		connectorByDefault: true,
		ends: "Confluent's standard support ends in February 2027",
	},
	'8.0': eight('4.0', '4.0.2'),
	'8.1': eight('4.1', '4.1.2'),
	'8.2': eight('4.2', '4.2.0'),
	'8.3': eight('4.3', '4.3.0'),
};

/** By the number that files and records of hosts name: there is none of another name, whatever an object inherits. */
export const versions: Readonly<Record<string, PlatformVersion>> = Object.assign(Object.create(null), platforms);

export const newestVersion = '8.3';

/** The newest version in which this role can keep the metadata. */
export const newestWith = (keeper: string): string =>
	Object.keys(versions)
		.reverse()
		.find(version => versions[version]!.keepers.some(one => one === keeper)) ?? newestVersion;

/** What a file without a version means. */
export const versionLeftOpen = `Without it a new cluster gets ${newestVersion}, one with the role zookeeper ${newestWith('zookeeper')}, and a cluster that is there keeps its own`;

/** The version of the platform that has this Kafka, such as 4.3.1; undefined if none has. */
export const versionWith = (kafka: string): string | undefined =>
	Object.keys(versions).find(version => kafka.startsWith(`${versions[version]!.kafka}.`));

/** Confluent's own package server. */
export const defaultPackagesUrl = 'https://packages.confluent.io';

/** The fingerprint of the key that signs Confluent's packages since 2021-05-03, from its installation pages. */
export const defaultPackagesKey = 'CBBB821E8FAF364F79835C438B1DA6120C2BF624';

/** `version` has been checked when a cluster file was read. */
export function versionOf(cluster: {readonly platform: {readonly version: string}}): PlatformVersion {
	const version = versions[cluster.platform.version];
	if (version === undefined) throw new Error(`No platform version ${cluster.platform.version}`);
	return version;
}
