import {describe, expect, it} from 'vitest';
import type {Source} from '../../../source/cluster/cluster.ts';
import type {Answer, Column, FoundTable, SourceAnswer, Thrown} from '../../../source/kafka/database/answer.ts';
import {judge} from '../../../source/kafka/database/judge.ts';
import {sampleCluster} from '../../helpers/sample-cluster.ts';

const [sample] = sampleCluster.connect.sources;
const opened = {product: 'X', quote: '"', caseCounts: true};
const key: Column = {name: 'id', type: 4, typeName: 'int4', scale: 0, nullable: 0};
const table: FoundTable = {catalog: undefined, schema: 'public', name: 'orders', type: 'TABLE', columns: [key]};

function found(
	answer: Partial<SourceAnswer>,
	source: Partial<Source> = {},
	more: Partial<Answer> = {},
	drivers = {given: 'x.jar', all: true},
) {
	const all: Answer = {drivers: [], broken: [], sources: [{tables: [], ...answer}], end: 'end', ...more};
	return judge([{...sample!, ...source}], all, drivers as {given: string; all: boolean}).filter(
		({check}) => check !== 'database-mode',
	);
}
const ofTable = (one: Partial<FoundTable>, source: Partial<Source> = {}, cased = true) =>
	found({opened: {...opened, caseCounts: cased}, tables: [{found: [{...table, ...one}], near: []}]}, source).map(
		({state, found: text, fix}) => `${state}: ${text} | ${fix}`,
	);
const thrown = (state: string | undefined, code: number, ...classes: readonly string[]): Thrown => ({
	state,
	code,
	message: 'words',
	classes,
});

describe('a login that failed', () => {
	it.each([
		['PostgreSQL, password', thrown('28P01', 0), 'database-login', /refuses the login of app: words/],
		['PostgreSQL, pg_hba.conf', thrown('28000', 0), 'database-login', /refuses the login/],
		['MySQL, password', thrown('28000', 1045), 'database-login', /refuses the login/],
		['SQL Server, password', thrown('S0001', 18_456), 'database-login', /refuses the login/],
		['Oracle, password', thrown('72000', 1017), 'database-login', /refuses the login/],
		['Oracle, locked account', thrown('99999', 28_000), 'database-login', /refuses the login/],
		['PostgreSQL, database', thrown('3D000', 0), 'database-login', /no such database/],
		['MySQL, database', thrown('42000', 1049), 'database-login', /no such database/],
		['Oracle, service', thrown('08006', 12_514), 'database-login', /no such database/],
		['TLS', thrown('08S01', 0, 'X', 'javax.net.ssl.SSLHandshakeException'), 'database-tls', /no TLS/],
		['port', thrown('08001', 0), 'database-reach', /no connection/],
		['name', thrown(undefined, 0, 'X', 'java.net.UnknownHostException'), 'database-reach', /no connection/],
		['Java', thrown(undefined, 0, 'java.lang.UnsupportedClassVersionError'), 'database-driver', /does not run on the Java/],
		['anything else', thrown(undefined, 0, 'X'), 'database-login', /no login/],
	])('is told by state, code and class: %s', (_, refused, check, text) => {
		const [finding, ...more] = found({refused});
		expect(more).toEqual([]);
		expect(finding).toMatchObject({check, state: 'failed'});
		expect(finding!.found).toMatch(text);
	});
});

describe('a driver', () => {
	const unsuitable = (url: string, all: boolean) => found({unsuitable: true}, {url}, {}, {given: 'x.jar', all})[0];

	it('that takes no such URL fails, unless the plug-in may bring another that does', () => {
		expect(unsuitable('jdbc:postgresql://a/b', true)).toMatchObject({
			state: 'failed',
			found: 'x.jar is no driver for jdbc:postgresql',
		});
		expect(unsuitable('jdbc:postgresql://a/b', false)).toMatchObject({state: 'not-checked'});
		expect(unsuitable('jdbc:mysql://a/b', false)).toMatchObject({state: 'failed'});
	});
});

describe('a table', () => {
	const nullable = {...key, nullable: 1};

	it('that fits gives no finding', () => {
		expect(ofTable({})).toEqual([]);
	});

	it('of another kind needs tableTypes, or table.types where that is set already', () => {
		expect(ofTable({type: 'VIEW'})).toEqual([
			'failed: orders is a VIEW, and the connector reads TABLE alone | Set tableTypes: [TABLE, VIEW] for this source.',
		]);
		expect(ofTable({type: 'VIEW'}, {extraProperties: {'table.types': 'TABLE'}})).toEqual([
			'failed: orders is a VIEW, and the connector reads TABLE alone | Set table.types: TABLE,VIEW in extraProperties of this source.',
		]);
		expect(ofTable({type: 'VIEW', columns: [nullable]}, {tableTypes: ['VIEW'], nullableColumns: true})).toEqual([]);
		expect(ofTable({type: 'VIEW', columns: [nullable]}, {extraProperties: {'table.types': 'TABLE,VIEW'}})).toEqual([
			'failed: column id of public.orders may be NULL, as every column of a view | If every row has a value there, set nullableColumns: true for this source.',
		]);
		expect(ofTable({columns: [nullable]}, {extraProperties: {'validate.non.null': 'false'}})).toEqual([]);
	});

	it('of one name in two schemas is refused, unless one of them is named', () => {
		const tables = [{found: [table, {...table, schema: 'old'}], near: []}];
		expect(found({opened, tables})[0]).toMatchObject({
			state: 'failed',
			found: 'there are 2 tables orders: public.orders, old.orders',
		});
		expect(found({opened, tables}, {tables: ['old.orders']})).toEqual([]);
	});

	it('is one of two where the schema that is named fits another one too, as a pattern', () => {
		const named = (schema: string, ...schemas: readonly string[]) =>
			found({opened, tables: [{found: schemas.map(one => ({...table, schema: one})), near: []}]}, {tables: [`${schema}.orders`]});
		expect(named('sales_eu', 'sales_eu', 'salesXeu')[0]).toMatchObject({
			state: 'failed',
			found: 'there are 2 tables orders: sales_eu.orders, salesXeu.orders',
			fix: expect.stringContaining('sales\\_eu'),
		});
		expect(named('sales_eu', 'sales_eu', 'salesXXeu', 'sales.eu.x')).toEqual([]);
		expect(named('s$x', 's$x', 'sxx')).toEqual([]);
		// A table of another schema is not the one that is wanted.
		expect(named('sales_eu', 'salesXeu')[0]).toMatchObject({
			found: 'the database has no table sales_eu.orders; it has salesXeu.orders',
		});
		// By the operator's own pattern the driver has looked already.
		const own = {tables: ['sales_eu.orders'], extraProperties: {'schema.pattern': 'sales\\_eu'}};
		expect(found({opened, tables: [{found: [{...table, schema: 'sales_eu'}], near: []}]}, own)).toEqual([]);
	});

	it('is looked for in the database alone where there are no schemas', () => {
		const inMysql = [{found: [{...table, schema: undefined, catalog: 'shop'}], near: []}];
		expect(found({opened, tables: inMysql}, {tables: ['shop.orders']})).toEqual([]);
		expect(found({opened, tables: inMysql}, {tables: ['other.orders']})[0]).toMatchObject({
			state: 'failed',
			found: 'the database has no table other.orders; it has shop.orders',
		});
	});

	it('has a key column: there, with its case where that counts, and an integer', () => {
		expect(ofTable({columns: [{...key, name: 'ID'}]})[0]).toMatch(/^failed: public.orders has no column id; it has ID/);
		expect(ofTable({columns: [{...key, name: 'ID'}]}, {}, false)).toEqual([]);
		expect(ofTable({columns: [{...key, nullable: 2}]})[0]).toMatch(/^warning: .* may be NULL/);
		expect(ofTable({columns: [{...key, type: 2, scale: 0}]})).toEqual([]);
		expect(ofTable({columns: [{...key, type: 2, typeName: 'numeric', scale: 2}]})[0]).toMatch(
			/^failed: .* is numeric, no integer/,
		);
	});

	it('has a time column: a timestamp, with a word on its zone', () => {
		const stamp = (one: Partial<Column>, extraProperties = {}) =>
			ofTable(
				{columns: [{name: 'at', type: 93, typeName: 'timestamp', scale: 6, nullable: 0, ...one}]},
				{mode: 'timestamp', incrementingColumn: undefined, timestampColumn: 'at', extraProperties},
			);
		expect(stamp({})[0]).toMatch(/^warning: column at of public.orders has no time zone, and is read as UTC/);
		expect(stamp({}, {'db.timezone': 'Europe/Paris'})).toEqual([]);
		expect(stamp({typeName: 'timestamptz'})).toEqual([]);
		expect(stamp({type: -155, typeName: 'datetimeoffset'})).toEqual([]);
		expect(stamp({type: 12, typeName: 'varchar'})[0]).toMatch(/^failed: .* is varchar, no timestamp/);
		expect(stamp({type: 91, typeName: 'date'})[0]).toMatch(/^warning: .* is date, which may have no time of day/);
	});

	it('has several time columns: each is looked at, and one of them is NOT NULL', () => {
		const at = (name: string, one: Partial<Column> = {}) =>
			({name, type: 93, typeName: 'timestamptz', scale: 6, nullable: 0, ...one}) as const;
		const both = (...columns: readonly Column[]) =>
			ofTable({columns}, {mode: 'timestamp', incrementingColumn: undefined, timestampColumn: 'updated_at,created_at'});
		expect(both(at('updated_at', {nullable: 1}), at('created_at'))).toEqual([]);
		expect(both(at('updated_at', {nullable: 1}), at('created_at', {nullable: 1}))).toEqual([
			'failed: columns updated_at, created_at of public.orders may all be NULL | Make one of them NOT NULL, or add one that is to timestampColumn, or, if every row has a value in one of them, set nullableColumns: true for this source.',
		]);
		expect(both(at('updated_at', {nullable: 1}), at('created_at', {nullable: 2}))[0]).toMatch(/^warning: .* may all be NULL/);
		expect(both(at('updated_at', {nullable: 1}))).toEqual([
			expect.stringMatching(/^failed: public.orders has no column created_at/),
		]);
		expect(both(at('updated_at'), at('created_at', {type: 12, typeName: 'varchar'}))).toEqual([
			expect.stringMatching(/^failed: column created_at .* is varchar, no timestamp/),
		]);
		expect(both(at('updated_at'), at('created_at', {typeName: 'timestamp'}))).toEqual([
			expect.stringMatching(/^warning: column created_at .* has no time zone/),
		]);
	});

	it('may be one that the user may not read', () => {
		expect(ofTable({unreadable: thrown('42501', 0)})[0]).toMatch(
			/^failed: app may not read public.orders: words \| .*GRANT SELECT/,
		);
		expect(ofTable({unreadable: thrown('57014', 0)})[0]).toMatch(/^warning: a query of public.orders failed/);
	});

	it('is not called missing where the look ended before', () => {
		expect(found({opened}, {}, {end: 'late'})[0]).toMatchObject({state: 'not-checked'});
		expect(found({opened, tables: [{found: [], near: [], trouble: thrown(undefined, 0)}]})[0]).toMatchObject({
			state: 'not-checked',
		});
	});
});

it.each([
	['bulk', /sends every row again every 5 ?s/],
	['timestamp', /loses rows/],
	['incrementing', /sees no row that is changed .* loses rows of a transaction that commits after one with a higher key/],
	['timestamp+incrementing', /no deleted rows/],
] as const)('says what mode %s misses', (mode, text) => {
	const all: Answer = {drivers: [], broken: [], sources: [{opened, tables: [{found: [table], near: []}]}], end: 'end'};
	const risk = judge([{...sample!, mode}], all, {given: 'x', all: true}).find(({check}) => check === 'database-mode');
	expect(risk!.found).toMatch(text);
});
