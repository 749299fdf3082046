import type {Cluster} from '../../../source/cluster/cluster.ts';
import {javaHome} from '../../../source/kafka/platform/layout.ts';

/** Files in which each field has a value that stands nowhere else. */
export const goods = {
	'packages and ZooKeeper': {
		name: 'orders',
		hosts: [
			{
				name: 'kafka-01',
				address: 'reach-01',
				user: 'ownuser',
				bind: '192.0.2.71',
				hostKeys: [`SHA256:${'A'.repeat(43)}`],
				rack: 'ownrack',
				properties: {kafka: {'own.host': 'hostvalue'}, connect: {'own.connect.host': 'hostworker'}},
			},
		],
		roles: {zookeeper: ['kafka-01'], kafka: ['kafka-01'], 'schema-registry': ['kafka-01'], connect: ['kafka-01']},
		clients: ['198.51.100.0/24'],
		ssh: {
			user: 'loginuser',
			transport: 'auto',
			configFile: '/own/ssh_config',
			knownHostsFile: '/own/known_hosts',
			identityFile: '/keys/one',
			proxyJump: 'op@jump-01:2222',
			password: 'env:SSH_PW',
			jumpPassword: 'file:/own/jump',
			passphrase: 'exec:pass show key',
			sudoPassword: 'prompt:',
		},
		platform: {version: '7.9', packages: {url: 'http://mirror.example/base', key: 'B'.repeat(40)}, javaPackage: 'openjdk-17-own'},
		zookeeper: {dataDir: '/data/ensemble', heap: '511m', extraProperties: {'own.zk': 'zkvalue'}},
		kafka: {dataDirs: ['/data/broker'], heap: '711m', extraProperties: {'own.kafka': 'brokervalue'}},
		'schema-registry': {heap: '311m', extraProperties: {'own.sr': 'registryvalue'}},
		connect: {
			dataDir: '/data/worker',
			heap: '411m',
			connectorClass: 'own.Connector',
			plugin: {hub: 'own/plugin:1.2.3'},
			extraProperties: {'own.worker': 'workervalue'},
			sources: [
				{
					name: 'ownsource',
					url: 'jdbc:own://db.example/shopdb',
					user: 'shopuser',
					password: 'env:DB_PW',
					tables: ['own.customers'],
					mode: 'timestamp+incrementing',
					incrementingColumn: 'idcolumn',
					timestampColumn: 'timecolumn',
					topicPrefix: 'prefix-',
					extraProperties: {'own.source': 'sourcevalue'},
				},
			],
		},
	},
	'archives and controllers': {
		name: 'orders',
		hosts: [{name: 'kafka-01', properties: {controller: {'own.host': 'hostvalue'}}}],
		roles: {controller: ['kafka-01'], kafka: ['kafka-01'], connect: ['kafka-01']},
		clients: ['2001:db8::/32'],
		platform: {
			version: '8.3',
			source: {archive: 'https://archive.example/own/kafka_2.13-4.3.1.tgz', sha512: 'c'.repeat(128)},
			java: {archive: 'https://archive.example/own/jre-17.tar.gz', sha512: 'd'.repeat(128)},
		},
		controller: {dataDir: '/data/quorum', heap: '611m', extraProperties: {'own.controller': 'quorumvalue'}},
		kafka: {dataDirs: ['/data/broker', '/more/broker']},
		connect: {
			plugin: {folder: '/own/plugin'},
			driver: '/own/driver.jar',
			sources: [
				{
					name: 'ownsource',
					database: {kind: 'postgresql', host: 'db.example', port: 5433, name: 'shopdb'},
					tables: ['customers'],
					mode: 'bulk',
					tableTypes: ['VIEW'],
				},
			],
		},
	},
} as const;

export type Path = readonly (string | number)[];

/** Each text in it, with where it stands. */
export function fieldsIn(value: unknown, path: Path = []): readonly (readonly [Path, string])[] {
	if (typeof value === 'string') return [[path, value]];
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([key, item]) => fieldsIn(item, [...path, Array.isArray(value) ? Number(key) : key]));
}

/** A good file with another text there. */
export function withField(good: object, path: Path, text: string): unknown {
	const copy = structuredClone(good) as unknown;
	let at = copy as Record<string, unknown>;
	for (const key of path.slice(0, -1)) at = at[key] as Record<string, unknown>;
	at[path.at(-1)!] = text;
	return copy;
}

/** What files hold of a field, where that is not the field itself. */
const made: readonly (readonly [field: RegExp, of: (cluster: Cluster) => string | undefined])[] = [
	[/^clients\./, ({clients}) => clients?.[0]],
	[/^hosts\.0\.bind$/, ({hosts}) => hosts[0]!.bind],
	[/^platform\.source\./, ({platform}) => platform.source?.kafka],
	[/^platform\.java\./, javaHome],
	// Blanks around its commas are taken out.
	[/\.timestampColumn$/, ({connect}) => connect.sources[0]!.timestampColumn],
	[/\.database\./, ({connect}) => connect.sources[0]!.url],
];

/** What files hold of a field of a cluster whose file has this text there. */
export const heldOf = (path: Path, text: string, cluster: Cluster): string =>
	made.find(([field]) => field.test(path.join('.')))?.[1](cluster) ?? text;
