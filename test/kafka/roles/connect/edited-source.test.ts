import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import type {Cluster, Source} from '../../../../source/cluster/cluster.ts';
import type {ConvergeStep} from '../../../../source/core/plan.ts';
import {editedSource} from '../../../../source/kafka/roles/connect/edited-source.ts';
import {sourceStep} from '../../../../source/kafka/roles/connect/sources.ts';
import {schemaRegistry} from '../../../../source/kafka/roles/schema-registry/stage.ts';
import {fakeContext} from '../../../helpers/context.ts';
import {localConnection} from '../../../helpers/local-connection.ts';
import {sampleCluster} from '../../../helpers/sample-cluster.ts';
import {tempDir} from '../../../helpers/temp-dir.ts';

const [orders] = sampleCluster.connect.sources as readonly [Source];

/** What a plan says where one step has written its file and the other one is to write it. */
async function noted(installed: ConvergeStep | undefined, wanted: ConvergeStep, folder: string, name: string) {
	const dir = tempDir();
	const connection = localConnection({paths: {[folder]: dir}});
	if (installed !== undefined) {
		const [change] = await installed.check(fakeContext(connection));
		writeFileSync(join(dir, name), change!.after!);
	}
	const context = fakeContext(connection);
	await wanted.check(context);
	return context.seen.notes;
}

const edited = (before: Partial<Source> | undefined, after: Partial<Source>) =>
	noted(
		before && sourceStep(sampleCluster, {...orders, ...before}),
		sourceStep(sampleCluster, {...orders, ...after}),
		'/etc/kafka-connect-jdbc',
		'source-orders.properties',
	);

describe('the plan of a source that runs says what becomes of its rows', () => {
	test.each<[string, Partial<Source>, Partial<Source>, string]>([
		[
			'another topicPrefix',
			{},
			{topicPrefix: 'new-'},
			'orders goes on into new-orders: the rows that it has read stay in orders-orders',
		],
		[
			'another host, which may be another name of the same',
			{},
			{url: 'jdbc:postgresql://db-02:5432/shop'},
			'orders reads what is perhaps another database and keeps its offsets: if it is, of a table of the same name rows up to the last offset are not read',
		],
		[
			'another database',
			{},
			{url: 'jdbc:postgresql://db-01:5432/other'},
			'orders reads another database and keeps its offsets: of a table of the same name, rows up to the last offset are not read',
		],
		[
			'another database of SQL Server',
			{url: 'jdbc:sqlserver://h:1433;databaseName=a'},
			{url: 'jdbc:sqlserver://h:1433;databaseName=b'},
			'orders reads another database and keeps its offsets: of a table of the same name, rows up to the last offset are not read',
		],
		[
			'another key',
			{},
			{incrementingColumn: 'number'},
			'orders goes by number, and its offsets are values of id: rows up to the last of them are not read',
		],
		[
			'another time',
			{mode: 'timestamp', incrementingColumn: undefined, timestampColumn: 'at'},
			{mode: 'timestamp', incrementingColumn: undefined, timestampColumn: 'seen'},
			'orders goes by seen, and its offsets are values of at: rows up to the last of them are not read',
		],
		[
			'a further time',
			{mode: 'timestamp', incrementingColumn: undefined, timestampColumn: 'at'},
			{mode: 'timestamp', incrementingColumn: undefined, timestampColumn: 'at,made'},
			'orders goes by at, made, and its offsets are values of at: rows up to the last of them are not read',
		],
		[
			'a mode that needs what the offsets do not have',
			{},
			{mode: 'timestamp+incrementing', timestampColumn: 'at'},
			'orders starts from the first row, into orders-orders again: its offsets have no value of at',
		],
		[
			'a mode with offsets after one without',
			{mode: 'bulk', incrementingColumn: undefined},
			{tables: ['items', 'orders']},
			'orders starts from the first row, into orders-orders again: its offsets have no value of id',
		],
		[
			'another schema',
			{tables: ['public.orders']},
			{tables: ['sales.orders']},
			'orders reads orders of sales in place of public: from the first row, into orders-orders again',
		],
		[
			'another schema of one table of two',
			{tables: ['public.orders', 'public.items']},
			{tables: ['sales.orders', 'public.items']},
			'orders reads orders of sales in place of public: from the first row, into orders-orders again',
		],
	])('%s', async (_, before, after, line) => {
		expect(await edited(before, after)).toEqual([line]);
	});

	/** As earlier versions have written it. */
	const withOldForm = (text: string) => text.replace(/^table\.whitelist=.*$/m, 'table.whitelist=public.orders');

	test.each<[string, Partial<Source>, readonly string[]]>([
		['is as it was', {}, []],
		[
			'has another topicPrefix',
			{topicPrefix: 'new-'},
			['orders goes on into new-orders: the rows that it has read stay in orders-orders'],
		],
		[
			'has another schema',
			{tables: ['sales.orders']},
			['orders reads orders of sales in place of public: from the first row, into orders-orders again'],
		],
	])('with the file of an earlier version, that %s', async (_, after, lines) => {
		const before = sourceStep(sampleCluster, orders);
		const [change] = await before.check(fakeContext(localConnection({paths: {'/etc/kafka-connect-jdbc': tempDir()}})));
		const old = withOldForm(change!.after!);
		const [now] = await sourceStep(sampleCluster, {...orders, tables: ['public.orders'], ...after}).check(
			fakeContext(localConnection({paths: {'/etc/kafka-connect-jdbc': tempDir()}})),
		);
		expect(editedSource('orders', old, now!.after!)).toEqual(lines);
	});

	test('records that are dropped can be lost', async () => {
		const tolerant = {extraProperties: {'errors.tolerance': 'all'}};
		const line = 'this can lose data: errors.tolerance from none to all: rows that cannot be converted are left out';
		expect(await edited({}, tolerant)).toEqual([line]);
		expect(await edited(undefined, tolerant)).toEqual([line]);
		expect(await edited(tolerant, {...tolerant, pollIntervalMs: 1})).toEqual([]);
	});

	test.each<[string, Partial<Source> | undefined, Partial<Source>]>([
		['a source that is new', undefined, {}],
		['another interval', {}, {pollIntervalMs: 1}],
		['other parameters of the same database', {}, {url: 'jdbc:postgresql://db-01:5432/shop?sslmode=require'}],
		[
			'the same of SQL Server',
			{url: 'jdbc:sqlserver://h:1433;databaseName=a'},
			{url: 'jdbc:sqlserver://h:1433;encrypt=true;databaseName=a'},
		],
		['a table more', {}, {tables: ['orders', 'items']}],
		['other tables, with another prefix', {}, {tables: ['items'], topicPrefix: 'new-'}],
		[
			'a mode that needs less',
			{mode: 'timestamp+incrementing', timestampColumn: 'at'},
			{mode: 'incrementing', timestampColumn: undefined},
		],
		['a mode without offsets', {}, {mode: 'bulk', incrementingColumn: undefined}],
		['a schema that is named', {}, {tables: ['public.orders']}],
		['a catalog that is named too', {tables: ['public.orders']}, {tables: ['shop.public.orders']}],
		['a schema of another table', {tables: ['a.orders', 'b.orders']}, {tables: ['b.orders', 'a.orders']}],
	])('%s has no line', async (_, before, after) => {
		expect(await edited(before, after)).toEqual([]);
	});
});

describe('the plan of a registry', () => {
	const stepOf = (extraProperties: Cluster['kafka']['extraProperties']) => {
		const cluster = {...sampleCluster, 'schema-registry': {...sampleCluster['schema-registry'], extraProperties}};
		const [host] = cluster.hosts;
		return schemaRegistry(cluster, [host!])
			.begin()(host!)
			.find(({id}) => id === 'configuration') as ConvergeStep;
	};
	const notes = (before: Cluster['kafka']['extraProperties'] | undefined, after: Cluster['kafka']['extraProperties']) =>
		noted(before && stepOf(before), stepOf(after), '/etc/schema-registry', 'schema-registry.properties');

	test('says that it is empty with another topic', async () => {
		expect(await notes({}, {'kafkastore.topic': 'other'})).toEqual([
			'this can lose data: kafkastore.topic from _schemas to other: the registry has no schema of those in _schemas, and gives new ids',
		]);
		expect(await notes({'kafkastore.topic': 'other'}, {'kafkastore.topic': 'other', debug: 'true'})).toEqual([]);
		expect(await notes(undefined, {'kafkastore.topic': 'other'})).toEqual([]);
	});
});
