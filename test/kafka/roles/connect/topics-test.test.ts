import {afterEach, beforeEach, describe, expect, test, vi} from 'vitest';
import type {Source} from '../../../../source/cluster/cluster.ts';
import type {StepError} from '../../../../source/core/errors.ts';
import {type CountRows, judgeRows, type Rows} from '../../../../source/kafka/roles/connect/rows.ts';
import {topicsTest} from '../../../../source/kafka/roles/connect/topics-test.ts';
import {fakeContext} from '../../../helpers/context.ts';
import {type Answer, fakeConnection} from '../../../helpers/fake-connection.ts';
import {sampleCluster} from '../../../helpers/sample-cluster.ts';

const [orders] = sampleCluster.connect.sources as readonly [Source];
const source = (changes: Partial<Source> = {}): Source => ({...orders, name: 'shop', topicPrefix: 'shop-', ...changes});

/** A database that has these rows, and remembers of which tables it was asked. */
function database(rows: Readonly<Record<string, Rows>> = {}) {
	const asked: (readonly string[])[] = [];
	const countRows: CountRows = async (_context, _source, tables) => {
		asked.push(tables);
		return new Map(Object.entries(rows));
	};
	return {asked, countRows};
}

/** What a worker says: the topics of its connector, and the tables that it has kept how far they were read. */
const said = (topics: readonly string[], tables: readonly string[] = []) =>
	`${JSON.stringify({shop: {topics}})}\x1e${JSON.stringify({
		offsets: tables.map(table => ({partition: {protocol: '1', table}, offset: {incrementing: 5}})),
	})}`;
const evidence = (topics: readonly string[], tables?: readonly string[]): Answer => ({
	command: '/topics; } 2>.*offsets; } 2>/s',
	stdout: said(topics, tables),
});
const noErrors: Answer = {command: '/journalctl/'};
const shownTopics: Answer = {command: '/connectors\\/shop\\/topics$/'};
const listing: Answer = {command: '/kafka-topics --list/'};
const counted = (topic: string, records: number): Answer => ({
	command: `/kafka-get-offsets .*--topic ${topic}/`,
	stdout: `${topic}:0:${records}\n`,
});
const subjects: Answer = {command: '/subjects$/'};

async function tested(one: Source, answers: readonly Answer[], {countRows, asked} = database()) {
	const connection = fakeConnection(answers);
	const context = {...fakeContext(connection), byCommands: () => true};
	const error = await topicsTest(sampleCluster, one, countRows).apply!(context).then(
		() => undefined,
		(thrown: StepError) => thrown,
	);
	connection.done();
	const {notes, reports} = context.seen;
	const unproven = reports.flatMap(report => (report.kind === 'unproven' ? [report.what] : []));
	return {error, notes, reports, unproven, asked};
}

describe('with a clock that runs fast', () => {
	let ticking: ReturnType<typeof setInterval>;
	beforeEach(() => {
		vi.useFakeTimers({toFake: ['Date'], now: 0});
		ticking = setInterval(() => vi.setSystemTime(Date.now() + 30_000), 20);
	});
	afterEach(() => {
		clearInterval(ticking);
		vi.useRealTimers();
	});
	/** Two looks at what is waited for. */
	const never = [evidence([]), noErrors, evidence([]), noErrors, shownTopics, listing];

	test('a table without rows is said, with what the database counts', async () => {
		const {error, unproven, asked} = await tested(
			source({tables: ['orders']}),
			[...never, subjects],
			database({orders: {rows: 0}}),
		);
		expect(error).toBeUndefined();
		expect(unproven).toEqual(['shop: table orders has no rows yet (0 in the database); shop-orders is made with the first one']);
		expect(asked).toEqual([['orders']]);
	});

	test.each<[string, Rows | undefined, RegExp]>([
		['has rows', {rows: 5}, /^table orders has 5 rows, and connector shop has sent none of them$/],
		['is not there', {why: 'the database has no table orders'}, /^nothing of table orders .*the database has no table orders$/],
		['is not told of', undefined, /^nothing of table orders .*the database did not say/],
	])('red: a table of which nothing comes %s', async (_what, rows, message) => {
		const {error} = await tested(
			source({tables: ['orders']}),
			[...never, subjects],
			database(rows === undefined ? {} : {orders: rows}),
		);
		expect(error?.message).toMatch(message);
		expect(error?.hint).toContain('`tables`');
	});

	test('rows of a table that is looked at once an hour may have come since', async () => {
		const {error, unproven} = await tested(
			source({tables: ['orders'], pollIntervalMs: 3_600_000}),
			[...never, subjects],
			database({orders: {rows: 5}}),
		);
		expect(error).toBeUndefined();
		expect(unproven).toEqual(['shop: table orders has 5 rows, and none has been read yet: the connector looks every 60 minutes']);
	});

	test.each<[string, Partial<Source>]>([
		['begins later on purpose', {extraProperties: {'incrementing.initial': '100'}}],
		['reads no row without a time', {mode: 'timestamp', timestampColumn: 'changed', incrementingColumn: undefined}],
	])('rows of which none has come are yellow where the source %s', async (_what, changes) => {
		const {error, unproven} = await tested(
			source({tables: ['orders'], ...changes}),
			[...never, subjects],
			database({orders: {rows: 5}}),
		);
		expect(error).toBeUndefined();
		expect(unproven).toEqual([
			'shop: table orders has 5 rows, and none has come into shop-orders: by its settings it may skip all of them',
		]);
	});

	test('and so is a table of which the database was not asked', async () => {
		const {error, unproven} = await tested(
			source({tables: ['orders']}),
			[...never, subjects],
			database({orders: {why: 'APP_PASSWORD is not set', unasked: true}}),
		);
		expect(error).toBeUndefined();
		expect(unproven).toEqual([
			'shop: nothing of table orders has come into shop-orders, and its rows were not counted: APP_PASSWORD is not set',
		]);
	});

	test('a first load that is under way is yellow, with how far it is', async () => {
		const {error, unproven, reports} = await tested(
			source({tables: ['orders']}),
			[
				evidence(['shop-orders']),
				shownTopics,
				listing,
				counted('shop-orders', 3),
				subjects,
				counted('shop-orders', 4),
				counted('shop-orders', 4),
			],
			database({orders: {rows: 9}}),
		);
		expect(error).toBeUndefined();
		expect(unproven).toEqual(['shop: 4 of 9 rows of table orders have arrived in shop-orders so far']);
		expect(reports).toContainEqual({kind: 'rows', source: 'shop', table: 'orders', topic: 'shop-orders', rows: 9, records: 4});
	});

	const gone = {code: 1, stderr: 'Could not match any topic-partitions with the specified filters\n'};
	test.each([
		['is not there', gone, 'orders\n', 'there is no topic shop-orders, though its connector has sent records there'],
		['is empty', {stdout: 'shop-orders:0:0\n'}, 'shop-orders\n', /^topic shop-orders has no records, though its connector/],
		['can not be read', {code: 1, stderr: 'it failed\n'}, 'shop-orders\n', 'the command failed on kafka-01'],
	])('red: the topic of a table that was read %s', async (_what, counts, stdout, message) => {
		const get = {command: '/kafka-get-offsets/', ...counts};
		const {error} = await tested(source({tables: ['orders']}), [
			evidence([], ['shop.public.orders']),
			shownTopics,
			listing,
			get,
			get,
			{...listing, stdout},
		]);
		expect(error?.message).toMatch(message);
	});
});

test('a worker that tells no topics leaves a source in mode bulk not proven', async () => {
	const untold = {command: '/topics; } 2>.*offsets; } 2>/s', stdout: '{"error_code":403}\x1e{"offsets":[]}'};
	const {error, unproven, asked} = await tested(source({tables: ['orders'], mode: 'bulk'}), [
		untold,
		noErrors,
		shownTopics,
		listing,
		subjects,
		counted('shop-orders', 7),
	]);
	expect([error, asked]).toEqual([undefined, []]);
	expect(unproven).toEqual([
		'shop: Connect does not say whether table orders is read (topic.tracking.enable); shop-orders has 7 records',
	]);
});

test('a query that the database refuses is red at once', async () => {
	const line = 'ERROR Failed to run query for table orders: column "ix" does not exist';
	const {error} = await tested(source({tables: ['orders']}), [evidence([]), {command: '/journalctl/', stdout: `${line}\n`}]);
	expect(error?.message).toBe(`connector shop runs, but the database refuses its query: ${line}`);
});

test('what the connector names is counted and compared with the rows', async () => {
	const {error, notes, unproven, reports, asked} = await tested(
		source({tables: ['public.orders', 'public.items']}),
		[
			evidence(['shop-orders'], ['shop.public.items']),
			shownTopics,
			listing,
			counted('shop-orders', 5),
			counted('shop-items', 2),
			subjects,
		],
		database({'public.orders': {rows: 5}, 'public.items': {rows: 1}}),
	);
	expect([error, unproven]).toEqual([undefined, []]);
	expect(notes).toEqual([
		'shop-orders:0:5',
		'shop-items:0:2',
		'public.orders: 5 rows, shop-orders: 5 records',
		'public.items: 1 row, shop-items: 2 records',
	]);
	expect(reports.filter(({kind}) => kind === 'rows')).toHaveLength(2);
	expect(asked).toEqual([['public.orders', 'public.items']]);
});

const arrived = [evidence(['shop-orders']), shownTopics, listing, counted('shop-orders', 5), subjects];

test.each<[string, Partial<Source>]>([
	['where rows may be read more than once', {mode: 'timestamp', timestampColumn: 'changed', incrementingColumn: undefined}],
	['where not all rows are read', {extraProperties: {'incrementing.initial': '100'}}],
])('the database is asked nothing %s', async (_what, changes) => {
	const {error, asked} = await tested(source({tables: ['orders'], ...changes}), arrived);
	expect([error, asked]).toEqual([undefined, []]);
});

test('nor where nothing has changed and all has arrived', async () => {
	const {asked, countRows} = database();
	const arrivals = [{table: 'orders', topic: 'shop-orders', taken: true, records: 5}];
	const context = fakeContext(fakeConnection([]));
	await judgeRows(context, source(), countRows, {arrivals, all: false, patience: 15, recordsOf: async () => 5});
	expect(asked).toEqual([]);
});

describe('a source that renames its topics', () => {
	const renaming = source({tables: ['orders'], extraProperties: {transforms: 'a'}});

	test('shows what it sends to, and says that the table was not followed', async () => {
		const {error, notes, unproven, asked} = await tested(renaming, [
			evidence(['all-orders'], ['shop.public.orders']),
			shownTopics,
			listing,
			counted('all-orders', 5),
			subjects,
		]);
		expect([error, asked]).toEqual([undefined, []]);
		expect(notes[0]).toBe('all-orders:0:5');
		expect(unproven).toEqual(['shop: transforms of the source give the topic of table orders another name: not checked']);
	});
});

test('topics are told by their own lines alone: the tool takes the name for a pattern', async () => {
	const {notes} = await tested(source({tables: ['"a.b"'], mode: 'bulk'}), [
		evidence(['shop-a.b']),
		shownTopics,
		listing,
		{
			command: '/kafka-get-offsets/',
			stdout: 'shop-aXb:0:9\nshop-a.b:0:2\nshop-a.b:1:0\nshop-a.b:0:x\nshop-a.b:$(id)\nWARN shop-a.b:0:7\n',
		},
		subjects,
	]);
	expect(notes).toEqual(['shop-a.b:0:2', 'shop-a.b:1:0']);
});
