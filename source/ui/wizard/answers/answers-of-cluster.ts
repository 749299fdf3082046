import type {Archive} from '../../../cluster/archive.ts';
import type {Cluster, Source} from '../../../cluster/cluster.ts';
import {databaseKinds, databasePorts, jdbcUrl} from '../../../cluster/jdbc-url.ts';
import {eachNumbered, eachRole, metadataRole, type Role, roleOf} from '../../../cluster/roles.ts';
import {isCommandRef} from '../../../cluster/secret-refs.ts';
import type {Host} from '../../../core/inventory.ts';
import {hostLine} from '../hosts/host-list.ts';
import {type Answers, type FieldId, type FileData, secretFields} from './answers.ts';
import type {ArchiveKind} from './archive.ts';
import {defaults} from './defaults.ts';
import {hasEffect} from './metadata.ts';
import {pluginText} from './plugin-text.ts';
import {askedKeys, textOfValue} from './role-fields.ts';

/** The parts of a URL that `database` would have made; undefined for any other URL. */
function databaseOf(url: string): Partial<Record<FieldId, string>> | undefined {
	for (const kind of databaseKinds) {
		const [, place = '', name] = /\/\/([^/;]+)(?:\/|;databaseName=\{?)([^;}]+)/.exec(url) ?? [];
		const [, host, port] = /^(.*):(\d+)$/.exec(place) ?? [];
		if (name === undefined || host === undefined || jdbcUrl({kind, host, port: Number(port), name}) !== url) continue;
		return {
			'source.kind': kind,
			'source.host': host,
			'source.port': Number(port) === databasePorts[kind] ? '' : port!,
			'source.database': name,
		};
	}
	return undefined;
}

function nonEmpty(record: object): FileData | undefined {
	return Object.keys(record).length === 0 ? undefined : (record as FileData);
}

function defined(data: FileData): FileData {
	return Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined));
}

const pollDefault = 5000;

/** Of a source, what the wizard does not ask. */
function keptOfSource(source: Source): FileData {
	return defined({
		pollIntervalMs: source.pollIntervalMs === pollDefault ? undefined : source.pollIntervalMs,
		tableTypes: source.tableTypes,
		nullableColumns: source.nullableColumns,
		extraProperties: nonEmpty(source.extraProperties),
	});
}

function wholeSource(source: Source): FileData {
	const {pollIntervalMs, extraProperties, ...rest} = source;
	return defined({...rest, ...keptOfSource(source)});
}

function sourceFields(source: Source | undefined): Partial<Record<FieldId, string>> {
	if (source === undefined) return {};
	return {
		...(databaseOf(source.url) ?? {'source.kind': 'other', 'source.url': source.url}),
		'source.name': source.name,
		'source.user': source.user ?? '',
		'source.password': source.password ?? '',
		'source.tables':
			source.tables.length === 1 && /\s/.test(source.tables[0]!) ? `${source.tables[0]},` : source.tables.join(', '),
		'source.mode': source.mode === 'incrementing' ? '' : source.mode,
		'source.incrementingColumn': source.incrementingColumn ?? '',
		'source.timestampColumn': source.timestampColumn?.replaceAll(',', ', ') ?? '',
		'source.topicPrefix': source.topicPrefix === `${source.name}-` ? '' : source.topicPrefix,
	};
}

/** Of a host, what the wizard does not ask. */
function keptOfHost({name, bind, rack, properties}: Host): readonly (readonly [string, FileData])[] {
	const kept = defined({bind, rack, properties: properties === undefined ? undefined : nonEmpty(properties)});
	return Object.keys(kept).length === 0 ? [] : [[name, kept]];
}

/** What the wizard has pages of their own for, or never writes. */
const elsewhere = ['ids', 'driver', 'sources', 'workerOf'];

/** What the wizard asks of the roles of this cluster, as far as it has an effect there. */
const askedOf = ({controller}: Cluster) => askedKeys().filter(({role, key}) => hasEffect(controller.combined, role, key));

/** Of a role's section, what the wizard does not ask and is not at its default. */
function notAsked(cluster: Cluster, role: Role): FileData {
	const asked = [...elsewhere, ...roleOf(role).asked.map(({key}) => key)];
	const usual = defaults()[role] as FileData;
	const others = Object.entries(cluster[role]).filter(([key, value]) => !asked.includes(key) && !isSame(value, usual[key]));
	return Object.fromEntries(others);
}

const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

const archiveFields = (kind: ArchiveKind, given: Archive | undefined): Partial<Record<FieldId, string>> => ({
	[`platform.${kind}.archive`]: given?.archive ?? '',
	[`platform.${kind}.sha512`]: given?.sha512 ?? '',
});

/** The answers that give this cluster again; what stands at its default is an empty field. */
export function answersOfCluster(cluster: Cluster): Answers {
	const usual = defaults();
	const unless = (value: number | string | undefined, usually?: number | string): string =>
		value === undefined || value === usually ? '' : String(value);
	const {ssh, platform, connect} = cluster;
	const {version: _, versionIsOpen: __, packages: ___, source, java, ...notAskedOfPlatform} = platform;
	const [first, ...others] = connect.sources;
	const fields: Partial<Record<FieldId, string>> = {
		name: cluster.name,
		'ssh.user': ssh.user ?? '',
		'ssh.port': unless(ssh.port),
		'ssh.identityFile': ssh.identityFile ?? '',
		'ssh.password': ssh.password ?? '',
		'ssh.passphrase': ssh.passphrase ?? '',
		'ssh.sudoPassword': ssh.sudoPassword ?? '',
		// An archive says its version itself.
		'platform.version': platform.versionIsOpen || source !== undefined ? '' : platform.version,
		'platform.packages.url': unless(platform.packages.url, usual.platform.packages.url),
		'platform.packages.key': unless(platform.packages.key, usual.platform.packages.key),
		...archiveFields('source', source),
		...archiveFields('java', java),
		...Object.fromEntries(
			askedOf(cluster).map(({id, role, key, usual: usually}) => {
				const value = textOfValue((cluster[role] as Readonly<Record<string, unknown>>)[key]);
				return [id, value === textOfValue(usually) ? '' : value];
			}),
		),
		// Beside a source it is asked for: there it says what it is.
		...(first === undefined ? {} : {'connect.plugin': pluginText(connect.plugin)}),
		clients: (cluster.clients ?? []).join(', '),
		'connect.driver': connect.driver ?? '',
		...sourceFields(first),
	};
	const commands = secretFields.flatMap(id => (isCommandRef(fields[id]) ? [fields[id]!] : []));
	const ids = (given: Readonly<Record<string, number>>) =>
		Object.fromEntries(Object.entries(given).map(([host, id]) => [host, String(id)]));
	return {
		hosts: cluster.hosts.map(hostLine).join('\n'),
		fields: Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== '')),
		...(source === undefined ? {} : {archive: true as const}),
		...(platform.versionIsOpen ? {openVersion: true as const} : {}),
		keeper: metadataRole(cluster).id,
		roles: cluster.roles,
		ids: eachNumbered(role => ids(cluster[role].ids)),
		hostKeys: Object.fromEntries(cluster.hosts.flatMap(host => (host.hostKeys?.length ? [[host.name, host.hostKeys]] : []))),
		...(commands.length === 0 ? {} : {commands}),
		kept: defined({
			hosts: nonEmpty(Object.fromEntries(cluster.hosts.flatMap(keptOfHost))),
			ssh: nonEmpty(
				defined({
					transport: ssh.transport === usual.ssh.transport ? undefined : ssh.transport,
					configFile: ssh.configFile,
					knownHostsFile: ssh.knownHostsFile,
					proxyJump: ssh.proxyJump,
					jumpPassword: ssh.jumpPassword,
					connectTimeout: ssh.connectTimeout === usual.ssh.connectTimeout ? undefined : ssh.connectTimeout,
				}),
			),
			platform: nonEmpty(defined(notAskedOfPlatform)),
			...eachRole(role => nonEmpty(notAsked(cluster, role))),
			first: first === undefined ? undefined : nonEmpty(keptOfSource(first)),
			sources: others.length === 0 ? undefined : others.map(wholeSource),
		}),
	};
}
