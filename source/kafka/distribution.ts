import {eachRole, type Role, roleOf} from '../cluster/roles.ts';

/** By which the services run: that of brokers, controllers and ZooKeeper, and those of the others. */
export type Account = 'kafka' | 'connect' | 'registry';

/** How Kafka comes to a host, and what it is called there: users, units, files. */
export type Distribution = {
	/** As people call it. */
	readonly title: string;
	/** That of all accounts, by which they share the folder of logs. */
	readonly group: string;
	readonly users: Readonly<Record<Account, string>>;
	/** Of each account a group that no other is in: what it reads is not for the others. */
	readonly groups: Readonly<Record<Account, string>>;
	/** The systemd unit of each role. */
	readonly units: Readonly<Record<Role, string>>;
	/** The roles whose unit files are ours, for nothing else brings them; and why. */
	readonly ownUnits: Readonly<Partial<Record<Role, string>>>;
	/** Where it is documented. */
	readonly documentation: string;
	/** The folder of the start scripts and tools, which have the same names everywhere. */
	readonly bin: string;
	/** The file of settings of each role that has one of its own. */
	readonly files: Readonly<Record<'kafka' | 'schemaRegistry' | 'worker', string>>;
	/** The folder of plug-in folders. Without it Connect finds no connector. */
	readonly pluginsDir: string;
	/** Where the plug-in command of the platform puts what it fetches. */
	readonly hubDir: string;
};

/** Confluent's rpm and deb packages. What changes with their version is in cluster/versions.ts. */
const packages: Distribution = {
	title: 'Confluent Platform',
	group: 'confluent',
	users: {kafka: 'cp-kafka', connect: 'cp-kafka-connect', registry: 'cp-schema-registry'},
	groups: {kafka: 'cp-kafka', connect: 'cp-kafka-connect', registry: 'cp-schema-registry'},
	units: eachRole(role => roleOf(role).unit),
	ownUnits: {
		controller: "Confluent's packages have no unit for a controller",
		connect: "Confluent's packages have no unit for a standalone worker",
	},
	documentation: 'https://docs.confluent.io/',
	bin: '/usr/bin',
	files: {
		kafka: '/etc/kafka/server.properties',
		schemaRegistry: '/etc/schema-registry/schema-registry.properties',
		worker: '/etc/schema-registry/connect-avro-standalone.properties',
	},
	pluginsDir: '/usr/share/java',
	hubDir: '/usr/share/confluent-hub-components',
};

/** Apache Kafka as it is downloaded: it brings start scripts and tools, and nothing that a host knows of. */
const archive: Distribution = {
	...packages,
	title: 'Apache Kafka',
	group: 'kafka',
	users: {...packages.users, kafka: 'kafka', connect: 'kafka-connect'},
	// The group of the first account's name is that of both.
	groups: {...packages.groups, kafka: 'kafka-broker', connect: 'kafka-connect'},
	units: eachRole(role => roleOf(role).archiveUnit ?? packages.units[role]),
	ownUnits: eachRole(() => 'Apache Kafka brings no units'),
	documentation: 'https://kafka.apache.org/documentation/',
	bin: '/usr/local/bin',
	files: {...packages.files, worker: '/etc/kafka/connect-standalone.properties'},
	pluginsDir: '/usr/local/share/kafka/plugins',
};

/** Every way in which Kafka can have come to a host. */
export const distributions = [packages, archive] as const;

/** What decides how Kafka comes to the hosts of a cluster. */
type Decides = {readonly platform: {readonly source?: unknown}};

export const distributionOf = ({platform}: Decides): Distribution => (platform.source === undefined ? packages : archive);

/** The unit of a role on the hosts of a cluster. */
export const unitOf = (cluster: Decides, role: Role): string => distributionOf(cluster).units[role];
