import {spawnSync} from 'node:child_process';
import {existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {Source} from '../../../source/cluster/cluster.ts';
import {Secret} from '../../../source/core/secret.ts';
import {readAnswer} from '../../../source/kafka/database/answer.ts';
import {judge} from '../../../source/kafka/database/judge.ts';
import {requestOf} from '../../../source/kafka/database/request.ts';
import {hostile} from '../../helpers/hostile.ts';
import {compile, driverJar, javac} from '../../helpers/java.ts';
import {sampleCluster} from '../../helpers/sample-cluster.ts';

const [sample] = sampleCluster.connect.sources;
const templates = new URL('../../../templates/', import.meta.url).pathname;
let folder = '';
let jar = '';
const java = javac !== undefined;

beforeAll(() => {
	if (!java) return;
	folder = mkdtempSync(join(tmpdir(), 'kafka-setup-test-'));
	const source = new URL('FakeDriver.java', import.meta.url).pathname;
	jar = driverJar(join(folder, 'fake.jar'), {FakeDriver: compile(source, join(folder, 'classes'))});
}, 120_000);
afterAll(() => {
	if (folder !== '') rmSync(folder, {recursive: true});
});

let count = 0;
/** A database that has these lines, and the source that reads it. */
function database(lines: readonly (readonly (string | number)[])[], more: Partial<Source> = {}) {
	const path = join(folder, `db-${count++}`);
	writeFileSync(path, lines.map(line => `${line.join('\t')}\n`).join(''));
	const source: Source = {...sample!, url: `jdbc:fake:${path}`, ...more};
	const asked = () => (existsSync(`${path}.log`) ? readFileSync(`${path}.log`, 'utf8').trim().split('\n') : []);
	return {source, asked};
}

function look(sources: readonly Source[], password = 'p w"$1', jars = [jar]) {
	const input = requestOf(sources.map(source => ({source, password: new Secret(password)}))).reveal();
	const {stdout, stderr} = spawnSync('java', ['-cp', [templates, ...jars].join(':'), 'DatabaseCheck'], {input, encoding: 'utf8'});
	const answer = readAnswer(stdout);
	expect(answer, stdout + stderr).toBeDefined();
	return {stdout, answer: answer!, findings: judge(sources, answer!, {given: 'fake.jar', all: true})};
}

const said = (sources: readonly Source[]) =>
	look(sources).findings.flatMap(({check, state, found}) => (state === 'failed' ? [`${check}: ${found}`] : []));

const orders = ['table', 'shop', 'public', 'orders', 'TABLE'];
const id = ['column', 'orders', 'id', 4, 'int4', 0, 0];

describe.skipIf(!java)('the program that looks at databases', {timeout: 60_000}, () => {
	it('logs in once, reads no row, and finds nothing wrong where all is well', () => {
		const {source, asked} = database([orders, id]);
		expect(said([source])).toEqual([]);
		expect(asked()).toEqual([
			'login app p w"$1',
			'read only true',
			'setQueryTimeout 5',
			'SELECT * FROM "shop"."public"."orders" WHERE 1=0',
			'close',
			'close',
		]);
	});

	const counted = (source: Source, tables: readonly string[]) => {
		const input = requestOf([{source, password: undefined, count: tables}]).reveal();
		const {stdout} = spawnSync('java', ['-cp', `${templates}:${jar}`, 'DatabaseCheck'], {input, encoding: 'utf8'});
		return readAnswer(stdout)!.sources[0]!.tables.map(({found}) => found.map(({rows, uncounted}) => rows ?? uncounted?.message));
	};

	it('has rows counted where that is asked: those that a connector reads by its key', () => {
		const {source, asked} = database([orders, id, ['count', 43]]);
		expect(counted(source, ['public.orders', 'gone'])).toEqual([[43], []]);
		expect(asked()).toContain('SELECT COUNT(*) FROM "shop"."public"."orders" WHERE "id" > -1');
		const bulk = database([orders, ['count', 5_000_000_000]], {mode: 'bulk', incrementingColumn: undefined});
		expect(counted(bulk.source, ['orders'])).toEqual([[5_000_000_000]]);
		expect(bulk.asked()).toContain('SELECT COUNT(*) FROM "shop"."public"."orders"');
		const late = database([orders, ['deny', 'COUNT', '57014', 0, 'canceling statement due to statement timeout']]);
		expect(counted(late.source, ['orders'])).toEqual([['canceling statement due to statement timeout']]);
	});

	it('tries no other login after one that was refused, and tells no password', () => {
		const refusing = database([['refuse', '28P01', 0, 'no such login: ']], {name: 'first'});
		const other = database([orders, id], {name: 'second'});
		const {stdout, findings} = look([refusing.source, other.source]);
		expect(findings.map(({source, state, found}) => `${source} ${state}: ${found}`)).toEqual([
			'first failed: the database refuses the login of app: no such login: ***',
			'second not-checked: not checked: the login of first was refused, and no other is tried',
		]);
		expect(refusing.asked()).toHaveLength(1);
		expect(other.asked()).toEqual([]);
		expect(stdout).not.toContain(Buffer.from('p w"$1').toString('base64').slice(0, 6));
	});

	it('looks at the next database where one was not reached, or is not there', () => {
		const sources = [
			database([['refuse', '08001', 0, 'refused ']], {name: 'a'}),
			database([['refuse', '3D000', 0, 'none ']], {name: 'b'}),
			database([orders, id], {name: 'c'}),
		].map(({source}) => source);
		expect(said(sources).map(text => text.replace(/:.*/, ''))).toEqual(['database-reach', 'database-login']);
		expect(look(sources).answer.sources[2]!.opened?.product).toBe('Fake');
	});

	it('names what is nearly a table, other kinds, and columns that do not fit', () => {
		const {source} = database(
			[
				orders,
				['column', 'orders', 'id', 12, 'varchar', 0, 1],
				['table', 'shop', 'public', 'orders_v', 'VIEW'],
				['column', 'orders_v', 'id', 4, 'int4', 0, 1],
				['table', '-', 'sales', 'item_list', 'TABLE'],
				['column', 'item_list', 'ID', 4, 'int4', 0, 0],
			],
			{tables: ['Orders', 'orders', 'orders_v', 'public.item_list', 'item_list', 'nothing']},
		);
		// The same question with further columns, by which rows are told apart as well.
		const times = {...source, mode: 'timestamp+incrementing', timestampColumn: 'id,made', tables: ['orders']} as const;
		expect(said([times])).toContain('database-time: public.orders has no column made');
		expect(said([source])).toEqual([
			'database-table: the database has no table Orders; it has public.orders',
			'database-key: column id of public.orders may be NULL',
			'database-key: column id of public.orders is varchar, no integer',
			'database-kind: orders_v is a VIEW, and the connector reads TABLE alone',
			'database-key: column id of public.orders_v may be NULL, as every column of a view',
			'database-table: the database has no table public.item_list; it has sales.item_list',
			'database-key: sales.item_list has no column id; it has ID',
			'database-table: the database has no table nothing that its user sees',
		]);
	});

	it('asks for a right by a name in quotes, whatever is in that', () => {
		const table = ['table', '-', 'a"b', 'x" WHERE 1=1 --', 'TABLE'];
		const {source, asked} = database([table, ['deny', '1=1', '42501', 0, 'denied']], {
			tables: ['x" WHERE 1=1 --'],
			mode: 'bulk',
			incrementingColumn: undefined,
		});
		expect(said([source])).toEqual(['database-read: app may not read a"b.x" WHERE 1=1 --: denied']);
		expect(asked()).toContain('SELECT * FROM "a""b"."x"" WHERE 1=1 --" WHERE 1=0');
	});

	it('lets nothing of what a database says become more than its words', () => {
		const name = `${hostile.replace(/[\t\r]/g, ' ')}\\nend\\nrefused + +0 + +`;
		const {source} = database([orders, ['column', 'orders', 'ID', 4, name, 0, 0], ['table', name, name, 'ORDERS', 'TABLE']], {
			tables: ['ord_ers'],
		});
		const [finding] = look([source]).findings;
		expect(finding).toMatchObject({check: 'database-table', state: 'failed'});
		expect(finding!.found).toContain('it has public.orders');
		expect(finding!.found).not.toMatch(/[\x00-\x1f\x7f-\x9f\u202e]/);
	});

	it('names a URL that no driver takes, and a driver for a newer Java', () => {
		const url = 'jdbc:mysql://db-01:3306/shop';
		expect(said([{...sample!, url}])).toEqual(['database-driver: fake.jar is no driver for jdbc:mysql']);
		const newer = Buffer.from(readFileSync(join(folder, 'classes/FakeDriver.class')));
		newer[7] = 99;
		const {findings} = look([{...sample!, url}], 'x', [driverJar(join(folder, 'newer.jar'), {FakeDriver: newer})]);
		expect(findings[0]).toMatchObject({check: 'database-driver', state: 'failed'});
		expect(findings[0]!.found).toMatch(/^its driver needs a newer Java than this host has: .*class file version 99/);
	});
});
