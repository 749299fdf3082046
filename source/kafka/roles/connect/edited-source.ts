import {type Settings, settingsIn} from '../../settings.ts';
import {isOurs} from '../../settled/marker.ts';
import {sameDatabase} from './same-database.ts';
import {maybeSame, type Table, tablesIn} from './source-tables.ts';

const columns = [
	['incrementing', 'incrementing.column.name'],
	['timestamp', 'timestamp.column.name'],
] as const;

/** The columns by which a source finds new rows, as its mode takes them: of these its offsets are values. */
const columnsOf = (settings: Settings): ReadonlyMap<string, string> =>
	new Map(
		columns.flatMap(([word, key]) => {
			const column = settings[key];
			return settings.mode?.split('+').includes(word) && column !== undefined ? [[word, column] as const] : [];
		}),
	);

/** Several times have commas between them. */
const listed = (column: string) => column.split(',').join(', ');

const namesOf = (tables: readonly Table[]) => [...new Set(tables.map(({name}) => name))];

/** The topics of tables. Transformations may give them other names. */
const topicsOf = (settings: Settings, tables: readonly Table[]) =>
	'transforms' in settings
		? 'its topics'
		: namesOf(tables)
				.map(table => `${settings['topic.prefix'] ?? ''}${table}`)
				.join(', ');

const change = (old: string, now: string) => (old === now ? `${now} again` : now);

/** Tables of the same name somewhere else are read anew: a line for each place and the one before. */
function movedTables(name: string, was: Settings, is: Settings): readonly string[] {
	const before = tablesIn(was);
	const moved = new Map<string, Table[]>();
	for (const table of tablesIn(is)) {
		if (before.some(old => maybeSame(old, table))) continue;
		const old = before.find(old => old.name === table.name);
		if (old === undefined) continue;
		const places = `of ${table.place.join('.')} in place of ${old.place.join('.')}`;
		moved.set(places, [...(moved.get(places) ?? []), table]);
	}
	return [...moved].map(([places, tables]) => {
		const into = change(topicsOf(was, tables), topicsOf(is, tables));
		return `${name} reads ${namesOf(tables).join(', ')} ${places}: from the first row, into ${into}`;
	});
}

/** Kafka Connect keeps offsets by the name of a source: what an edit of it means for the tables that it still reads. */
function rowsOf(name: string, was: Settings, is: Settings): readonly string[] {
	const tables = tablesIn(is).filter(table => tablesIn(was).some(old => maybeSame(old, table)));
	if (tables.length === 0) return [];
	const [old, now] = [topicsOf(was, tables), topicsOf(is, tables)];
	const [before, after] = [columnsOf(was), columnsOf(is)];
	const unknown = [...after].filter(([word]) => !before.has(word)).map(([, column]) => column);
	if (unknown.length > 0) {
		return [`${name} starts from the first row, into ${change(old, now)}: its offsets have no value of ${unknown.join(', ')}`];
	}
	if (after.size === 0) return [];
	const renamed = [...after].filter(([word, column]) => before.get(word) !== column);
	const same = sameDatabase(was['connection.url'], is['connection.url']);
	return [
		...(same === 'no'
			? [
					`${name} reads another database and keeps its offsets: of a table of the same name, rows up to the last offset are not read`,
				]
			: []),
		...(same === 'perhaps'
			? [
					`${name} reads what is perhaps another database and keeps its offsets: if it is, of a table of the same name rows up to the last offset are not read`,
				]
			: []),
		...renamed.map(
			([word, column]) =>
				`${name} goes by ${listed(column)}, and its offsets are values of ${listed(before.get(word)!)}: rows up to the last of them are not read`,
		),
		...(old === now ? [] : [`${name} goes on into ${now}: the rows that it has read stay in ${old}`]),
	];
}

function tolerance(was: Settings, is: Settings): readonly string[] {
	const of = (settings: Settings) => settings['errors.tolerance']?.trim() ?? 'none';
	if (of(was) === 'all' || of(is) !== 'all') return [];
	return [`this can lose data: errors.tolerance from ${of(was)} to all: rows that cannot be converted are left out`];
}

/** What an edit of a source does to its rows, a line each; of a new source what it leaves out. */
export function editedSource(name: string, before: string | undefined, after: string): readonly string[] {
	const was = isOurs(before) ? settingsIn(before) : undefined;
	const is = settingsIn(after) ?? {};
	return [...(was === undefined ? [] : [...movedTables(name, was, is), ...rowsOf(name, was, is)]), ...tolerance(was ?? {}, is)];
}
