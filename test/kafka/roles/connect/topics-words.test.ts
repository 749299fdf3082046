import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import type {Source} from '../../../../source/cluster/cluster.ts';
import {rawCommand} from '../../../../source/core/command.ts';
import {topicsTest} from '../../../../source/kafka/roles/connect/topics-test.ts';
import {fakeContext} from '../../../helpers/context.ts';
import {localConnection} from '../../../helpers/local-connection.ts';
import {sampleCluster} from '../../../helpers/sample-cluster.ts';
import {shims} from '../../../helpers/shims.ts';
import {tempDir} from '../../../helpers/temp-dir.ts';
import {workerListens} from '../../../helpers/worker-listens.ts';

const [orders] = sampleCluster.connect.sources as readonly [Source];
const source = (changes: Partial<Source> = {}): Source => ({...orders, name: 'shop', topicPrefix: 'shop-', ...changes});
const noCount = async () => Promise.reject(new Error('nobody asks the database'));

/** A host on which the connector has sent to these topics; what the tools got is written down, a NUL after each word. */
function host(topics: readonly string[], log: readonly string[] = []) {
	const folder = tempDir();
	const tool = (name: string, answer: string) => `printf '%s\\0' ${name} "$@" >>'${folder}/words'\n${answer}`;
	const [env, ...rest] = shims({
		...workerListens,
		curl: tool('curl', `cat <<'END'\n${JSON.stringify({shop: {topics}})}\nEND`),
		'kafka-topics': tool('kafka-topics', ''),
		'kafka-get-offsets': tool('kafka-get-offsets', 'echo "$4:0:3"'),
		journalctl: `cat <<'END'\n${log.join('\n')}\nEND`,
		systemctl: 'exit 0',
	});
	const connection = localConnection({prefix: [env!, '-C', folder, ...rest]});
	return {folder, connection, words: () => readFileSync(join(folder, 'words'), 'utf8').split('\0')};
}

const step = (one: Source) => topicsTest(sampleCluster, one, noCount);

test.each(['$(>"$PWD"/PWNED)', '`touch PWNED`', "a'; touch PWNED #", 'a; touch PWNED #', 'a $HOME *'])(
	'topics are asked for as words: %j',
	async table => {
		// Two names of one table: whatever the quotes are taken for.
		const topic = `shop-${table.startsWith('`') ? table.slice(1, -1) : table}`;
		const {folder, connection, words} = host([topic]);
		const at = localConnection({prefix: ['env', '-C', folder]});
		const context = {...fakeContext(connection), byCommands: () => true};
		await step(source({tables: [table], mode: 'bulk'})).apply!(context);
		expect(words().slice(words().indexOf('kafka-get-offsets')).slice(0, 5)).toEqual([
			'kafka-get-offsets',
			'--bootstrap-server',
			'kafka-01:9092,kafka-02:9092,kafka-03:9092',
			'--topic',
			topic,
		]);
		// What is shown can be pasted: it is the same command.
		const shown = context.seen.shown.find(command => command.startsWith('kafka-get-offsets'))!;
		const {stdout} = await at.exec(rawCommand(`set -- ${shown}; printf '%s\\0' "$@"`));
		expect(stdout.split('\0').slice(0, -1).at(-1)).toBe(topic);
		expect(readdirSync(folder)).toEqual(['words']);
	},
);

const failed = (name: string) => `[2026-11-23 10:00:00,000] ERROR [${name}|task-0] Failed to run query for table: gone (x.Y:1)`;
const thrown = (table: string) => `org.postgresql.util.PSQLException: ERROR: relation "${table}" does not exist`;

test.each([
	['of this source', [failed('shop'), thrown('mine')], 'relation "mine" does not exist'],
	['of a worker that names no connector', [failed('shop').replace('[shop|task-0] ', '')], 'Failed to run query'],
	['of this source, another one after it', [failed('shop'), thrown('mine'), failed('other'), thrown('other')], '"mine"'],
])('a query error %s is told', async (_, log, told) => {
	const {connection} = host([], log);
	await expect(step(source({pollIntervalMs: 5000})).apply!(fakeContext(connection))).rejects.toThrow(told);
});

test('a query error of another source is not told', async () => {
	const {connection} = host(
		['shop-orders'],
		[failed('other'), thrown('other'), '[2026-11-23 10:00:01,000] INFO [other|task-0] on'],
	);
	const context = {...fakeContext(connection), signal: AbortSignal.timeout(1500)};
	const tables = ['orders', 'refunds'];
	await expect(step(source({tables, pollIntervalMs: 5000})).apply!(context)).rejects.toThrow('stopped while waiting for');
});
