import fc from 'fast-check';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {stringify} from 'yaml';
import type {Cluster} from '../../../source/cluster/cluster.ts';
import {parseCluster} from '../../../source/cluster/file/parse.ts';
import {ClusterFileError} from '../../../source/cluster/file/problems.ts';
import {assignIds, inOrder} from '../../../source/cluster/ids.ts';
import {bareTable, placeOf} from '../../../source/cluster/tables.ts';
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
import {type PropertiesReader, propertiesReader} from '../../helpers/readers/java-properties.ts';
import {skipped} from '../../helpers/skipped.ts';
import {comparison, lacking} from './comparison.ts';
import {fieldsIn, good, withField} from './good-cluster.ts';

if (lacking !== undefined) skipped('what files hold, read back by their real readers', lacking);

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

/** The name of a table is written in parts, each a setting of its own. */
async function expectTable(java: PropertiesReader, was: string, now: string, table: string): Promise<void> {
	const ours = ['table.whitelist', 'catalog.pattern', 'schema.pattern'];
	const others = async (text: string) => (await java.read(text)).filter(([key]) => !ours.includes(key));
	expect(await others(now)).toEqual(await others(was));
	const {catalog, schema} = placeOf({url: 'jdbc:own:'}, table);
	const [list, ...where] = (await java.read(now)).filter(([key]) => ours.includes(key));
	expect([list?.[1], ...where.map(([, value]) => value)]).toEqual([bareTable(table), catalog, schema].filter(Boolean));
}

describe.skipIf(lacking !== undefined)('by the real readers', () => {
	let java: PropertiesReader;
	beforeAll(() => {
		java = propertiesReader();
	});
	afterAll(() => java.close());

	test('the good file makes files of every kind', () => {
		const kinds = [...before.keys()].map(path => /[^./]*$/.exec(path)![0]);
		expect(kinds).toEqual(expect.arrayContaining(['properties', 'conf', 'list', 'repo']));
	});

	describe.each(fieldsIn(good).map(([path, value]) => [path.join('.'), path, value] as const))('%s', (_name, path, value) => {
		test('whatever it holds, it is refused, or it is one value where it is read', async () => {
			const {compare, finish} = comparison(java, value);
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
					const selects = path.at(-2) === 'tables';
					// The steps have one order, whatever the paths are.
					for (const [index, [name, now]] of paths.entries()) {
						const was = old[index]![1];
						if (selects && was.includes('table.whitelist=')) await expectTable(java, was, now, text);
						else await compare(name, was, now, text);
					}
				}),
				{numRuns: fuzzRuns},
			);
			finish();
		}, 3_600_000);
	});
});
