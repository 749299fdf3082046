import {spawnSync} from 'node:child_process';
import {describe, expect, it, test} from 'vitest';
import {cleanLine} from '../../../source/core/text.ts';
import {diagnose} from '../../../source/host/diagnosis/diagnose.ts';
import {recordsOf} from '../../../source/host/diagnosis/records.ts';
import {fatalLines} from '../../../source/kafka/diagnosis/fatal-lines.ts';
import {everyEntry} from '../../../source/kafka/diagnosis/table.ts';
import {failures, healthy, idOf} from './logs.ts';

const verdict = (lines: readonly string[]) => diagnose(everyEntry, {source: 'log', lines});

test.each(failures)('the log of $name has its cause, and no other', log => {
	const {diagnosis} = verdict(log.lines);
	expect(diagnosis?.id).toBe(idOf(log));
	for (const {line, text} of diagnosis!.evidence)
		expect(cleanLine(log.lines[line - 1]!)).toContain(text.replace(/…$/, '').slice(0, 80));
});

test('every entry has a log, in which its own words stand, and an id of its own', () => {
	const ids = everyEntry.map(({id}) => id);
	expect(new Set(ids).size).toBe(ids.length);
	expect(ids.length).toBeGreaterThanOrEqual(60);
	for (const {id, says} of everyEntry) {
		const logs = failures.filter(log => idOf(log) === id);
		expect([id, logs.some(({lines}) => lines.some(line => line.replaceAll(/ +/g, ' ').includes(says)))]).toEqual([id, true]);
	}
	expect(failures.filter(log => !ids.includes(idOf(log)))).toEqual([]);
});

test('what a cause explains is a symptom that there is', () => {
	const symptoms = everyEntry.filter(({symptom}) => symptom === true).map(({id}) => id);
	const explained = everyEntry.flatMap(({explains = []}) => explains);
	expect(explained.length).toBeGreaterThan(0);
	expect(explained.filter(id => !symptoms.includes(id))).toEqual([]);
});

test.each(healthy)('a start of $name with which nothing is wrong has no cause, and ends no wait', ({lines}) => {
	expect(verdict(lines)).toEqual({chain: []});
	for (const pattern of Object.values(fatalLines).flat()) {
		const {stdout} = spawnSync('grep', ['-E', '--', pattern], {input: lines.join('\n'), encoding: 'utf8'});
		expect([pattern, stdout]).toEqual([pattern, '']);
	}
});

const program = 'kafka-01 kafka-server-start[4711]:';
describe.each([
	['short', `Nov 23 10:00:00 ${program} `],
	['short-precise', `Nov 23 10:00:00.123456 ${program} `],
	['short-iso', `2026-11-23T10:00:00+0100 ${program} `],
	['short-full', `Mon 2026-11-23 10:00:00 CET ${program} `],
	['short-monotonic', `[  123.456789] ${program} `],
	['short-unix', `1795428000.123456 ${program} `],
	['syslog', `<30>Nov 23 10:00:00 ${program} `],
	['Kubernetes', '2026-11-23T10:00:00.123456789Z stdout F '],
	['docker -t', '2026-11-23T10:00:00.123456789Z '],
	['compose', 'kafka-01  | '],
	['compose -t', 'kafka-01  | 2026-11-23T10:00:00.123456789Z '],
])('with what %s puts before each line', (_, prefix) => {
	const behind = (lines: readonly string[]) => lines.map(line => prefix + line);

	test.each(failures)('the cause of $name is the same', log => {
		expect(verdict(behind(log.lines)).diagnosis?.id).toBe(idOf(log));
	});

	test.each(healthy)('a start of $name with which nothing is wrong has no cause', ({lines}) => {
		expect(verdict(behind(lines))).toEqual({chain: []});
	});
});

test('a header that looks like what comes before a line keeps its level', () => {
	const line = 'Registered broker 1: done (kafka.x)';
	expect(recordsOf([`2026-11-23T10:00:00Z ERROR KafkaServer: ${line}`])[0]!.level).toBe('error');
});

describe('a fix', () => {
	it('holds no word of the log, and never says to empty a data directory', () => {
		for (const {lines} of failures) {
			const hostile = lines.map(line => line.replaceAll(/shop|orders|kafka-0\d|\/data|\/var\/lib\/kafka/g, '$(touch pwned)'));
			const {diagnosis} = verdict(hostile);
			expect(diagnosis?.fixes.join('\n') ?? '').not.toContain('pwned');
		}
		for (const {fixes} of everyEntry) {
			expect(fixes.length).toBeGreaterThan(0);
			expect(fixes.join(' ')).not.toMatch(/\brm -|remove all data|delete the (?:data|directory)/i);
		}
	});

	it('says what it depends on with "if": a sentence that begins as a question is one', () => {
		const sentences = everyEntry.flatMap(({fixes}) => fixes.flatMap(fix => fix.split(/(?<=[.?:;]) /)));
		expect(sentences.length).toBeGreaterThan(100);
		expect(sentences.filter(one => /^(?:Is|Are|Was|Were|Does|Did|Has|Had|Can|Should) /.test(one) && !one.endsWith('?'))).toEqual(
			[],
		);
	});

	it('of data of another cluster leads to no advice by which it is lost', () => {
		const fixes = everyEntry.find(({id}) => id === 'cluster-id-mismatch')!.fixes.join(' ');
		expect(fixes).toContain('zookeeper-shell HOST:PORT get /cluster/id');
		expect(fixes).toContain('Do not empty the directory');
	});
});

test('what a log says is clean and short in a cause', () => {
	const {diagnosis} = verdict([
		`ERROR Exiting Kafka due to fatal exception`,
		`x.ConfigException: Missing required configuration "\x1b[2Ja\u202e${'b'.repeat(1000)}"`,
	]);
	expect(diagnosis?.id).toBe('setting-missing');
	expect(diagnosis!.cause).not.toMatch(/[\x00-\x1f\u202e]/);
	expect(diagnosis!.cause.length).toBeLessThan(300);
});

test.each([
	`java.net.UnknownHostException: ${':'.repeat(48_000)}\u2028a`,
	'UnknownHostException: a:'.repeat(2000),
	'failed to bind to '.repeat(2700),
	'a: '.repeat(16_000),
])('a line without end takes no pattern any time: %#', line => {
	for (const {id, patterns} of everyEntry) {
		const begun = process.cpuUsage();
		for (const pattern of patterns) pattern.test(`ERROR ${line}\u2028`);
		expect([id, process.cpuUsage(begun).user / 1000 < 200]).toEqual([id, true]);
	}
});

test('a wait is ended by the fatal lines of the logs, as grep -E and JavaScript read them alike', () => {
	const all = failures.flatMap(({lines}) => lines);
	for (const pattern of Object.values(fatalLines).flat()) {
		const grepped = spawnSync('grep', ['-E', '--', pattern], {input: `${all.join('\n')}\n`, encoding: 'utf8'}).stdout;
		expect(grepped.split('\n').filter(Boolean)).toEqual(all.filter(line => new RegExp(pattern).test(line)));
	}
	for (const id of ['data-locked', 'heap-too-small', 'node-id-mismatch', 'cluster-id-mismatch', 'setting-refused']) {
		const {lines} = failures.find(log => log.name === id)!;
		expect([id, lines.some(line => fatalLines.kafka.some(pattern => new RegExp(pattern).test(line)))]).toEqual([id, true]);
	}
});

test('the headline of a failure whose cause is not known is its innermost exception, or what is said below a line that leads to it', () => {
	const headline = (name: string) => verdict(failures.find(log => log.name === name)!.lines).headline;
	expect(headline('task-failed')).toBe(
		'org.apache.kafka.connect.errors.DataException: Invalid type for STRUCT: class java.lang.Integer',
	);
	expect(headline('data-directory-unusable')).toBe('java.io.IOException: Failed to create data directory /data/kafka');
	const unknown = (...lines: readonly string[]) => {
		const {diagnosis, headline} = verdict(lines);
		return [diagnosis?.id, headline];
	};
	const gaveUp = '[2026-11-23 10:00:00,000] ERROR Exiting Kafka due to fatal exception (kafka.Kafka$)';
	expect(unknown(gaveUp, 'a.OuterException: broke', '\tat a.B.c(B.java:1)', 'Caused by: a.InnerException: at this')).toEqual([
		undefined,
		'a.InnerException: at this',
	]);
	expect(unknown(gaveUp, 'a.OuterException: broke', 'Caused by: a.InnerException')).toEqual([
		undefined,
		'a.InnerException (a.OuterException: broke)',
	]);
	expect(unknown(gaveUp, 'a.OuterException: these are wrong:', '', 'the first')).toEqual([
		undefined,
		'a.OuterException: these are wrong: the first',
	]);
	expect(unknown('Error occurred during initialization of VM', 'Failed to reserve memory for new overflow mark stack.')).toEqual([
		undefined,
		'Error occurred during initialization of VM Failed to reserve memory for new overflow mark stack.',
	]);
});

describe('a connector that refuses its configuration is told by what it refuses', () => {
	const ends = '[2026-11-23 10:00:05,201] ERROR Stopping after connector error (org.apache.kafka.connect.cli.ConnectStandalone)';
	const refused =
		'java.util.concurrent.ExecutionException: org.apache.kafka.connect.runtime.rest.errors.BadRequestException: Connector configuration is invalid and contains the following 2 error(s):';
	const elsewhere =
		'You can also find the above list of errors at the endpoint `/connector-plugins/{connectorType}/config/validate`';
	const frame = '\tat org.apache.kafka.connect.util.ConvertingFutureCallback.result(ConvertingFutureCallback.java:123)';
	const mode = 'Invalid value sideways for configuration mode: String must be one of: , bulk, timestamp';

	it.each([[[mode]], [[mode, 'Query mode must be specified for configuration mode']], [['Topic prefix has blank']]])(
		'%j',
		said => {
			const {diagnosis, headline, at} = verdict([ends, refused, ...said, elsewhere, frame]);
			expect(diagnosis?.cause).toBe(`the connector refused its configuration: ${said[0]}`);
			expect(diagnosis?.evidence.map(({text}) => text)).toEqual([ends, refused, ...said]);
			expect([headline, at]).toEqual([said[0], 3]);
		},
	);

	it('and if nothing stands below, by that alone', () => {
		const {diagnosis} = verdict([ends, refused, frame]);
		expect(diagnosis?.cause).toBe('the connector refused its configuration');
		expect(diagnosis?.evidence.map(({text}) => text)).toEqual([ends, refused]);
	});
});
