import {type Settings, settingsIn} from '../../settings.ts';
import {isOurs} from '../../settled/marker.ts';

/** The database that a URL names, without what else it says. */
function databaseIn(url = ''): string {
	const text = url.toLowerCase();
	if (!text.startsWith('jdbc:sqlserver:')) return text.replace(/\?.*$/, '');
	const [host = '', ...parameters] = text.split(';').map(part => part.trim());
	const name = parameters.find(part => /^database(?:name)?\s*=/.test(part)) ?? '';
	return `${host};${name.replace(/^.*?=\s*/, '')}`;
}

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

const listIn = (text = '') => text.split(',').filter(name => name !== '');
const placeIn = (settings: Settings) => [settings['catalog.pattern'], settings['schema.pattern']].filter(Boolean).join('.');

/** Offsets stay under the name of the source: what an edit makes of the rows of the tables that it goes on with. */
function rowsOf(name: string, was: Settings, is: Settings): readonly string[] {
	const tables = listIn(is['table.whitelist']).filter(table => listIn(was['table.whitelist']).includes(table));
	if (tables.length === 0) return [];
	// Transformations may give them other names.
	const topics = (settings: Settings) =>
		'transforms' in settings ? 'its topics' : tables.map(table => `${settings['topic.prefix'] ?? ''}${table}`).join(', ');
	const [old, now] = [topics(was), topics(is)];
	const into = old === now ? `${now} again` : now;
	const [before, after] = [columnsOf(was), columnsOf(is)];
	const unknown = [...after].filter(([word]) => !before.has(word)).map(([, column]) => column);
	const renamed = [...after].filter(([word, column]) => before.has(word) && before.get(word) !== column);
	const [oldPlace, place] = [placeIn(was), placeIn(is)];
	const moved = oldPlace !== '' && place !== '' && oldPlace !== place;
	const other = databaseIn(was['connection.url']) !== databaseIn(is['connection.url']);
	const begins = unknown.length > 0 || moved;
	return [
		...(moved
			? [`${name} reads ${tables.join(', ')} of ${place} in place of ${oldPlace}: from the first row, into ${into}`]
			: []),
		...(unknown.length > 0 && !moved
			? [`${name} starts from the first row, into ${into}: its offsets have no value of ${unknown.join(', ')}`]
			: []),
		...(other && !begins && after.size > 0
			? [
					`${name} reads another database and keeps its offsets: of a table of the same name, rows up to the last offset are not read`,
				]
			: []),
		...(begins
			? []
			: renamed.map(
					([word, column]) =>
						`${name} goes by ${column}, and its offsets are values of ${before.get(word)}: rows up to the last of them are not read`,
				)),
		...(old !== now && !begins && after.size > 0
			? [`${name} goes on into ${now}: the rows that it has read stay in ${old}`]
			: []),
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
	return [...(was === undefined ? [] : rowsOf(name, was, is)), ...tolerance(was ?? {}, is)];
}
