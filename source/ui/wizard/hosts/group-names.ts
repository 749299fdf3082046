import {roles as knownRoles, type Role} from '../../../cluster/roles.ts';
import {isSlipOf} from './slip.ts';

/**
 * What the name of a group of an inventory says. `unclear`: it sounds like Kafka, and is none of the names that are known (`like`: nearly
 * that of these roles, or with their names in it);
 * `product`: something around Kafka that is not installed here; `other`: anything else.
 */
export type GroupMeaning =
	| {
			readonly kind: 'role';
			readonly role: Role;
			/** What tells it from another group of the role: `prod`, `dc1`; empty for most. */
			readonly apart: string;
	  }
	| {readonly kind: 'unclear'; readonly like: readonly Role[]}
	| {readonly kind: 'product'}
	| {readonly kind: 'other'; readonly known: boolean};

/** Words of a name that say nothing of what its hosts do. */
const empty = new Set([
	'all',
	'apache',
	'cluster',
	'confluent',
	'cp',
	'ensemble',
	'group',
	'host',
	'instance',
	'machine',
	'member',
	'node',
	'quorum',
	'server',
	'service',
	'the',
	'vm',
	'vms',
]);

/** Words that tell one cluster, or a part of it, from another. */
const apartWords = new Set([
	...['prod', 'production', 'prd', 'preprod', 'stage', 'staging', 'stg', 'test', 'testing', 'dev', 'development', 'qa', 'uat'],
	...['int', 'integration', 'demo', 'lab', 'sandbox', 'perf', 'live', 'acc', 'acceptance'],
	...['dc', 'rack', 'az', 'zone', 'site', 'region', 'us', 'eu', 'ap', 'east', 'west', 'north', 'south', 'central'],
	...['old', 'new', 'primary', 'secondary', 'main', 'dr', 'backup', 'standby', 'blue', 'green'],
]);

/** What stands around Kafka, and is not installed here. */
const products = new Set([
	...['ksql', 'ksqldb', 'controlcenter', 'center', 'centre', 'rest', 'proxy', 'restproxy', 'replicator', 'mirror', 'mirrormaker'],
	...['mm', 'maker', 'exporter', 'ui', 'gui', 'console', 'akhq', 'kafdrop', 'kowl', 'redpanda', 'cruise', 'cruisecontrol'],
	...['manager', 'cmak', 'burrow', 'jmx', 'client', 'producer', 'consumer', 'stream', 'app', 'application', 'admin', 'tool'],
	...['tooling', 'monitor', 'monitoring', 'metric', 'logging', 'bridge', 'flink', 'connector', 'lag', 'navigator'],
]);

/** Groups that other software has, in the singular. */
const known = new Set([
	...['bastion', 'jump', 'jumphost', 'jumpbox', 'jumper', 'gateway', 'control', 'ansible', 'local', 'localhost', 'admin'],
	...['db', 'dbserver', 'database', 'postgre', 'postgresql', 'mysql', 'oracle', 'redi', 'mongo', 'mongodb', 'elastic'],
	...['elasticsearch', 'monitor', 'monitoring', 'prometheu', 'prometheus', 'grafana', 'logging', 'log', 'elk', 'web', 'lb'],
	...['webserver', 'loadbalancer', 'haproxy', 'nginx', 'proxy', 'dns', 'ntp', 'ldap', 'nfs', 'backup', 'ci', 'jenkin', 'jenkins'],
	...['client', 'app', 'application', 'appserver', 'hadoop', 'spark', 'hdfs', 'yarn', 'k', 'kubernete', 'kubernetes', 'vault'],
]);

/** Names up to here are within other words. */
const shortest = 4;

const likeKafka = /kafka|broker|zookeep|kraft|schemaregist|confluent|ksql/;

const singular = (word: string): string =>
	/ies$/.test(word) ? word.replace(/ies$/, 'y') : /[^su]s$/.test(word) && word.length > 3 ? word.slice(0, -1) : word;

/** `ProdKafka-Brokers2` → `prod`, `kafka`, `broker`, with `2` told apart. */
export function wordsOf(name: string): readonly {readonly word: string; readonly number: string}[] {
	return name
		.replace(/([a-z0-9])([A-Z])/g, '$1_$2')
		.toLowerCase()
		.split(/[^a-z0-9]+/)
		.flatMap(text => {
			const [, letters = '', number = ''] = /^([a-z]*(?:\d+[a-z]+)*)(\d*)$/.exec(text) ?? [];
			return letters === '' && number === '' ? [] : [{word: singular(letters), number}];
		});
}

/** The names that descriptors have, their words in the singular and without what is between them. */
const roleNames: ReadonlyMap<string, Role> = new Map(
	knownRoles.flatMap(({id, groups}) =>
		groups.map(
			group =>
				[
					wordsOf(group)
						.map(({word}) => word)
						.join(''),
					id,
				] as const,
		),
	),
);

/** What stands before a name that is Kafka's own says which cluster it is: `payments_kafka_brokers`. */
function afterPrefix(words: readonly string[]): {readonly role: Role; readonly prefix: readonly string[]} | undefined {
	const at = words.indexOf('kafka');
	const role = at < 1 || words.length - at < 2 ? undefined : roleNames.get(words.slice(at).join(''));
	return role === undefined ? undefined : {role, prefix: words.slice(0, at)};
}

/** Roles whose group may be called like this: by half a name, or by one with a slip of the keyboard in it. */
function rolesLike(words: readonly string[], rest: readonly string[]): readonly Role[] {
	const saying = rest.length > 0 ? rest : words;
	const slips = [rest.join(''), ...rest.filter(word => !known.has(word) && !products.has(word))];
	const perhaps = knownRoles.filter(
		({groupsPerhaps = []}) =>
			saying.some(word => groupsPerhaps.includes(word)) && saying.every(word => groupsPerhaps.includes(word) || empty.has(word)),
	);
	const mistyped = [...roleNames].filter(([name]) => slips.some(slip => isSlipOf(slip, name))).map(([, role]) => role);
	return [...new Set([...perhaps.map(({id}) => id), ...mistyped])];
}

/** Roles that are named in a longer name. What is named beside Kafka is more than the brokers: `kafka_connect_foo`. */
function rolesNamed(words: readonly string[]): readonly Role[] {
	const names = [
		...roleNames,
		...knownRoles.flatMap(({id, groupsPerhaps = []}) => groupsPerhaps.map(word => [word, id] as const)),
	];
	const isIn = (name: string) =>
		!empty.has(name) && words.some(word => word === name || (name.length > shortest && word.includes(name)));
	const found = [...new Set(names.filter(([name]) => isIn(name)).map(([, role]) => role))];
	return found.length > 1 ? found.filter(role => role !== 'kafka') : found;
}

/** What a group of an inventory is, by its name alone. */
export function meaningOf(name: string): GroupMeaning {
	const all = wordsOf(name);
	const words = all.map(({word}) => word);
	const text = words.join('');
	const likely = likeKafka.test(text) || words.some(word => ['zk', 'zks', 'zoo'].includes(word));
	const says = ({word}: {readonly word: string}) => !empty.has(word) && !apartWords.has(word) && word.length > 1;
	const rest = all.filter(says).map(({word}) => word);
	const isProduct = words.some(word => products.has(word)) && !roleNames.has(rest.join(''));
	const role = roleNames.get(rest.join(''));
	const found = role === undefined ? (isProduct ? undefined : afterPrefix(rest)) : {role, prefix: []};
	if (found !== undefined) {
		const telling = all.filter(one => !empty.has(one.word) && !says(one)).map(({word}) => word);
		const apart = [...found.prefix, ...telling, ...all.map(({number}) => number)].join('');
		return {kind: 'role', role: found.role, apart};
	}
	if (isProduct && (likely || /controlcent|mirrormaker|restproxy/.test(text) || words.includes('connect')))
		return {kind: 'product'};
	const like = rolesLike(
		all.map(({word}) => word),
		rest,
	);
	if (likely || words.includes('connect') || like.length > 0)
		return {kind: 'unclear', like: like.length > 0 ? like : rolesNamed(words)};
	return {kind: 'other', known: words.some(word => known.has(word))};
}
