import type {Cluster} from '../../cluster/cluster.ts';
import {passwordOf} from '../../cluster/secrets.ts';
import {remoteWords} from '../../core/text.ts';
import type {CountRows, Rows} from '../roles/connect/rows.ts';
import type {ConnectMaterials} from '../roles/connect/stage.ts';
import type {SourceAnswer, TableAnswer, Thrown} from './answer.ts';
import {lookAtDatabases} from './on-host.ts';

const said = ({message, classes}: Thrown) => remoteWords(message === '' ? (classes[0] ?? 'no reason given') : message);

function rowsOf(table: string, {found, trouble}: TableAnswer): Rows {
	const [one, ...more] = found;
	if (trouble !== undefined) return {why: said(trouble)};
	if (one === undefined) return {why: `the database has no table ${table} that its user sees`};
	if (more.length > 0) return {why: `there are ${found.length} tables of that name`};
	if (one.rows !== undefined) return {rows: one.rows};
	const thrown = one.uncounted ?? one.unreadable;
	return {why: thrown === undefined ? 'its rows were not counted' : `its rows could not be counted: ${said(thrown)}`};
}

/** Why nothing is known of any table. */
function trouble(answer: SourceAnswer | undefined): string | undefined {
	const thrown = answer?.refused ?? answer?.trouble;
	if (thrown !== undefined) return said(thrown);
	if (answer?.unsuitable) return 'no driver takes the URL of the database';
	return answer?.opened === undefined ? 'the database gave no answer in time' : undefined;
}

/** Counts by the program that looks at databases: one login, and 5 s for each table. */
export function rowCounter(cluster: Cluster, {plugin, secret}: Pick<ConnectMaterials, 'plugin' | 'secret'>): CountRows {
	return async (context, source, tables) => {
		const looked = await lookAtDatabases(context, cluster, plugin, async () => {
			const password = passwordOf(source);
			return [{source, password: password === undefined ? undefined : await secret(password), count: tables}];
		});
		const answer = 'answer' in looked ? looked.answer.sources[0] : undefined;
		const why = 'answer' in looked ? trouble(answer) : looked.why;
		return new Map(
			tables.map((table, index): readonly [string, Rows] => {
				const one = answer?.tables[index];
				if (why !== undefined) return [table, {why}];
				return [table, one === undefined ? {why: 'the database gave no answer in time'} : rowsOf(table, one)];
			}),
		);
	};
}
