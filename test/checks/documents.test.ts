import {readFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {roles} from '../../source/cluster/roles.ts';
import {clusterSchema} from '../../source/cluster/schema/json-schema.ts';
import {exitCodes} from '../../source/exit-codes.ts';
import {logBytes} from '../../source/kafka/logs/space.ts';
import {catalogue} from '../../source/kafka/preflight/catalogue.ts';
import {fixes} from '../../source/kafka/preflight/fixes.ts';
import {preflight} from '../../source/kafka/preflight/stage.ts';
import {sampleCluster, sampleFacts} from '../helpers/sample-cluster.ts';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

type Schema = {
	readonly properties?: Readonly<Record<string, Schema>>;
	readonly items?: Schema;
	readonly anyOf?: readonly Schema[];
	readonly default?: unknown;
};

/** The rows of the table below a heading: first cell without its quotes → the whole row. */
function rowsBelow(text: string, heading: string): ReadonlyMap<string, string> {
	const section = text.split(/^## /m).find(part => part.startsWith(heading)) ?? '';
	return new Map([...section.matchAll(/^\| `([^`|]+)`.*$/gm)].map(([row, key]) => [key!, row]));
}

/** Keys of a mapping; those of a mapping that is no section of its own stand as `packages.url`. */
function keysOf(schema: Schema, flat: readonly string[]): readonly (readonly [string, unknown])[] {
	return Object.entries(schema.properties ?? {}).flatMap(([key, value]) =>
		flat.includes(key)
			? keysOf(value, []).map(([inner, usual]) => [`${key}.${inner}`, usual] as const)
			: [[key, value.default] as const],
	);
}

const {properties = {}} = clusterSchema() as Schema;
const mapping = (schema: Schema): Schema => schema.anyOf?.find(one => one.properties !== undefined) ?? schema;
const sections: readonly (readonly [string, Schema])[] = [
	...['roles', 'ssh', 'platform', 'controller', 'zookeeper', 'kafka', 'schema-registry', 'connect'].map(
		key => [key, properties[key]!] as const,
	),
	['hosts', mapping(properties.hosts!.items!)],
	['connect.sources', properties.connect!.properties!.sources!.items!],
];

test.each(sections)('docs/cluster-file.md has every key of %s, with its default', (name, schema) => {
	const rows = rowsBelow(read('docs/cluster-file.md'), `\`${name}\``);
	const keys = keysOf(schema, ['packages']);
	expect([...rows.keys()].filter(key => /^[a-z]/i.test(key)).sort()).toEqual(
		expect.arrayContaining(keys.map(([key]) => key).sort()),
	);
	for (const [key, usual] of keys) {
		if (typeof usual === 'string' || typeof usual === 'number') expect(rows.get(key)).toContain(`${usual}`);
	}
});

test.each(roles)('docs/logs.md has where $title logs, and how much at most', ({title, logs}) => {
	const row = read('docs/logs.md')
		.split('\n')
		.find(line => line.startsWith(`| ${title} |`));
	expect(row).toContain(`\`${logs.directory}\``);
	expect(row).toContain(`| ${logBytes(logs) / 1024 / 1024} MB |`);
	for (const {file, kept, mb} of logs.gc === undefined ? [] : [logs.gc])
		expect(row).toContain(`\`${file}\` ${kept + 1} × ${mb} MB`);
});

test('docs/commands.md has every command and flag, and no flag that is none', () => {
	const source = ['source/cli.ts', 'source/cli-check.ts', 'source/cli-options.ts'].map(read).join('');
	const text = read('docs/commands.md');
	const flags = new Set([...source.matchAll(/'(--[a-z][a-z-]+)/g)].map(([, flag]) => flag!));
	const told = new Set([...text.matchAll(/^\| `(--[a-z][a-z-]+)/gm)].map(([, flag]) => flag!));
	expect([...told].sort()).toEqual([...flags].sort());
	for (const [, name] of source.matchAll(/\.command\('([a-z]+)'/g)) expect(text).toContain(`\`${name}`);
});

test('docs/checks.md has every check, in its order, with its words and those that can be fixed', () => {
	const text = read('docs/checks.md');
	const rows = [...text.matchAll(/^\| `([^`]+)` \| ([^|]+) \| ([^|]+) \| (?:`check` alone)? ?\|$/gm)].map(
		([, id, title, why]) => ({id, title, why}),
	);
	expect(rows).toEqual(catalogue);
	for (const {check} of fixes) expect(text).toMatch(new RegExp(`\\| \`--fix\` .*\`${check}\``));
});

test('docs/checks.md says which checks a run leaves to check', () => {
	const idsOf = (all: boolean) => {
		const checks = {all, skip: new Set<string>()};
		const stage = preflight(sampleCluster, sampleCluster.hosts, {
			factsOf: new Map(sampleCluster.hosts.map(({name}) => [name, sampleFacts])),
			remarks: new Map(),
			checks,
		});
		return stage
			.begin()(sampleCluster.hosts[0]!)
			.map(({id}) => id);
	};
	const alone = [...read('docs/checks.md').matchAll(/^\| `([^`]+)` .*\| `check` alone \|$/gm)].map(([, id]) => id!);
	expect(['login', ...idsOf(true).filter(id => !idsOf(false).includes(id))].sort()).toEqual(alone.sort());
});

test.each(['readme.md', 'docs/commands.md'])('%s has every exit code', path => {
	const row = read(path);
	for (const code of Object.values(exitCodes)) expect(row).toMatch(new RegExp(`^\\|(?:.*, )? ?${code}\\b`, 'm'));
});
