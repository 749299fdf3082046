import type {Source} from '../../../cluster/cluster.ts';
import {CancelledError, StepError} from '../../../core/errors.ts';
import type {Context} from '../../../core/plan.ts';
import {count} from '../../../core/view/words.ts';
import {unproven} from '../../../host/remarks.ts';
import {until} from '../../../host/until.ts';

/** What the database says of a table: its rows, or why it does not say. */
export type Rows =
	| {readonly rows: number}
	/** `unasked`: it was not asked. */
	| {readonly why: string; readonly unasked?: true};

/** Counts the rows of these tables that their connector would read, by one login. */
export type CountRows = (context: Context, source: Source, tables: readonly string[]) => Promise<ReadonlyMap<string, Rows>>;

/** How the topic of a table stands; `taken`: the connector says that it reads the table. */
export type Arrival = {readonly table: string; readonly topic: string; readonly taken: boolean; readonly records: number};

/** For so long a first load is watched, in seconds: most are over by then. */
const loadSeconds = 10;

/** Whether the connector is set to leave out rows that are there already. */
const beginsLater = ({extraProperties}: Source): boolean =>
	['incrementing.initial', 'timestamp.initial', 'timestamp.initial.ms'].some(key => Object.hasOwn(extraProperties, key));

const inMinutes = (ms: number) => (ms < 120_000 ? `${Math.round(ms / 1000)} s` : `${Math.round(ms / 60_000)} minutes`);

/**
 * A table of which nothing has arrived: it has no rows yet, which is said, or the connector does not read it.
 * @throws StepError
 */
function judgeMissing(context: Context, source: Source, {table, topic}: Arrival, said: Rows | undefined, patience: number): void {
	const {name, pollIntervalMs} = source;
	if (said !== undefined && 'why' in said && said.unasked) {
		unproven(context, `${name}: nothing of table ${table} has come into ${topic}, and its rows were not counted: ${said.why}`);
		return;
	}
	if (said === undefined || 'why' in said) {
		throw new StepError(
			`nothing of table ${table} has come into ${topic}: ${said?.why ?? 'the database did not say how many rows it has'}`,
			{
				hint: `Check the name of the table in \`tables\` of source ${name}, its schema and its upper and lower case.`,
			},
		);
	}
	if (said.rows === 0) {
		unproven(context, `${name}: table ${table} has no rows yet (0 in the database); ${topic} is made with the first one`);
		return;
	}
	const rows = count(said.rows, 'row');
	// It begins later on purpose, or reads no row without a time, nor one of which the time is to come.
	if (source.mode.includes('timestamp') || beginsLater(source)) {
		unproven(
			context,
			`${name}: table ${table} has ${rows}, and none has come into ${topic}: by its settings it may skip all of them`,
		);
		return;
	}
	if (pollIntervalMs > patience * 1000) {
		unproven(
			context,
			`${name}: table ${table} has ${rows}, and none has been read yet: the connector looks every ${inMinutes(pollIntervalMs)}`,
		);
		return;
	}
	throw new StepError(`table ${table} has ${rows}, and connector ${name} has sent none of them`, {
		hint: `It runs, but does not read this table: check \`tables\`, \`mode\` and the columns of source ${name}, and what its worker's log says.`,
	});
}

/** Compares what a table has with what its topic has had; `again` counts the records anew. */
async function compare(
	context: Context,
	source: Source,
	one: Arrival,
	rows: number,
	again: () => Promise<number>,
): Promise<void> {
	const {table, topic} = one;
	let {records} = one;
	if (records < rows) {
		const what = `${topic} to have the ${count(rows, 'row')} of ${table}`;
		records = await until(context, loadSeconds, what, again, now => now >= rows, 1000);
		if (context.signal.aborted) throw new CancelledError(`stopped while waiting for ${what}`);
	}
	context.report({kind: 'rows', source: source.name, table, topic, rows, records});
	if (records < rows)
		unproven(context, `${source.name}: ${records} of ${count(rows, 'row')} of table ${table} have arrived in ${topic} so far`);
	else context.note(`${table}: ${count(rows, 'row')}, ${topic}: ${count(records, 'record')}`);
}

type Asked = {
	readonly arrivals: readonly Arrival[];
	/** Whether the rows of tables that have arrived are counted too: they are compared where each row is read once. */
	readonly all: boolean;
	/** How long the first rows were waited for, in seconds. */
	readonly patience: number;
	readonly recordsOf: (topic: string) => Promise<number>;
};

/**
 * Asks the database how many rows the tables have, and judges by that what has arrived and what has not.
 * @throws StepError for a table that has rows of which none has arrived
 */
export async function judgeRows(context: Context, source: Source, countRows: CountRows, asked: Asked): Promise<void> {
	const {arrivals, patience, recordsOf} = asked;
	const comparing = asked.all && source.mode === 'incrementing' && !beginsLater(source);
	const wanted = arrivals.filter(({taken}) => !taken || comparing);
	if (wanted.length === 0) return;
	const said = await countRows(
		context,
		source,
		wanted.map(({table}) => table),
	);
	for (const one of wanted) {
		const rows = said.get(one.table);
		if (!one.taken) judgeMissing(context, source, one, rows, patience);
		else if (rows !== undefined && 'rows' in rows) await compare(context, source, one, rows.rows, () => recordsOf(one.topic));
		else unproven(context, `${source.name}: the rows of table ${one.table} were not compared: ${rows?.why ?? 'no answer'}`);
	}
}
