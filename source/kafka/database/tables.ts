import type {Source} from '../../cluster/cluster.ts';
import {bareTable, selectionOf, tableParts} from '../../cluster/tables.ts';
import {remoteWords} from '../../core/text.ts';
import type {FoundTable, Opened, Place, TableAnswer} from './answer.ts';
import {columnFindings} from './columns.ts';
import type {DatabaseFinding} from './finding.ts';
import {placeText} from './place-text.ts';

type Found = Omit<DatabaseFinding, 'source'>;

const list = (places: readonly Place[]) => [...new Set(places.map(placeText))].slice(0, 5).join(', ');

/** What the connector reads; a TABLE alone by default (its configuration reference, table.types). */
export const typesOf = ({tableTypes, extraProperties}: Source): readonly string[] =>
	tableTypes ?? extraProperties['table.types']?.split(',').map(type => type.trim()) ?? ['TABLE'];

/** Whether a table lies where a name says, as far as that says it: SCHEMA.TABLE, CATALOG.SCHEMA.TABLE, or the database alone. */
function within({catalog, schema}: Place, parts: readonly string[]): boolean {
	const [above, top] = parts.slice(0, -1).reverse();
	if (above === undefined) return true;
	if ((schema ?? catalog) !== above) return false;
	return top === undefined || catalog === undefined || catalog === top;
}

/** The tables of that name which the connector reads: where the name says, and of the kinds that it takes. */
export function readBy(source: Source, table: string, {found}: TableAnswer): readonly FoundTable[] {
	const parts = tableParts(table) ?? [table];
	const types = typesOf(source);
	return found.filter(place => within(place, parts) && types.includes(place.type));
}

const missing = (table: string, others: readonly Place[]): Found => ({
	check: 'database-table',
	state: 'failed',
	found: `the database has no table ${table}${others.length === 0 ? ' that its user sees' : `; it has ${list(others)}`}`,
	wanted: `a table ${table}`,
	why: 'The connector runs without a task for a table that it does not find, and says nothing.',
	fix:
		others.length === 0
			? 'Check `tables` of this source, the database in its URL, and that its user may see the table.'
			: 'Write the name in `tables` as the database has it: upper and lower case count.',
});

function otherKind({extraProperties}: Source, table: string, found: readonly FoundTable[], types: readonly string[]): Found {
	const kinds = [...new Set(found.map(({type}) => type))];
	const wanted = [...types, ...kinds.filter(kind => /^[A-Z]+(?: [A-Z]+)*$/.test(kind))];
	const isExtra = extraProperties['table.types'] !== undefined;
	return {
		check: 'database-kind',
		state: 'failed',
		found: `${table} is a ${remoteWords(kinds.join(', '))}, and the connector reads ${types.join(', ')} alone`,
		wanted: types.join(', '),
		why: 'The connector runs without a task for it, and says nothing.',
		fix: `Set ${isExtra ? `table.types: ${wanted.join(',')} in extraProperties of` : `tableTypes: [${wanted.join(', ')}] for`} this source.`,
	};
}

const twice = (table: string, found: readonly Place[], fix: string): Found => ({
	check: 'database-table',
	state: 'failed',
	found: `there are ${found.length} tables ${table}: ${list(found)}`,
	wanted: 'one table of that name',
	why: 'A topic has the name of its table without the schema: the connector refuses two of one name.',
	fix,
});

/** Of a pattern of JDBC, in which `_` is any character and `%` any text. */
const fits = (pattern: string, text: string) =>
	new RegExp(
		`^${pattern
			.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
			.replaceAll('%', '.*')
			.replaceAll('_', '.')}$`,
		'su',
	).test(text);

/**
 * More tables of that name than the one that is meant, which the connector sees: it passes the schema on as a pattern.
 * Where the file has a pattern of its own, the driver has looked by that.
 */
function alsoFits(source: Source, answer: TableAnswer): {readonly schema: string; readonly seen: readonly Place[]} | undefined {
	const {schema} = selectionOf(source);
	if (schema === undefined || source.extraProperties['schema.pattern'] !== undefined) return undefined;
	const types = typesOf(source);
	const seen = answer.found.filter(place => types.includes(place.type) && fits(schema, place.schema ?? ''));
	return seen.length > 1 ? {schema, seen} : undefined;
}

/** The codes for a right that is missing: PostgreSQL 42501, SQL Server 229 and 230, MySQL 1142 and 1143, Oracle 942 and 1031. */
function unreadable({unreadable: thrown, ...place}: FoundTable, table: string, user: string | undefined): readonly Found[] {
	if (thrown === undefined) return [];
	const denied = thrown.state === '42501' || [229, 230, 1142, 1143, 942, 1031].includes(thrown.code);
	const who = user ?? 'the user';
	return [
		{
			check: 'database-read',
			state: denied ? 'failed' : 'warning',
			found: denied
				? `${who} may not read ${placeText(place)}: ${remoteWords(thrown.message)}`
				: `a query of ${placeText(place)} failed: ${remoteWords(thrown.message)}`,
			wanted: 'SELECT on the table',
			why: 'The task fails at its first query.',
			fix: denied ? `Let the database's owner grant it: GRANT SELECT ON ${table} TO ${who}` : '',
		},
	];
}

/** What is to be said of one of the tables that a source names. */
export function tableFindings(source: Source, table: string, answer: TableAnswer, opened: Opened): readonly Found[] {
	const {found, near, trouble} = answer;
	if (trouble !== undefined) {
		const said = remoteWords(trouble.message);
		return [
			{...missing(table, []), state: 'not-checked', found: `not checked: table ${table}, as the database says: ${said}`, fix: ''},
		];
	}
	const parts = tableParts(table) ?? [table];
	const there = found.filter(place => within(place, parts));
	if (there.length === 0) return [missing(table, [...found, ...near])];
	const types = typesOf(source);
	const taken = readBy(source, table, answer);
	const [first, ...more] = taken;
	// All of it at once: a view's columns may be NULL, too.
	if (first === undefined) return [otherKind(source, table, there, types), ...columnFindings(source, there[0]!, opened)];
	if (more.length > 0) {
		const fix = 'Set schema.pattern (MySQL: catalog.pattern) to the one that is meant, in extraProperties of this source.';
		return [twice(table, taken, fix)];
	}
	const also = alsoFits(source, answer);
	if (also !== undefined) {
		const fix = `In the schema's name _ and % stand for any character. Set schema.pattern in extraProperties of this source, with the escape of the database's driver before each: ${also.schema.replace(/[_%]/g, '\\$&')} (PostgreSQL, SQL Server).`;
		return [twice(bareTable(table), also.seen, fix)];
	}
	return [...unreadable(first, table, source.user), ...columnFindings(source, first, opened)];
}
