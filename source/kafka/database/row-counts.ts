import type {Cluster, Source} from '../../cluster/cluster.ts';
import {InputError} from '../../core/errors.ts';
import {oneAtATime} from '../../core/one-at-a-time.ts';
import type {Context} from '../../core/plan.ts';
import {remoteWords} from '../../core/text.ts';
import type {CountRows, Rows} from '../roles/connect/rows.ts';
import type {ConnectMaterials} from '../roles/connect/stage.ts';
import type {SourceAnswer, TableAnswer, Thrown} from './answer.ts';
import {isRefused, loginOf} from './login.ts';
import {type Looked, lookAtDatabases} from './on-host.ts';
import {readBy} from './tables.ts';

const said = ({message, classes}: Thrown) => remoteWords(message === '' ? (classes[0] ?? 'no reason given') : message);

function rowsOf(source: Source, table: string, answer: TableAnswer): Rows {
	if (answer.trouble !== undefined) return {why: said(answer.trouble)};
	const [one, ...more] = readBy(source, table, answer);
	if (one === undefined) return {why: `the database has no table ${table} that its user sees`};
	if (more.length > 0) return {why: `there are ${more.length + 1} tables of that name`};
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

/**
 * Counts by the program that looks at databases: one login a source, one after the other, and none after one that was refused; 5 s
 * for each table.
 */
export function rowCounter(cluster: Cluster, {plugin, secret}: Pick<ConnectMaterials, 'plugin' | 'secret'>): CountRows {
	const inTurn = oneAtATime();
	let wasRefused = false;

	async function ask(context: Context, source: Source, tables: readonly string[]): Promise<(index: number) => Rows> {
		if (wasRefused) return () => ({why: 'another login was refused, and no further one is tried', unasked: true});
		const login = async () => [{...(await loginOf(source, secret)), count: tables}];
		let looked: Looked;
		try {
			looked = await lookAtDatabases(context, cluster, plugin, login);
		} catch (error) {
			// Tests may be run by who has no password.
			if (!(error instanceof InputError)) throw error;
			return () => ({why: error.message, unasked: true});
		}
		if (!('answer' in looked)) return () => ({why: looked.why});
		const [answer] = looked.answer.sources;
		wasRefused ||= isRefused(looked);
		const why = trouble(answer);
		return index => {
			const one = answer?.tables[index];
			if (why !== undefined) return {why};
			return one === undefined ? {why: 'the database gave no answer in time'} : rowsOf(source, tables[index]!, one);
		};
	}

	return async (context, source, tables) => {
		const rows = await inTurn(() => ask(context, source, tables));
		return new Map(tables.map((table, index): readonly [string, Rows] => [table, rows(index)]));
	};
}
