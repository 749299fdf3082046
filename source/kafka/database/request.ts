import type {Source} from '../../cluster/cluster.ts';
import {tableParts} from '../../cluster/tables.ts';
import {Secret} from '../../core/secret.ts';

export type Login = {readonly source: Source; readonly password: Secret | undefined};

const value = (text: string | undefined) => (text === undefined ? '-' : `+${Buffer.from(text).toString('base64')}`);

const line = (word: string, values: readonly (string | undefined)[]) => `${[word, ...values.map(value)].join(' ')}\n`;

/** What templates/DatabaseCheck.java reads: the sources with their logins and tables. It goes by standard input alone. */
export function requestOf(logins: readonly Login[]): Secret {
	const lines = logins.flatMap(({source, password}) => {
		const {url, user, tables, incrementingColumn, timestampColumn, extraProperties} = source;
		const columns = [incrementingColumn, timestampColumn].filter(column => column !== undefined);
		return [
			line('source', [url, user, password?.reveal(), extraProperties['catalog.pattern'], extraProperties['schema.pattern']]),
			...tables.map(table => line('table', [tableParts(table)?.at(-1) ?? table, ...columns])),
		];
	});
	return new Secret(lines.join(''));
}
