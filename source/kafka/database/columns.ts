import type {Source} from '../../cluster/cluster.ts';
import {timeColumns} from '../../cluster/time-columns.ts';
import {remoteWords} from '../../core/text.ts';
import type {Column, FoundTable, Opened} from './answer.ts';
import type {DatabaseFinding} from './finding.ts';
import {placeText} from './place-text.ts';

type Found = Omit<DatabaseFinding, 'source'>;
type Check = 'database-key' | 'database-time';

/** Of java.sql.Types: TINYINT, SMALLINT, INTEGER, BIGINT; NUMERIC, DECIMAL. */
const integers = [-6, 5, 4, -5];
const decimals = [2, 3];
/** TIMESTAMP, TIMESTAMP_WITH_TIMEZONE; datetimeoffset of SQL Server; TIMESTAMP WITH [LOCAL] TIME ZONE of Oracle. */
const plainTime = 93;
const times = [plainTime, 2014, -155, -101, -102];
const date = 91;
/** CHAR, VARCHAR, LONGVARCHAR and their national forms. */
const texts = [1, 12, -1, -15, -9, -16];

const whyOf: Readonly<Record<Check, string>> = {
	'database-key': 'By it the connector tells a new row from one that was read.',
	'database-time': 'By it the connector tells a changed row from one that was read.',
};

const typeText = ({typeName}: Column) => remoteWords(typeName, 60);

/** A column by its name, or that it is not there. */
function presence(
	check: Check,
	key: string,
	wanted: string,
	table: FoundTable,
	{caseCounts}: Opened,
): readonly [Column | undefined, readonly Found[]] {
	const place = placeText(table);
	const fits = (name: string) => name === wanted || (!caseCounts && name.toLowerCase() === wanted.toLowerCase());
	const column = table.columns.find(({name}) => fits(name));
	const why = whyOf[check];
	if (column === undefined) {
		const near = table.columns
			.map(({name}) => remoteWords(name, 60))
			.filter(name => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '') === wanted.toLowerCase().replace(/[^\p{L}\p{N}]/gu, ''));
		return [
			undefined,
			[
				{
					check,
					state: 'failed',
					found: `${place} has no column ${wanted}${near.length === 0 ? '' : `; it has ${near.join(', ')}`}`,
					wanted: `a column ${wanted}`,
					why,
					fix: `Set ${key} of this source to a column of ${place}${near.length === 0 ? '' : ': upper and lower case count'}.`,
				},
			],
		];
	}
	return [column, []];
}

/** Of the columns that stand for one another, one has to hold a value in every row. */
function nullFindings(check: Check, columns: readonly Column[], table: FoundTable, source: Source): readonly Found[] {
	const mayBeNull = source.nullableColumns === true || source.extraProperties['validate.non.null'] === 'false';
	if (mayBeNull || columns.length === 0 || columns.some(({nullable}) => nullable === 0)) return [];
	const names = columns.map(({name}) => remoteWords(name, 60)).join(', ');
	const one = columns.length === 1;
	const make = one ? 'Make it NOT NULL' : 'Make one of them NOT NULL, or add one that is to timestampColumn';
	return [
		{
			check,
			state: columns.every(({nullable}) => nullable === 1) ? 'failed' : 'warning',
			found: `${one ? 'column' : 'columns'} ${names} of ${placeText(table)} may ${one ? '' : 'all '}be NULL${table.type === 'VIEW' ? ', as every column of a view' : ''}`,
			wanted: one ? 'NOT NULL' : 'one of them NOT NULL',
			why: `The connector refuses ${one ? 'a column' : 'columns'} that may ${one ? '' : 'all '}be NULL: a row without a value is never read.`,
			fix: `${table.type === 'VIEW' ? 'If' : `${make}, or, if`} every row has a value ${one ? 'there' : 'in one of them'}, set nullableColumns: true for this source.`,
		},
	];
}

function keyFindings(column: Column, place: string): readonly Found[] {
	const {type, scale, name} = column;
	if (integers.includes(type) || (decimals.includes(type) && scale <= 0)) return [];
	return [
		{
			check: 'database-key',
			state: 'failed',
			found: `column ${remoteWords(name, 60)} of ${place} is ${typeText(column)}, no integer`,
			wanted: 'an integer that grows with each row',
			why: 'The connector logs "Failed to run query", and sends nothing.',
			fix: 'Set incrementingColumn of this source to an integer that grows with each row, or take another mode.',
		},
	];
}

function timeFindings(column: Column, place: string, {extraProperties}: Source): readonly Found[] {
	const {type, typeName} = column;
	const name = remoteWords(column.name, 60);
	const base = {check: 'database-time', wanted: 'a timestamp', why: whyOf['database-time']} as const;
	if (texts.includes(type)) {
		const fix = 'Set timestampColumn of this source to a timestamp, or take another mode.';
		return [{...base, state: 'failed', found: `column ${name} of ${place} is ${typeText(column)}, no timestamp`, fix}];
	}
	if (!times.includes(type)) {
		const found = `column ${name} of ${place} is ${typeText(column)}${type === date ? ', which may have no time of day' : ', no timestamp'}`;
		return [
			{
				...base,
				state: 'warning',
				found,
				fix: 'Rows with one value are told apart by nothing: see that the connector reads them all.',
			},
		];
	}
	if (type !== plainTime || /tz|zone/i.test(typeName) || extraProperties['db.timezone'] !== undefined) return [];
	return [
		{
			...base,
			state: 'warning',
			found: `column ${name} of ${place} has no time zone, and is read as UTC`,
			fix: 'If the database writes it in another zone, set db.timezone in extraProperties of this source.',
		},
	];
}

/** What is to be said of the columns that the mode of a source goes by. */
export function columnFindings(source: Source, table: FoundTable, opened: Opened): readonly Found[] {
	const {incrementingColumn, timestampColumn} = source;
	const place = placeText(table);
	const found: Found[] = [];
	if (incrementingColumn !== undefined) {
		const [column, wrong] = presence('database-key', 'incrementingColumn', incrementingColumn, table, opened);
		found.push(...wrong);
		if (column !== undefined) found.push(...nullFindings('database-key', [column], table, source), ...keyFindings(column, place));
	}
	const times = timeColumns(timestampColumn).map(name => presence('database-time', 'timestampColumn', name, table, opened));
	const there = times.flatMap(([column]) => (column === undefined ? [] : [column]));
	found.push(...times.flatMap(([, wrong]) => wrong));
	// One that is missing may be the one that is NOT NULL.
	if (there.length === times.length) found.push(...nullFindings('database-time', there, table, source));
	found.push(...there.flatMap(column => timeFindings(column, place, source)));
	return found;
}
