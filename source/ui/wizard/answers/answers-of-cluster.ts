import type {Cluster, Source} from '../../../cluster/cluster.ts';
import {databaseKinds, databasePorts, jdbcUrl} from '../../../cluster/jdbc-url.ts';
import {hostLine} from '../hosts/host-list.ts';
import type {Answers, FieldId, FileData} from './answers.ts';
import {defaults} from './defaults.ts';
import {pluginText} from './plugin-text.ts';

/** The parts of a URL that `database` would have made; undefined for any other URL. */
function databaseOf(url: string): Partial<Record<FieldId, string>> | undefined {
	for (const kind of databaseKinds) {
		const [, place = '', name] = /\/\/([^/;]+)(?:\/|;databaseName=)([^;]+)/.exec(url) ?? [];
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
		'source.mode': source.mode,
		'source.incrementingColumn': source.incrementingColumn ?? '',
		'source.timestampColumn': source.timestampColumn ?? '',
		'source.topicPrefix': source.topicPrefix === `${source.name}-` ? '' : source.topicPrefix,
	};
}

/** The answers that give this cluster again; what stands at its default is an empty field. */
export function answersOfCluster(cluster: Cluster): Answers {
	const usual = defaults();
	const unless = (value: number | string | undefined, usually?: number | string): string =>
		value === undefined || value === usually ? '' : String(value);
	const {ssh, platform, zookeeper, kafka, connect, 'schema-registry': registry} = cluster;
	const [first, ...others] = connect.sources;
	const dirs = kafka.dataDirs.join(', ');
	const fields: Partial<Record<FieldId, string>> = {
		name: cluster.name,
		'ssh.user': ssh.user ?? '',
		'ssh.port': unless(ssh.port),
		'ssh.identityFile': ssh.identityFile ?? '',
		'ssh.password': ssh.password ?? '',
		'ssh.passphrase': ssh.passphrase ?? '',
		'ssh.sudoPassword': ssh.sudoPassword ?? '',
		'platform.version': unless(platform.version, usual.platform.version),
		'platform.packages.url': unless(platform.packages.url, usual.platform.packages.url),
		'platform.packages.key': unless(platform.packages.key, usual.platform.packages.key),
		'zookeeper.dataDir': unless(zookeeper.dataDir, usual.zookeeper.dataDir),
		'zookeeper.clientPort': unless(zookeeper.clientPort, usual.zookeeper.clientPort),
		'zookeeper.heap': unless(zookeeper.heap),
		'kafka.dataDirs': unless(dirs, usual.kafka.dataDirs.join(', ')),
		'kafka.port': unless(kafka.port, usual.kafka.port),
		'kafka.heap': unless(kafka.heap),
		'schema-registry.port': unless(registry.port, usual['schema-registry'].port),
		'connect.restPort': unless(connect.restPort, usual.connect.restPort),
		'connect.dataDir': unless(connect.dataDir, usual.connect.dataDir),
		'connect.plugin': unless(pluginText(connect.plugin), pluginText(usual.connect.plugin)),
		'connect.driver': connect.driver ?? '',
		...sourceFields(first),
	};
	const ids = (given: Readonly<Record<string, number>>) =>
		Object.fromEntries(Object.entries(given).map(([host, id]) => [host, String(id)]));
	return {
		hosts: cluster.hosts.map(hostLine).join('\n'),
		fields: Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== '')),
		roles: cluster.roles,
		ids: {zookeeper: ids(zookeeper.ids), kafka: ids(kafka.ids)},
		hostKeys: Object.fromEntries(cluster.hosts.flatMap(host => (host.hostKeys?.length ? [[host.name, host.hostKeys]] : []))),
		kept: defined({
			ssh: nonEmpty(
				defined({
					configFile: ssh.configFile,
					knownHostsFile: ssh.knownHostsFile,
					connectTimeout: ssh.connectTimeout === usual.ssh.connectTimeout ? undefined : ssh.connectTimeout,
				}),
			),
			platform: nonEmpty(defined({javaPackage: platform.javaPackage})),
			zookeeper: nonEmpty(
				defined({
					peerPort: zookeeper.peerPort === usual.zookeeper.peerPort ? undefined : zookeeper.peerPort,
					electionPort: zookeeper.electionPort === usual.zookeeper.electionPort ? undefined : zookeeper.electionPort,
					extraProperties: nonEmpty(zookeeper.extraProperties),
				}),
			),
			kafka: nonEmpty(defined({extraProperties: nonEmpty(kafka.extraProperties)})),
			'schema-registry': nonEmpty(defined({heap: registry.heap, extraProperties: nonEmpty(registry.extraProperties)})),
			connect: nonEmpty(
				defined({
					heap: connect.heap,
					connectorClass: connect.connectorClass === usual.connect.connectorClass ? undefined : connect.connectorClass,
					extraProperties: nonEmpty(connect.extraProperties),
				}),
			),
			first: first === undefined ? undefined : nonEmpty(keptOfSource(first)),
			sources: others.length === 0 ? undefined : others.map(wholeSource),
		}),
	};
}
