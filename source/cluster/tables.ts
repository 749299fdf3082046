import type {Source} from './cluster.ts';

/**
 * One part of a table's name: in the quotes of one of the databases, or plain. A plain part may hold blanks and hyphens:
 * the connector compares `tables` with the bare name, and finds `Order Details` by that and not by `"Order Details"`.
 * What a shell, a properties file or Connect's config providers would read as more than a name is in none of them.
 */
const quotedText = '(?:(?!\\$[({])[^,"`[\\]\\\\\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029])+';
const plainText = '[\\p{L}\\p{M}\\p{N}_$#@-]+(?: +[\\p{L}\\p{M}\\p{N}_$#@-]+)*';
const part = new RegExp(`(?:"(${quotedText})"|\`(${quotedText})\`|\\[(${quotedText})\\]|(${plainText}))(?:\\.(?=.)|$)`, 'uy');

/** The parts of a table's name, such as schema and table, without their quotes; undefined for what is no such name. */
export function tableParts(table: string): readonly string[] | undefined {
	const parts: string[] = [];
	part.lastIndex = 0;
	while (part.lastIndex < table.length) {
		const match = part.exec(table);
		if (match === null) return undefined;
		parts.push(match.slice(1).find(text => text !== undefined)!);
	}
	return parts.length === 0 ? undefined : parts;
}

/** The name of a table without catalog, schema and quotes: what the JDBC connector compares its list with. */
export const bareTable = (table: string): string => tableParts(table)?.at(-1) ?? table;

export type Place = {readonly catalog?: string; readonly schema?: string};

/**
 * Where a table is by its name, as the connector takes it in `catalog.pattern` and `schema.pattern`: with a name of two parts in
 * its list it would depend on what the driver says of the catalog whether it finds the table. What MySQL calls a database is a
 * catalog to JDBC, and it has no schemas.
 */
export function placeOf({url}: Pick<Source, 'url'>, table: string): Place {
	const [last, before] = (tableParts(table) ?? []).slice(0, -1).reverse();
	if (last === undefined) return {};
	if (/^jdbc:(?:mysql|mariadb):/i.test(url)) return {catalog: last};
	return {schema: last, ...(before === undefined ? {} : {catalog: before})};
}

/** What the connector is told of the tables of a source: names to compare with, and the one place where they all are. */
export type Selection = Place & {readonly names: readonly string[]};

/**
 * Bare names in one place. Of tables in several places, or of which some say none, the names stay as they are: the connector
 * finds those by their whole names, if the driver tells all of it.
 */
export function selectionOf(source: Pick<Source, 'url' | 'tables'>): Selection {
	const places = source.tables.map(table => placeOf(source, table));
	const [first = {}] = places;
	const isOne = places.every(({catalog, schema}) => catalog === first.catalog && schema === first.schema);
	return isOne ? {...first, names: source.tables.map(bareTable)} : {names: source.tables};
}

/** The topic of a table, as the JDBC connector names it: the prefix and the bare name, without catalog, schema and quotes. */
export function topicOf({topicPrefix}: Pick<Source, 'topicPrefix'>, table: string): string {
	return topicPrefix + bareTable(table);
}

/** What Kafka takes for the name of a topic. */
export const isTopicName = (name: string): boolean => /^[a-zA-Z0-9._-]{1,249}$/.test(name) && name !== '.' && name !== '..';
