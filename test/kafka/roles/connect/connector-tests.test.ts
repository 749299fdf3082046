import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test, vi} from 'vitest';
import type {Cluster, Source} from '../../../../source/cluster/cluster.ts';
import {rawCommand} from '../../../../source/core/command.ts';
import type {StepError} from '../../../../source/core/errors.ts';
import {isRunning, readStatus, readSubjects} from '../../../../source/kafka/roles/connect/connector-status.ts';
import {connectorTests} from '../../../../source/kafka/roles/connect/connector-tests.ts';
import {fakeContext} from '../../../helpers/context.ts';
import {type Answer, fakeConnection} from '../../../helpers/fake-connection.ts';
import {localConnection} from '../../../helpers/local-connection.ts';
import {sampleCluster} from '../../../helpers/sample-cluster.ts';
import {shims} from '../../../helpers/shims.ts';
import {tempDir} from '../../../helpers/temp-dir.ts';

const [orders] = sampleCluster.connect.sources as readonly [Source];
const source = (changes: Partial<Source>): Source => ({...orders, name: 'shop', topicPrefix: 'shop-', ...changes});
const stepOf = (id: string, one: Source, cluster: Cluster = sampleCluster) =>
	connectorTests(cluster, one).find(step => step.id === id)!;

/** A host with a registry that knows these subjects; what the tools got is written down, a NUL after each word. */
function host(subjects: readonly string[]) {
	const folder = tempDir();
	const tool = (name: string, answer: string) => `printf '%s\\0' ${name} "$@" >>'${folder}/words'\n${answer}`;
	const [env, ...rest] = shims({
		curl: tool('curl', `cat <<'END'\n${JSON.stringify(subjects)}\nEND`),
		'kafka-topics': tool('kafka-topics', ''),
		'kafka-get-offsets': tool('kafka-get-offsets', 'echo "$4:0:3"'),
		journalctl: 'exit 0',
		systemctl: 'exit 0',
	});
	const connection = localConnection({prefix: [env!, '-C', folder, ...rest]});
	return {folder, connection, words: () => readFileSync(join(folder, 'words'), 'utf8').split('\0')};
}

describe('the topics of a connector', () => {
	test.each([
		['$(>"$PWD"/PWNED)', name => name],
		['`touch PWNED`', () => 'touch PWNED'],
		["a'; touch PWNED #", name => name],
		['a; touch PWNED #', name => name],
		['a $HOME *', name => name],
	] satisfies readonly [string, (name: string) => string][])('are asked for as words: %j', async (table, bare) => {
		const topic = `shop-${bare(table)}`;
		const {folder, connection, words} = host([`${topic}-value`]);
		const at = localConnection({prefix: ['env', '-C', folder]});
		const context = fakeContext(connection);
		await stepOf('topics-shop', source({tables: [table]})).apply!(context);
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
	});

	test('have the names that the connector gives them', async () => {
		const {connection} = host(['shop-orders-value', 'shop-Client-value']);
		const context = fakeContext(connection);
		await stepOf('topics-shop', source({tables: ['public.orders', '[shop].[dbo].[Client]']})).apply!(context);
		expect(context.seen.notes).toEqual(['shop-orders:0:3', 'shop-Client:0:3']);
		expect(context.seen.shown).toEqual([
			'kafka-topics --list --bootstrap-server kafka-01:9092,kafka-02:9092,kafka-03:9092',
			'kafka-get-offsets --bootstrap-server kafka-01:9092,kafka-02:9092,kafka-03:9092 --topic shop-orders',
			'kafka-get-offsets --bootstrap-server kafka-01:9092,kafka-02:9092,kafka-03:9092 --topic shop-Client',
			'curl -sS -m 10 http://kafka-01:8080/subjects',
		]);
	});

	test('are told by their own lines alone: the tool takes the name for a pattern', async () => {
		const answers: readonly Answer[] = [
			{command: '/subjects 2>/', stdout: '["shop-a.b-value"]'},
			{command: '/kafka-topics --list/'},
			{
				command: '/kafka-get-offsets/',
				stdout: 'shop-aXb:0:9\nshop-a.b:0:2\nshop-a.b:1:0\nshop-a.b:0:x\nshop-a.b:$(id)\nWARN shop-a.b:0:7\n',
			},
			{command: '/subjects$/', stdout: '["shop-a.b-value"]'},
		];
		const connection = fakeConnection(answers);
		const context = fakeContext(connection);
		await stepOf('topics-shop', source({tables: ['"a.b"']})).apply!(context);
		connection.done();
		expect(context.seen.notes).toEqual(['shop-a.b:0:2', 'shop-a.b:1:0']);
	});
});

describe('the topic of a subject that is registered', () => {
	const unknown = {code: 1, stderr: 'Could not match any topic-partitions with the specified filters\n'};
	const tested = async (counts: readonly Partial<Answer>[], ...after: readonly Answer[]) => {
		const connection = fakeConnection([
			{command: '/subjects 2>/', stdout: '["shop-orders-value"]'},
			{command: '/kafka-topics --list/'},
			...counts.map(one => ({command: '/kafka-get-offsets/', ...one})),
			...after,
		]);
		const context = fakeContext(connection);
		const error = await stepOf('topics-shop', source({tables: ['orders']})).apply!(context).then(
			() => undefined,
			(thrown: StepError) => thrown,
		);
		connection.done();
		return {error, notes: context.seen.notes};
	};

	test('is waited for: it is made after that', async () => {
		const {error, notes} = await tested([unknown, {stdout: 'shop-orders:0:3\n'}], {command: '/subjects$/'});
		expect([error, notes]).toEqual([undefined, ['shop-orders:0:3']]);
	});

	test.each([
		['is not there', unknown, 'orders\n', 'there is no topic shop-orders, though its subject shop-orders-value is registered'],
		['is empty', {stdout: 'shop-orders:0:0\n'}, 'shop-orders\n', /^topic shop-orders has no records, though its subject/],
		['can not be read', {code: 1, stderr: 'it failed\n'}, 'shop-orders\n', 'the command failed on kafka-01'],
	])('%s: red, after a while', async (_what, counts, stdout, message) => {
		vi.useFakeTimers({toFake: ['Date'], now: 0});
		const ticking = setInterval(() => vi.setSystemTime(Date.now() + 5000), 20);
		const {error} = await tested([counts, counts], {command: '/kafka-topics --list/', stdout}).finally(() => {
			clearInterval(ticking);
			vi.useRealTimers();
		});
		expect(error?.message).toMatch(message);
	});
});

describe('the state of a connector', () => {
	const running = {name: 'shop', connector: {state: 'RUNNING', worker_id: 'w:8083'}, tasks: [{id: 0, state: 'RUNNING'}]};

	test('is read of what has the shape of one, and of nothing else', () => {
		expect(readStatus(JSON.stringify(running))).toEqual({state: 'RUNNING', tasks: [{state: 'RUNNING', trace: undefined}]});
		for (const text of ['', 'null', '[]', '7', '{"connector":null,"tasks":7}', '{"connector":"RUNNING","tasks":{}}', '<html>']) {
			expect(readStatus(text)).toEqual({state: undefined, tasks: []});
		}
		expect(readStatus('{"connector":{"state":7},"tasks":[null,{"state":[],"trace":{}}]}')).toEqual({
			state: undefined,
			tasks: [
				{state: undefined, trace: undefined},
				{state: undefined, trace: undefined},
			],
		});
		expect([readSubjects('["a",1,null]'), readSubjects('{}'), readSubjects('')]).toEqual([['a'], undefined, undefined]);
	});

	test.each([
		[running, true],
		[{name: 'shop', connector: {worker_id: 'w', version: '1', state: 'RUNNING'}, tasks: []}, true],
		[{...running, connector: {state: 'FAILED', worker_id: 'w', trace: 'x'}}, false],
		[{name: 'shop', tasks: [{id: 0, state: 'RUNNING'}], connector: {state: 'PAUSED'}}, false],
		[{...running, connector: {state: 'FAILED', trace: 'of "connector":{"state":"RUNNING"}'}}, false],
		[{error_code: 404, message: 'No status found for connector shop'}, false],
	])('is known to bash in whatever way it is written: %j', async (status, expected) => {
		for (const text of [JSON.stringify(status), JSON.stringify(status, null, 2)]) {
			const connection = localConnection({prefix: shims({curl: `cat <<'END'\n${text}\nEND`})});
			const {code} = await connection.exec(isRunning(sampleCluster, source({})));
			expect(code === 0).toBe(expected);
		}
	});

	test('a trace that is something else than a text ends in words, not in a TypeError', async () => {
		const stdout = '{"connector":{"state":"RUNNING"},"tasks":[{"state":"FAILED","trace":{"a":1}}]}';
		const context = fakeContext(
			fakeConnection([
				{
					command: 'curl -sS -m 10 -K /etc/kafka-connect-jdbc/rest.curl http://localhost:8083/connectors/shop/status 2>/dev/null',
					stdout,
				},
				{command: 'curl -sS -m 10 -K /etc/kafka-connect-jdbc/rest.curl http://localhost:8083/connectors/shop/status', stdout},
			]),
		);
		const error = await stepOf('status-shop', source({})).apply!(context).then(
			() => undefined,
			(thrown: StepError) => thrown,
		);
		expect(error?.message).toContain('connector shop is RUNNING, its task is FAILED');
		expect(context.seen.shown).toEqual([
			'curl -sS -m 10 -K /etc/kafka-connect-jdbc/rest.curl http://localhost:8083/connectors/shop/status',
		]);
	});
});
