import type {Host} from '../core/inventory.ts';
import type {Transport} from '../core/transports.ts';
import type {Archive, KafkaArchive} from './archive.ts';
import type {IdRange, RoleDescriptor} from './roles/role.ts';
import {logDirOf} from './roles/zookeeper-log-dir.ts';
import {type AnyRole, directoriesIn, type Role, rolesOf, rolesWithData} from './roles.ts';

/** Where a secret comes from: `env:NAME`, `file:PATH#key`, `file:PATH`, `exec:COMMAND` or `prompt:`. Never the secret itself. */
export type SecretRef = string;

/** Java properties that are written as given, after and in place of ours. */
export type Properties = Readonly<Record<string, string>>;

/** A role whose members carry a number: what the cluster file says of them, host name → id. */
type Ids = Readonly<Record<string, number>>;

export type SourceMode = 'bulk' | 'incrementing' | 'timestamp' | 'timestamp+incrementing';

/** One JDBC source connector. */
export type Source = {
	/** Names the connector, its file `/etc/kafka-connect-jdbc/source-NAME.properties` and its secrets. */
	readonly name: string;
	/** The JDBC URL, without user and password. */
	readonly url: string;
	readonly user: string | undefined;
	readonly password: SecretRef | undefined;
	readonly tables: readonly string[];
	readonly mode: SourceMode;
	readonly incrementingColumn: string | undefined;
	/** Several with commas between them. */
	readonly timestampColumn: string | undefined;
	/** The topic of a table is this and the table's name. */
	readonly topicPrefix: string;
	readonly pollIntervalMs: number;
	/** The kinds of tables that are read, as the driver calls them; a TABLE alone by default. */
	readonly tableTypes?: readonly string[] | undefined;
	/** The columns that the mode goes by may be NULL by their definition, as all those of a view. */
	readonly nullableColumns?: boolean | undefined;
	readonly extraProperties: Properties;
};

/** Where the JDBC connector plug-in comes from: Confluent's packages have none since 6.0. */
export type ConnectorPlugin =
	| {readonly package: string}
	/** A zip on this machine, as Confluent Hub serves it. */
	| {readonly zip: string}
	/** A folder on this machine that such a zip was unpacked to. */
	| {readonly folder: string}
	/** `OWNER/NAME:VERSION`, fetched on the host by Confluent's own plug-in command. */
	| {readonly hub: string};

/** What every role has in its section, and what follows from its descriptor. */
export type Section<R extends RoleDescriptor> = {
	/** A JVM size such as `512m`; taken from the host's memory when absent. */
	readonly heap: string | undefined;
	readonly extraProperties: Properties;
} & {readonly [P in R['ports'][number] as P['key']]: number} & (R extends {readonly data: {readonly key: infer K extends string}}
		? {readonly [key in K]: key extends 'dataDirs' ? readonly string[] : string}
		: unknown) &
	(R extends {readonly ids: IdRange} ? {readonly ids: Ids} : unknown);

/** What Connect has beside. */
export type ConnectSettings = {
	readonly connectorClass: string;
	readonly plugin: ConnectorPlugin;
	/** Path on this machine of the JDBC driver's jar. */
	readonly driver: string | undefined;
	readonly sources: readonly Source[];
	/** The worker that runs each source already, source → host; the others are assigned. */
	readonly workerOf: Readonly<Record<string, string>>;
};

/** The connector that Connect runs, and where it comes from. */
export type Connector = Pick<ConnectSettings, 'plugin' | 'connectorClass'>;

/** What controllers have beside. */
export type ControllerSettings = {
	/** Broker and controller are one process, with one id and the broker's directories and heap. */
	readonly combined: boolean;
};

/** Whether the broker of a host is a controller as well. */
export const isCombined = ({roles, controller}: Pick<Cluster, 'roles' | 'controller'>, host: string): boolean =>
	controller.combined && roles.controller.includes(host);

/** The roles of a host that are processes of their own. */
export const servicesOf = (cluster: Pick<Cluster, 'roles' | 'controller'>, host: string) =>
	rolesOf(cluster.roles, host).filter(({id}) => id !== 'controller' || !cluster.controller.combined);

/** The data directories of all roles of a host. */
export function directoriesOn(cluster: Cluster, host: string): readonly string[] {
	const logDir = cluster.roles.zookeeper.includes(host) ? logDirOf(cluster.zookeeper) : undefined;
	return [
		...rolesWithData.flatMap(({id, data}) => (cluster.roles[id].includes(host) ? directoriesIn(cluster[id], data) : [])),
		...(logDir === undefined ? [] : [logDir]),
	];
}

/** A cluster file with every default filled in. */
export type Cluster = {
	readonly name: string;
	readonly hosts: readonly Host[];
	readonly roles: Readonly<Record<Role, readonly string[]>>;
	/** The networks that may come to the ports for clients, beside the hosts, in normal form; undefined where the file does not say. */
	readonly clients?: readonly string[] | undefined;
	readonly ssh: {
		readonly user: string | undefined;
		readonly port: number | undefined;
		readonly transport: Transport;
		readonly configFile: string | undefined;
		readonly knownHostsFile: string | undefined;
		readonly identityFile: string | undefined;
		/** The jump hosts on the way to all hosts: `user@host:port`, several separated by commas. */
		readonly proxyJump: string | undefined;
		readonly password: SecretRef | undefined;
		/** What jump hosts ask for; that of the hosts is not sent to them. */
		readonly jumpPassword: SecretRef | undefined;
		readonly passphrase: SecretRef | undefined;
		readonly sudoPassword: SecretRef | undefined;
		/** Seconds. */
		readonly connectTimeout: number;
	};
	readonly platform: {
		readonly version: string;
		/** The file leaves the version open: that of the cluster on its hosts is kept. */
		readonly versionIsOpen: boolean;
		readonly packages: {
			/** Base URL that holds `deb/VERSION` and `rpm/VERSION`. */
			readonly url: string;
			/** The signing key's fingerprint (40 hex digits), or a path on this machine of the key itself. */
			readonly key: string;
		};
		/** Plain Apache Kafka, in place of the packages. */
		readonly source: KafkaArchive | undefined;
		/** Java, in place of a package. */
		readonly java: Archive | undefined;
		/** The package that brings Java, if not the one that fits the host's system. */
		readonly javaPackage: string | undefined;
	};
} & {readonly [R in AnyRole as R['id']]: Section<R>} & {readonly connect: ConnectSettings} & {
	readonly controller: ControllerSettings;
};
