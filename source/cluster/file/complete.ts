import type {Host} from '../../core/inventory.ts';
import {networkIn, withoutOverlaps} from '../../core/networks.ts';
import {type Archive, type KafkaArchive, kafkaIn, sha512In} from '../archive.ts';
import {normalDirectory} from '../checks/normal-directory.ts';
import type {Cluster, ConnectorPlugin, Source} from '../cluster.ts';
import {parseHostText} from '../host-text.ts';
import {jdbcUrl} from '../jdbc-url.ts';
import {eachRole, metadataRole, type Role, roleOf} from '../roles.ts';
import type {ClusterFile} from '../schema/schema.ts';
import {parseSecretRef, promptRef} from '../secret-refs.ts';
import {mapSecrets} from '../secrets.ts';
import {joinedTimeColumns} from '../time-columns.ts';
import {newestWith, versionWith} from '../versions.ts';

type SourceText = ClusterFile['connect']['sources'][number];

function textValues(properties: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
	return Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, String(value)]));
}

function pluginOf({package: name, zip, folder, hub}: ClusterFile['connect']['plugin']): ConnectorPlugin {
	if (name !== undefined) return {package: name};
	if (zip !== undefined) return {zip};
	if (folder !== undefined) return {folder};
	return {hub: hub!};
}

function sourceOf(source: SourceText): Source {
	return {
		name: source.name,
		url: source.url ?? jdbcUrl(source.database!),
		user: source.user,
		password: source.password,
		tables: source.tables,
		mode: source.mode,
		incrementingColumn: source.incrementingColumn,
		timestampColumn: joinedTimeColumns(source.timestampColumn),
		topicPrefix: source.topicPrefix ?? `${source.name}-`,
		pollIntervalMs: source.pollIntervalMs,
		...(source.tableTypes === undefined ? {} : {tableTypes: source.tableTypes}),
		...(source.nullableColumns ? {nullableColumns: true} : {}),
		extraProperties: textValues(source.extraProperties),
	};
}

/** A fingerprint is 40 capital hex digits; anything else is a path. */
function keyOf(key: string): string {
	const digits = key.replace(/^0x|\s/gi, '');
	return /^[0-9a-f]{40}$/i.test(digits) ? digits.toUpperCase() : key;
}

/** The section of a role, its directories without detours and its properties as texts. */
function sectionOf(role: Role, section: ClusterFile[Role]): object {
	const {data} = roleOf(role);
	const value = data === undefined ? undefined : (section as Readonly<Record<string, unknown>>)[data.key];
	const directories = Array.isArray(value) ? value.map(normalDirectory) : typeof value === 'string' && normalDirectory(value);
	return {
		...section,
		heap: section.heap,
		...(data === undefined ? {} : {[data.key]: directories}),
		extraProperties: textValues(section.extraProperties),
	};
}

const archiveOf = ({archive, sha512}: NonNullable<ClusterFile['platform']['java']>): Archive => ({
	archive,
	sha512: sha512 === undefined ? undefined : (sha512In(sha512) ?? sha512),
});

const sourceArchive = (given: ClusterFile['platform']['source']): KafkaArchive | undefined =>
	given === undefined ? undefined : {...archiveOf(given), kafka: kafkaIn(given.archive)!};

/** A host with its address in the one form that all tools print, and its own properties as texts. */
const completeHost = ({bind, properties, ...host}: Exclude<ClusterFile['hosts'][number], string>): Host => ({
	...host,
	...(bind === undefined ? {} : {bind: networkIn(bind)!}),
	...(properties === undefined
		? {}
		: {
				properties: Object.fromEntries(
					Object.entries(properties).flatMap(([role, values]) => (values === undefined ? [] : [[role, textValues(values)]])),
				),
			}),
});

/** A checked file as a cluster. */
export function complete(file: ClusterFile): Cluster {
	const {ssh, platform, connect, controller} = file;
	const sections = eachRole(role => sectionOf(role, file[role])) as Pick<Cluster, Role>;
	const keeper = metadataRole(file).id;
	const source = sourceArchive(platform.source);
	const cluster: Cluster = {
		name: file.name,
		hosts: file.hosts.map(host => (typeof host === 'string' ? parseHostText(host)! : completeHost(host))),
		roles: eachRole(role => file.roles[role] ?? []),
		...(file.clients === undefined ? {} : {clients: withoutOverlaps(file.clients)}),
		ssh: {
			user: ssh.user,
			port: ssh.port,
			transport: ssh.transport,
			configFile: ssh.configFile,
			knownHostsFile: ssh.knownHostsFile,
			identityFile: ssh.identityFile,
			proxyJump: ssh.proxyJump,
			password: ssh.password,
			jumpPassword: ssh.jumpPassword,
			passphrase: ssh.passphrase,
			sudoPassword: ssh.sudoPassword,
			connectTimeout: ssh.connectTimeout,
		},
		platform: {
			version: platform.version ?? (source === undefined ? newestWith(keeper) : versionWith(source.kafka)!),
			versionIsOpen: platform.version === undefined && source === undefined,
			packages: {url: platform.packages.url.replace(/\/+$/, ''), key: keyOf(platform.packages.key)},
			source,
			java: platform.java === undefined ? undefined : archiveOf(platform.java),
			javaPackage: platform.javaPackage,
		},
		...sections,
		// One process has one set of directories: the metadata log is in the first.
		controller: {
			...sections.controller,
			...(controller.combined ? {dataDir: sections.kafka.dataDirs[0]!} : {}),
			combined: controller.combined,
		},
		connect: {
			...sections.connect,
			connectorClass: connect.connectorClass,
			plugin: pluginOf(connect.plugin),
			driver: connect.driver,
			sources: connect.sources.map(sourceOf),
			workerOf: {},
		},
	};
	// A bare `prompt:` says what it asks for: a reference then stands for one secret, wherever it goes.
	return mapSecrets(cluster, ({ref, label}) => {
		const source = parseSecretRef(ref);
		return 'kind' in source && source.kind === 'prompt' ? `${promptRef}${source.label ?? label}` : ref;
	});
}
