import {posix} from 'node:path';
import fc from 'fast-check';
import {getProperties} from 'properties-file';
import {describe, expect, test} from 'vitest';
import {stringify} from 'yaml';
import type {Cluster} from '../../../source/cluster/cluster.ts';
import {parseCluster} from '../../../source/cluster/file/parse.ts';
import {ClusterFileError} from '../../../source/cluster/file/problems.ts';
import {assignIds, inOrder} from '../../../source/cluster/ids.ts';
import type {Stage} from '../../../source/core/plan.ts';
import {Secret} from '../../../source/core/secret.ts';
import {repository} from '../../../source/host/packages/repository.ts';
import {kafka} from '../../../source/kafka/roles/broker/stage.ts';
import {connect} from '../../../source/kafka/roles/connect/stage.ts';
import {schemaRegistry} from '../../../source/kafka/roles/schema-registry/stage.ts';
import {zookeeper} from '../../../source/kafka/roles/zookeeper/stage.ts';
import {nothingKnown} from '../../../source/kafka/settled/record-steps.ts';
import {debian, fakeContext} from '../../helpers/context.ts';
import {noDial} from '../../helpers/fake-connection.ts';
import {fuzzRuns, hostileLike} from '../../helpers/fuzz.ts';
import {harmful} from '../../helpers/hostile.ts';

/** A file in which each field has a value that stands nowhere else. */
const good = {
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

type Path = readonly (string | number)[];

function fieldsIn(value: unknown, path: Path = []): readonly (readonly [Path, string])[] {
	if (typeof value === 'string') return [[path, value]];
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([key, item]) => fieldsIn(item, [...path, Array.isArray(value) ? Number(key) : key]));
}

function withField(path: Path, text: string): unknown {
	const copy = structuredClone(good) as unknown;
	let at = copy as Record<string, unknown>;
	for (const key of path.slice(0, -1)) at = at[key] as Record<string, unknown>;
	at[path.at(-1)!] = text;
	return copy;
}

const bare = {exec: async () => ({code: 0, stdout: '', stderr: ''}), dial: noDial, async close() {}};

/** Every file that the cluster's steps would make on its host, by its path. */
async function filesOf(parsed: Cluster): Promise<ReadonlyMap<string, string>> {
	const cluster = inOrder(assignIds(parsed, new Map()));
	const [host] = cluster.hosts;
	const known = nothingKnown();
	const stages: readonly Stage[] = [
		zookeeper(cluster, cluster.hosts, {known}),
		kafka(cluster, cluster.hosts, {known}),
		schemaRegistry(cluster, cluster.hosts),
		connect(cluster, cluster.hosts, {known, plugin: {jars: '/usr/share/java/p'}, secret: async () => new Secret('x')}),
	];
	const {version, packages} = cluster.platform;
	const source = {
		name: 'confluent',
		url: packages.url,
		version,
		key: 'A'.repeat(40),
		held: {leader: 'confluent-kafka', family: 'confluent-*'},
	};
	const files = new Map<string, string>();
	for (const packageManager of ['apt', 'dnf'] as const) {
		const steps = [repository(source), ...(packageManager === 'apt' ? stages.flatMap(stage => stage.begin()(host!)) : [])];
		for (const step of steps) {
			const context = fakeContext(bare, {host: host!, facts: {...debian, packageManager}});
			for (const {puts = [], after} of (await step.check?.(context).catch(() => [])) ?? []) {
				if (after !== undefined) files.set(puts[0]!.name, after);
			}
		}
	}
	return files;
}

const before = await filesOf(parseCluster(stringify(good), 'x'));
const linesOf = (text: string) => text.split('\n').length;
const tidy = (path: string) => posix.normalize(path).replace(/(?<=.)\/$/, '');

/** Reads a file as who reads it does, and compares: the same settings, each with the value where the good one had its own. */
function compare(path: string, was: string, now: string, from: string, to: string): void {
	if (!was.includes(from)) {
		expect(now, path).toBe(was);
		return;
	}
	expect(linesOf(now), path).toBe(linesOf(was));
	if (path.endsWith('.properties')) {
		const [old, read] = [getProperties(was), getProperties(now)];
		expect(Object.keys(read)).toEqual(Object.keys(old));
		for (const [key, value] of Object.entries(old))
			expect([value.replaceAll(from, () => to), value.replaceAll(from, () => tidy(to))], `${path} ${key}`).toContain(read[key]);
	} else if (path.endsWith('.json')) {
		expect(JSON.parse(now)).toEqual(JSON.parse(was.replaceAll(from, () => JSON.stringify(to).slice(1, -1))));
	} else {
		// A unit, a source of apt or yum: what stands before the value of each line is not changed by it.
		const keys = (text: string) => text.split('\n').map(line => (/^\w+=/.exec(line) ?? /^\[.*\]$|^\S*/.exec(line))![0]);
		expect(keys(now)).toEqual(keys(was));
		// Some of ours are indented by tabs.
		expect(now.replace(/^\t+/gm, '')).not.toMatch(harmful);
	}
}

test('the good file makes files of every kind', () => {
	const kinds = [...before.keys()].map(path => /[^./]*$/.exec(path)![0]);
	expect(kinds).toEqual(expect.arrayContaining(['properties', 'conf', 'list', 'repo']));
});

describe.each(fieldsIn(good).map(([path, value]) => [path.join('.'), path, value] as const))('%s', (_name, path, value) => {
	test('whatever it holds, it is refused, or it is one value where it is read', async () => {
		await fc.assert(
			fc.asyncProperty(hostileLike(value), async text => {
				let cluster: Cluster;
				try {
					cluster = parseCluster(stringify(withField(path, text)), 'x');
				} catch (error) {
					if (!(error instanceof ClusterFileError)) throw error;
					expect(`${error.message}${error.hint}`).not.toMatch(harmful);
					return;
				}
				const files = await filesOf(cluster);
				const named = path[0] === 'hosts' && !['rack', 'properties'].includes(String(path[2]));
				if (named || path[0] === 'roles') return;
				expect(files.size).toBe(before.size);
				const [paths, old] = [[...files], [...before]];
				// The steps have one order, whatever the paths are.
				for (const [index, [name, now]] of paths.entries()) compare(name, old[index]![1], now, value, text);
			}),
			{numRuns: fuzzRuns},
		);
	}, 3_600_000);
});
