import fc from 'fast-check';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {stringify} from 'yaml';
import type {Cluster} from '../../../source/cluster/cluster.ts';
import {parseCluster} from '../../../source/cluster/file/parse.ts';
import {ClusterFileError} from '../../../source/cluster/file/problems.ts';
import {assignIds, inOrder} from '../../../source/cluster/ids.ts';
import {bareTable, placeOf} from '../../../source/cluster/tables.ts';
import type {Connection} from '../../../source/core/connection.ts';
import {InputError, StepError} from '../../../source/core/errors.ts';
import type {Change} from '../../../source/core/events.ts';
import {Secret} from '../../../source/core/secret.ts';
import {planFor} from '../../../source/kafka/plan.ts';
import type {ReadArchive} from '../../../source/kafka/platform/read-archive.ts';
import {type KnownCluster, nothingKnown} from '../../../source/kafka/settled/record-steps.ts';
import {debian, fakeContext} from '../../helpers/context.ts';
import {noDial} from '../../helpers/fake-connection.ts';
import {fuzzRuns, hostileLike} from '../../helpers/fuzz.ts';
import {harmful} from '../../helpers/hostile.ts';
import {bareMaterials} from '../../helpers/materials.ts';
import {type PropertiesReader, propertiesReader} from '../../helpers/readers/java-properties.ts';
import {skipped} from '../../helpers/skipped.ts';
import {bareStanding, quorumFor} from '../../helpers/standings.ts';
import {comparison, lacking} from './comparison.ts';
import {fieldsIn, goods, heldOf, withField} from './good-cluster.ts';

if (lacking !== undefined) skipped('what files hold, read back by their real readers', lacking);

/** A host on which nothing is: its directories say so, and all else finds nothing. */
const bare: Connection = {
	exec: async ({text}) => ({code: 0, stdout: text.includes('enter "$path" ||') ? 'missing\n' : '', stderr: ''}),
	dial: noDial,
	async close() {},
};
const fetched = (sha512: string): ReadArchive => ({sha512, origin: {url: 'https://archive.example/x'}});

/** A step that the bare host, or this machine, has not what it needs for: an archive, a driver. */
function onlyRefused(error: unknown): readonly Change[] {
	if (error instanceof InputError || error instanceof StepError) return [];
	throw error;
}

/** Every file that the cluster's steps would make on its host, by its path. */
async function filesOf(parsed: Cluster): Promise<ReadonlyMap<string, string>> {
	const cluster = inOrder(assignIds(parsed, new Map()));
	const [host] = cluster.hosts;
	const facts = {...debian, nft: true};
	const known: KnownCluster = {...nothingKnown(), quorum: quorumFor(cluster), standings: new Map([[host!.name, bareStanding]])};
	const {stages} = planFor(cluster, {
		...bareMaterials(),
		factsOf: new Map([[host!.name, facts]]),
		known,
		archives: {kafka: fetched('c'.repeat(128)), java: fetched('d'.repeat(128))},
		plugin: {jars: '/usr/share/java/p'},
		secret: async () => new Secret('x'),
	});
	const files = new Map<string, string>();
	for (const packageManager of ['apt', 'dnf'] as const) {
		// Those of dnf alone are the package source; all others are the same.
		const steps = stages
			.filter(({id}) => !['preflight', 'smoke-test'].includes(id))
			.flatMap(stage => stage.begin()(host!))
			.filter(({id}) => packageManager === 'apt' || id.startsWith('repository-'));
		for (const step of steps) {
			const context = fakeContext(bare, {host: host!, facts: {...facts, packageManager}});
			for (const {puts = [], after} of (await step.check?.(context).catch(onlyRefused)) ?? []) {
				if (after !== undefined) files.set(puts[0]!.name, after);
			}
		}
	}
	return files;
}

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

	describe.each(Object.entries(goods))('with %s', (_kind, good) => {
		const whole = parseCluster(stringify(good), 'x');
		let before: ReadonlyMap<string, string>;
		beforeAll(async () => {
			before = await filesOf(whole);
		});

		test('the good file makes files of every kind', () => {
			const paths = [...before.keys()].join('\n');
			for (const kind of kindsOf[good.platform.version]) expect(paths).toMatch(kind);
		});

		test.each(fieldsIn(good).map(([path, value]) => [path.join('.'), path, value] as const))(
			'%s, whatever it holds, is refused, or is one value where it is read',
			async (name, path, value) => {
				const {compare, finish} = comparison(java, heldOf(path, value, whole));
				await fc.assert(
					fc.asyncProperty(hostileLike(value), async text => {
						let cluster: Cluster;
						try {
							cluster = parseCluster(stringify(withField(good, path, text)), 'x');
						} catch (error) {
							if (!(error instanceof ClusterFileError)) throw error;
							expect(`${error.message}${error.hint}`).not.toMatch(harmful);
							return;
						}
						const files = await filesOf(cluster);
						// Names of the host are in each file; what it is reached by, in none.
						if (/^roles|^hosts\.0\.name/.test(name)) return;
						// A key of this machine that is not there.
						if (name === 'platform.packages.key') return;
						expect(files.size).toBe(before.size);
						const [paths, old] = [[...files], [...before]];
						const selects = path.at(-2) === 'tables';
						const held = heldOf(path, text, cluster);
						// The steps have one order, whatever the paths are.
						for (const [index, [file, now]] of paths.entries()) {
							const was = old[index]![1];
							if (selects && was.includes('table.whitelist=')) await expectTable(java, was, now, text);
							else await compare(file, was, now, held);
						}
					}),
					{numRuns: fuzzRuns},
				);
				finish();
			},
			3_600_000,
		);
	});
});

const everyKind = [/server\.properties$/m, /kafka-setup\.conf$/m, /needrestart/, /\.nft$/m, /\.service$/m];
const kindsOf = {
	'7.9': [...everyKind, /zookeeper\.properties$/m, /schema-registry\.properties$/m, /\.list$/m, /\.repo$/m],
	'8.3': [...everyKind, /controller\.properties$/m, /^\/opt\/kafka\/run$/m],
};
