/** What changes with the version of the platform. Everything that depends on a version number is asked here. */
export type PlatformVersion = {
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
		/** The major that is installed. */
		readonly preferred: number;
		readonly packages: {readonly apt: string; readonly dnf: string};
	};
	/**
	 * The smallest ensemble whose members may write `0.0.0.0` in their own `server.N` line. Two members with it never
	 * settle (strimzi#8903); ZooKeeper 3.5.0–3.5.7 may not rejoin with it at all (ZOOKEEPER-2164).
	 */
	readonly wildcardAddressFromMembers: number;
	/** Command names, as installed in /usr/bin, where they have changed over time. */
	readonly commands: {
		/** Prints `topic:partition:offset`; takes `--bootstrap-server`. */
		readonly offsets: string;
		/** Its `install` takes `OWNER/NAME:VERSION`. */
		readonly plugin: string;
	};
};

export const versions: Readonly<Record<string, PlatformVersion>> = {
	// Kafka 3.9 and ZooKeeper 3.8.
	'7.9': {
		packages: {
			kafka: ['confluent-kafka'],
			schemaRegistry: ['confluent-schema-registry'],
			pluginCommand: ['confluent-hub-client'],
		},
		// Kafka 3.9 names 11, 17, 21 and 23; its clients break from 24 on (KAFKA-15862).
		java: {
			oldest: 11,
			newest: 23,
			preferred: 17,
			packages: {apt: 'openjdk-17-jre-headless', dnf: 'java-17-openjdk-headless'},
		},
		wildcardAddressFromMembers: 3,
		commands: {offsets: 'kafka-get-offsets', plugin: 'confluent-hub'},
	},
};

export const defaultVersion = '7.9';

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
