import {expect, test} from 'vitest';
import {reduce} from '../../../source/core/state/reduce.ts';
import {noRun, type RunState} from '../../../source/core/state/run-state.ts';
import {endingLines} from '../../../source/ui/progress/ending.ts';
import {endpoints} from '../../../source/ui/progress/endpoints.ts';
import {type Findings, find, noFindings} from '../../../source/ui/progress/findings.ts';
import {createLook} from '../../../source/ui/progress/look.ts';
import {sparkline} from '../../../source/ui/progress/sparkline.ts';
import {topology} from '../../../source/ui/progress/topology.ts';
import type {Shape} from '../../helpers/events.ts';
import {story} from '../../helpers/events.ts';
import {look, recording, texts} from './scene.ts';

function ended(): {readonly run: RunState; readonly findings: Findings} {
	return {run: recording.reduce(reduce, noRun), findings: recording.reduce(find, noFindings)};
}

test('the end of a real run: what to type, what runs where, the recap, and in the last line how it went', () => {
	const {run, findings} = ended();
	const lines = texts(endingLines(run, findings, 80, look)).map(line => line.trimEnd());
	const text = lines.join('\n');
	expect(lines.slice(lines.indexOf('Start commands'), lines.indexOf('Test commands'))).toEqual([
		'Start commands',
		'# ZooKeeper, on kafka-01, kafka-02, kafka-03',
		'zookeeper-server-start /etc/kafka/zookeeper.properties',
		'# Kafka, on kafka-01, kafka-02, kafka-03',
		'kafka-server-start /etc/kafka/server.properties',
		'# Schema Registry, on kafka-01',
		'schema-registry-start /etc/schema-registry/schema-registry.properties',
		'# Connect, on kafka-03',
		'connect-standalone /etc/schema-registry/connect-avro-standalone.properties /etc/kafka-connect-jdbc/source-orders.properties',
		'',
	]);
	expect(text).toContain(`
# Kafka, on kafka-01, kafka-02, kafka-03
kafka-topics --list --bootstrap-server kafka-01:9092
kafka-topics --describe --under-replicated-partitions --bootstrap-server kafka-01:9092
# Schema Registry, on kafka-01, kafka-02, kafka-03
curl -sS -m 10 http://kafka-01:8080/subjects
`);
	expect(text).toContain(`
                 kafka-01   kafka-02   kafka-03
ZooKeeper           F          F          L
Kafka               ●          ●          ●
Schema Registry     ●          ·          ·
Connect             ·          ·          ●
F follower   L leader   ● runs here

Endpoints
  ZooKeeper        kafka-01:2181,kafka-02:2181,kafka-03:2181
  Kafka            kafka-01:9092,kafka-02:9092,kafka-03:9092
  Schema Registry  http://kafka-01:8080
  Connect          http://127.0.0.1:8083 on kafka-03

Topics
  orders-orders  5 records

Recap        ok  changed  failed  unreachable  skipped
  kafka-01   19       18       0            0        0
  kafka-02   16       14       0            0        0
  kafka-03   18       25       0            0        0
  total      53       57       0            0        0
`);
	expect(lines.at(-1)).toMatch(/^Done in 1m \d\ds: 57 changed, 53 ok on 3 hosts\.$/);
});

function told(shape: Shape, tale: (tell: ReturnType<typeof story>) => void) {
	let run: RunState = noRun;
	let findings = noFindings;
	const tell = story('apply', shape, event => {
		run = reduce(run, event);
		findings = find(findings, event);
	});
	tell.begin();
	tale(tell);
	return {run, findings, lines: (columns = 80) => texts(endingLines(run, findings, columns, look)).map(line => line.trimEnd())};
}

const service: Shape = {kafka: {'kafka-01': ['start', 'topics'], 'kafka-02': ['start', 'topics']}};

test('offsets that grew are drawn, partitions of a topic added up', () => {
	const {lines} = told(service, tell => {
		for (const [step, zero, one] of [
			['kafka/kafka-01/topics', 2, 3],
			['kafka/kafka-02/topics', 7, 5],
			['smoke-test/kafka-01/records', 20, 20],
		] as const) {
			tell.step(step, 'ok', {
				reports: [zero, one].map((count, partition) => ({kind: 'records', topic: 'orders', partition, count})),
			});
		}
		tell.end('succeeded');
	});
	expect(lines()).toContain('  orders  ▁▂█  5 → 12 → 40 records');
});

test('a bar for each value, lowest to highest; of equal values all are low', () => {
	expect(sparkline([0, 7, 3], '▁▂▃▄▅▆▇█')).toBe('▁█▄');
	expect(sparkline([5, 5], '▁▂▃')).toBe('▁▁');
	expect(
		sparkline(
			Array.from({length: 50}, (_, index) => index),
			'.#',
		),
	).toHaveLength(20);
});

test('a failed run ends with what was done and that it stays, and shows no commands that were not proved', () => {
	const {lines} = told(service, tell => {
		tell.start('kafka/kafka-01/start');
		tell.ran('kafka/kafka-01/start', 'kafka-server-start', 'no', 1);
		tell.finish('kafka/kafka-01/start', 'failed', {failure: {message: 'no'}});
		tell.end('failed');
	});
	expect(lines().join('\n')).not.toContain('kafka-server-start');
	expect(lines(160).slice(-2)).toEqual([
		'Failed after 0.0s: 1 failed, 3 steps not run.',
		'Fix this, then run the same command again: what is done stays done.',
	]);
});

test('what the first attempt of a stage started is told after a retry, too, and once', () => {
	const {lines} = told(service, tell => {
		tell.start('kafka/kafka-01/start');
		tell.ran('kafka/kafka-01/start', 'kafka-server-start', '', 0);
		tell.finish('kafka/kafka-01/start', 'changed');
		tell.step('kafka/kafka-01/topics', 'failed');
		tell.step('kafka/kafka-01/start', 'ok');
		tell.start('kafka/kafka-01/topics');
		tell.ran('kafka/kafka-01/topics', 'kafka-topics --list', '', 0);
		tell.finish('kafka/kafka-01/topics', 'ok');
		tell.start('kafka/kafka-02/start');
		tell.ran('kafka/kafka-02/start', 'kafka-server-start', '', 0);
		tell.finish('kafka/kafka-02/start', 'changed');
		tell.step('kafka/kafka-02/topics', 'ok');
		tell.end('succeeded');
	});
	expect(lines(160)).toContain('# Kafka, on kafka-01, kafka-02');
	expect(lines(160).filter(line => line === 'kafka-server-start')).toHaveLength(1);
});

test('a run in which nothing was done says how to go on, and not that what is done stays done', () => {
	const refused = told(service, tell => {
		const differences = [{subject: 'kafka.dataDirs of kafka-01', there: '/data', wanted: '/new', wayOut: []}];
		tell.end('failed', {message: 'The cluster file does not fit the cluster.', differences});
	});
	expect(refused.lines(160).slice(-2)).toEqual([
		'Failed after 0.0s: nothing done, 4 steps not run.',
		'Fix the cluster file or the hosts, then run the same command again.',
	]);
	const away = told(service, tell => tell.end('failed', {message: 'kafka-02 does not answer'}));
	expect(away.lines(160).at(-1)).toBe('Fix this, then run the same command again.');
});

test('a run that was stopped says so', () => {
	const {lines} = told(service, tell => tell.end('cancelled'));
	expect(lines(120).slice(-2)).toEqual([
		'Interrupted after 0.0s: nothing done, 4 steps not run.',
		'The next run continues from here.',
	]);
});

test('a run that had nothing to change says so', () => {
	const {lines} = told(service, tell => {
		for (const host of ['kafka-01', 'kafka-02']) for (const step of ['start', 'topics']) tell.step(`kafka/${host}/${step}`, 'ok');
		tell.end('succeeded');
	});
	expect(lines().at(-1)).toBe('Done in 0.4s: no changes, 4 ok on 2 hosts.');
});

test('with more hosts than fit side by side the drawing goes on below, in ASCII where that is all there is', () => {
	const many: Shape = {kafka: Object.fromEntries([1, 2, 3, 4].map(n => [`broker-${n}`, n === 4 ? ['topics'] : ['start']]))};
	const {run} = told(many, tell => tell.end('succeeded'));
	const ascii = createLook({colour: false, unicode: false});
	expect(
		texts(topology(run, {...noFindings, parts: {kafka: {'broker-2': 'controller'}}}, 32, ascii)).map(line => line.trimEnd()),
	).toEqual([
		'       broker-1   broker-2',
		'Kafka     *          C',
		'       broker-3   broker-4',
		'Kafka     *          -',
		'C controller   * runs here',
	]);
});

const answered = (host: string, address: string, local?: true) =>
	({kind: 'endpoint', host, address, ...(local === undefined ? {} : {local})}) as const;

test('an endpoint is where a service answered, of the hosts that it runs on, in their order', () => {
	const shape: Shape = {kafka: {'kafka-01': ['start', 'topics'], 'kafka-02': ['start', 'topics'], 'kafka-03': ['topics']}};
	const {run, findings} = told(shape, tell => {
		for (const host of ['kafka-03', 'kafka-02', 'kafka-01'])
			tell.step(`kafka/${host}/topics`, 'ok', {reports: [answered(host, `${host}:9092`), answered(host, `${host}:9092`)]});
	});
	expect(endpoints(run, findings)).toEqual([{title: 'Kafka', address: 'kafka-01:9092,kafka-02:9092'}]);
});

test('an address that answers on its own host alone is told with its hosts', () => {
	const {run, findings} = told(service, tell => {
		for (const host of ['kafka-02', 'kafka-01'])
			tell.step(`kafka/${host}/topics`, 'ok', {reports: [answered(host, 'http://127.0.0.1:8083', true)]});
	});
	expect(endpoints(run, findings)).toEqual([{title: 'Kafka', address: 'http://127.0.0.1:8083 on kafka-01, kafka-02'}]);
});

test('what is left for the operator to do stands before the recap, once', () => {
	const todo = {kind: 'todo', what: 'clients that use kafka-01:9092 must change to kafka-01:9093'} as const;
	const {lines} = told(service, tell => {
		for (const host of ['kafka-01', 'kafka-02']) tell.step(`kafka/${host}/topics`, 'ok', {reports: [todo]});
		tell.end('succeeded');
	});
	const text = lines().join('\n');
	expect(text).toContain('\nLeft for you to do\n  clients that use kafka-01:9092 must change to kafka-01:9093\n\nRecap');
	expect(text.match(/must change/g)).toHaveLength(1);
});

test('what tests could not prove stands before that, once, in yellow', () => {
	const unproven = {kind: 'unproven', what: 'orders: table orders has no rows yet'} as const;
	const todo = {kind: 'todo', what: 'nothing else'} as const;
	const {run, findings, lines} = told(service, tell => {
		for (const host of ['kafka-01', 'kafka-02']) tell.step(`kafka/${host}/topics`, 'ok', {reports: [unproven, todo]});
		tell.end('succeeded');
	});
	expect(lines().join('\n')).toContain(`\nNot proven\n  ${unproven.what}\n\nLeft for you to do\n  nothing else\n`);
	expect(run.unproven).toEqual([unproven.what]);
	const tones = endingLines(run, findings, 80, look).flatMap(line => line.filter(({text}) => text.includes('no rows yet')));
	expect(tones.map(({tone}) => tone)).toEqual(['changed']);
});

test('what is left to do cannot act on the terminal', () => {
	const {lines} = told(service, tell => {
		tell.step('kafka/kafka-01/topics', 'ok', {reports: [{kind: 'todo', what: 'a\x1b]52;c;cm0=\x07 b\x1b[2J\rc'}]});
		tell.end('succeeded');
	});
	expect(lines().join('')).not.toMatch(/[\x00-\x1f\x7f-\x9f]/);
});

test('on a narrow screen the recap leaves out what is zero', () => {
	const {lines} = told(service, tell => {
		tell.step('kafka/kafka-01/start', 'changed');
		tell.end('succeeded');
	});
	expect(lines(40).filter(line => /^Recap|^ {2}(kafka|total)/.test(line))).toEqual([
		'Recap        ok  changed',
		'  kafka-01    0        1',
		'  kafka-02    0        0',
		'  total       0        1',
	]);
});
