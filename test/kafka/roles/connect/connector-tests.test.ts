import {describe, expect, test} from 'vitest';
import type {Cluster, Source} from '../../../../source/cluster/cluster.ts';
import type {StepError} from '../../../../source/core/errors.ts';
import {isRunning, readStatus, readTablesRead, readTopics} from '../../../../source/kafka/roles/connect/connector-status.ts';
import {connectorTests} from '../../../../source/kafka/roles/connect/connector-tests.ts';
import type {CountRows} from '../../../../source/kafka/roles/connect/rows.ts';
import {fakeContext} from '../../../helpers/context.ts';
import {fakeConnection} from '../../../helpers/fake-connection.ts';
import {localConnection} from '../../../helpers/local-connection.ts';
import {sampleCluster} from '../../../helpers/sample-cluster.ts';
import {shims} from '../../../helpers/shims.ts';
import {workerListens} from '../../../helpers/worker-listens.ts';

const [orders] = sampleCluster.connect.sources as readonly [Source];
const source = (changes: Partial<Source>): Source => ({...orders, name: 'shop', topicPrefix: 'shop-', ...changes});
const noCount: CountRows = async () => Promise.reject(new Error('nobody asks the database'));
const stepOf = (id: string, one: Source, cluster: Cluster = sampleCluster, countRows = noCount) =>
	connectorTests(cluster, one, countRows).find(step => step.id === id)!;

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
	});

	test('the topics that it names, and the tables that it has read, likewise', () => {
		expect(readTopics('{"shop":{"topics":["a",1,null]}}', 'shop')).toEqual(['a']);
		for (const text of ['', '{}', '{"shop":{}}', '{"shop":{"topics":"a"}}', '{"other":{"topics":["a"]}}', '[]'])
			expect(readTopics(text, 'shop')).toBeUndefined();
		const offsets = [
			{partition: {protocol: '1', table: 'shop.public.orders'}, offset: {incrementing: 5}},
			{partition: {table: 'old'}, offset: {timestamp: 1}},
			{partition: {table: 'reset'}, offset: null},
			{partition: {query: 'query'}, offset: {incrementing: 5}},
			{partition: {table: 7}, offset: {incrementing: 5}},
			null,
		];
		expect(readTablesRead(JSON.stringify({offsets}))).toEqual(['shop.public.orders', 'old']);
		for (const text of ['', '{}', '{"offsets":{}}', '7']) expect(readTablesRead(text)).toBeUndefined();
	});

	/** As a pattern. */
	const asked = 'curl --noproxy ... -sS -m 10 -K .etc.kafka-connect-jdbc.rest.curl http:..127.0.0.1:8083.connectors.shop.status';

	test.each([
		[running, true],
		[{name: 'shop', connector: {worker_id: 'w', version: '1', state: 'RUNNING'}, tasks: []}, true],
		[{...running, connector: {state: 'FAILED', worker_id: 'w', trace: 'x'}}, false],
		[{name: 'shop', tasks: [{id: 0, state: 'RUNNING'}], connector: {state: 'PAUSED'}}, false],
		[{...running, connector: {state: 'FAILED', trace: 'of "connector":{"state":"RUNNING"}'}}, false],
		[{error_code: 404, message: 'No status found for connector shop'}, false],
	])('is known to bash in whatever way it is written: %j', async (status, expected) => {
		for (const text of [JSON.stringify(status), JSON.stringify(status, null, 2)]) {
			const connection = localConnection({prefix: shims({...workerListens, curl: `cat <<'END'\n${text}\nEND`})});
			const {code} = await connection.exec(isRunning(sampleCluster, source({})));
			expect(code === 0).toBe(expected);
		}
	});

	test('the innermost cause of a failed task is in its message and among the lines, however long the trace', async () => {
		const frames = Array.from({length: 30}, (_, index) => `\tat org.example.Frame.run(Frame.java:${index})`);
		const cause = 'Caused by: org.apache.kafka.connect.errors.DataException: Invalid type for STRUCT: class java.lang.Integer';
		const trace = [
			'org.apache.kafka.connect.errors.ConnectException: Tolerance exceeded in error handler',
			...frames,
			'Caused by: org.apache.kafka.connect.errors.SchemaBuilderException: outer',
			...frames,
			cause,
			...frames,
			'\t... 14 more',
		].join('\n');
		const stdout = JSON.stringify({connector: {state: 'RUNNING'}, tasks: [{state: 'FAILED', trace}]});
		const context = fakeContext(
			fakeConnection([
				{command: `/ && ${asked}; } 2>/`, stdout},
				{command: `/ && ${asked}$/`, stdout},
			]),
		);
		const error = (await stepOf('status-shop', source({})).apply!(context).catch((thrown: unknown) => thrown)) as StepError;
		expect(error.diagnosis?.id).toBe('task-failed');
		expect(error.tail).toEqual([
			'org.apache.kafka.connect.errors.ConnectException: Tolerance exceeded in error handler',
			'Caused by: org.apache.kafka.connect.errors.SchemaBuilderException: outer',
			cause,
		]);
	});

	test('a trace that is something else than a text ends in words, not in a TypeError', async () => {
		const stdout = '{"connector":{"state":"RUNNING"},"tasks":[{"state":"FAILED","trace":{"a":1}}]}';
		const context = fakeContext(
			fakeConnection([
				{command: `/ && ${asked}; } 2>/`, stdout},
				{command: `/ && ${asked}$/`, stdout},
			]),
		);
		const error = await stepOf('status-shop', source({})).apply!(context).then(
			() => undefined,
			(thrown: StepError) => thrown,
		);
		expect(error?.message).toContain('connector shop is RUNNING, its task is FAILED');
		expect(context.seen.shown).toEqual([
			"curl --noproxy '*' -sS -m 10 -K /etc/kafka-connect-jdbc/rest.curl http://127.0.0.1:8083/connectors/shop/status",
		]);
	});
});
