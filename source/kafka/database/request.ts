import type {Source} from '../../cluster/cluster.ts';
import {bareTable, selectionOf} from '../../cluster/tables.ts';
import {timeColumns} from '../../cluster/time-columns.ts';
import {Secret} from '../../core/secret.ts';

/** `count`: the tables of which the rows are to be counted, in place of a look at all of them. */
export type Login = {
	readonly source: Source;
	readonly password: Secret | undefined;
	readonly count?: readonly string[];
};

const value = (text: string | undefined) => (text === undefined ? '-' : `+${Buffer.from(text).toString('base64')}`);

const line = (word: string, values: readonly (string | undefined)[]) => `${[word, ...values.map(value)].join(' ')}\n`;

/** What templates/DatabaseCheck.java reads: the sources with their logins and tables. It goes by standard input alone. */
export function requestOf(logins: readonly Login[]): Secret {
	const lines = logins.flatMap(({source, password, count}) => {
		const {url, user, tables, mode, incrementingColumn, timestampColumn, extraProperties} = source;
		// A look also tells of tables of that name in other places.
		const {catalog, schema} = count === undefined ? {} : selectionOf(source);
		const patterns = [extraProperties['catalog.pattern'] ?? catalog, extraProperties['schema.pattern'] ?? schema];
		const columns = [...(incrementingColumn === undefined ? [] : [incrementingColumn]), ...timeColumns(timestampColumn)];
		// Other modes read rows whatever they hold there.
		const key = mode === 'incrementing' && incrementingColumn !== undefined ? [incrementingColumn] : [];
		return [
			line('source', [url, user, password?.reveal(), ...patterns]),
			...(count === undefined
				? tables.map(table => line('table', [bareTable(table), ...columns]))
				: count.map(table => line('count', [bareTable(table), ...key]))),
		];
	});
	return new Secret(lines.join(''));
}
