/** A file in which each field has a value that stands nowhere else. */
export const good = {
	name: 'orders',
	hosts: [
		{
			name: 'kafka-01',
			address: 'reach-01',
			user: 'op',
			rack: 'ownrack',
			properties: {kafka: {'own.host': 'hostvalue'}, connect: {'own.connect.host': 'hostworker'}},
		},
	],
	roles: {zookeeper: ['kafka-01'], kafka: ['kafka-01'], 'schema-registry': ['kafka-01'], connect: ['kafka-01']},
	ssh: {password: 'env:SSH_PW', identityFile: '/keys/one'},
	platform: {packages: {url: 'http://mirror.example/base'}, javaPackage: 'openjdk-17-own'},
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
};

export type Path = readonly (string | number)[];

/** Each text in it, with where it stands. */
export function fieldsIn(value: unknown, path: Path = []): readonly (readonly [Path, string])[] {
	if (typeof value === 'string') return [[path, value]];
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([key, item]) => fieldsIn(item, [...path, Array.isArray(value) ? Number(key) : key]));
}

/** The good file with another text there. */
export function withField(path: Path, text: string): unknown {
	const copy = structuredClone(good) as unknown;
	let at = copy as Record<string, unknown>;
	for (const key of path.slice(0, -1)) at = at[key] as Record<string, unknown>;
	at[path.at(-1)!] = text;
	return copy;
}
