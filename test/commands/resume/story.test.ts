import {expect, test} from 'vitest';
import {differenceLines, lastStop, leftOut, skipLine, stopLines} from '../../../source/commands/resume/story.ts';
import type {JournalRecord} from '../../../source/state/journal/journal-lines.ts';
import type {LastRun} from '../../../source/state/store/runs.ts';

const at = '2026-11-23T12:00:00.000Z';
const now = Date.parse(at) + 5 * 60_000;
const ref = (host: string, step = 'start') => ({stage: 'kafka', host, step});
const run: JournalRecord = {
	at,
	type: 'run',
	format: 1,
	version: '1.0.0',
	cluster: 'payments',
	file: '/payments.yaml',
	text: 'name: payments\nhosts: [a]\n',
	pid: 4711,
};
const intent = (host: string): JournalRecord => ({
	at,
	type: 'intent',
	ref: ref(host),
	title: 'Start Kafka',
	changes: ['start x', 'enable x'],
});
const last: LastRun = {
	cluster: 'payments',
	file: '/payments.yaml',
	startedAt: at,
	status: 'running',
	pid: 4711,
	done: 80,
	steps: 111,
	stoppedAt: 'Kafka',
};
const lines = (records: readonly JournalRecord[], more: Partial<LastRun> = {}) =>
	stopLines({...last, ...more}, lastStop(records), now).join('\n');

test('of a run that was killed it tells which steps were begun and did not end', () => {
	const done: JournalRecord = {at, type: 'finished', ref: ref('a'), outcome: 'changed'};
	expect(lines([run, intent('old'), run, intent('a'), intent('b'), done])).toBe(`\
payments: the run started 5 minutes ago stopped in Kafka, 80 of 111 steps done
  /payments.yaml
  It was killed, or this machine shut down.
  Outcome unknown (will be checked):
    b  Start Kafka: start x; enable x
  Changed and not tested yet: kafka`);
});

test('of a run that failed it tells what failed, and keeps escape sequences off the terminal', () => {
	const failed: JournalRecord = {at, type: 'finished', ref: ref('a'), outcome: 'failed', message: 'no \x1b[2Jspace'};
	const text = lines([run, intent('a'), failed, {at, type: 'end', outcome: 'failed'}], {status: 'failed'});
	expect(text).toMatch(/^ {2}a: Start Kafka: no .*space$/m);
	expect(text).not.toContain('\x1b');
	expect(text).not.toContain('killed');
});

test('of a run that was stopped by hand, and of an outcome that is not known', () => {
	const unknown: JournalRecord = {at, type: 'finished', ref: ref('a'), outcome: 'unknown', message: 'the link died'};
	const text = lines([run, intent('a'), unknown, {at, type: 'end', outcome: 'cancelled'}], {status: 'cancelled'});
	expect(text).toContain('  Stopped by the user.\n');
	expect(text).toContain('    a  Start Kafka: start x; enable x');
});

test('of a run before its first step, and of one without a journal', () => {
	expect(lines([run, {at, type: 'end', outcome: 'failed', message: 'kafka-02 was not reached'}], {status: 'failed'})).toContain(
		'\n  kafka-02 was not reached',
	);
	expect(lines([])).toBe('payments: the run started 5 minutes ago stopped in Kafka, 80 of 111 steps done\n  /payments.yaml');
});

test('the checks that a whole run was told to leave out are left out again, of those that there are', () => {
	const skips = ['reach', 'data-dirs', 'of another version'];
	expect(
		leftOut([
			{...run, skips},
			{...run, stage: 'kafka'},
		]),
	).toEqual(['data-dirs', 'reach']);
	expect(leftOut([{...run, skips}, run])).toEqual([]);
	expect(leftOut([])).toEqual([]);
	expect(skipLine(['data-dirs', 'reach'], '/my payments.yaml')).toBe(
		"  Left out again, as that run was told to (--skip): data-dirs, reach. With all checks: kafka-setup apply '/my payments.yaml'",
	);
});

test('what was changed since is a diff of the file, and the version', () => {
	const stop = lastStop([run])!;
	expect(differenceLines(stop, 'name: payments\nhosts: [a]\n', '1.0.0')).toEqual([]);
	expect(differenceLines(stop, 'name: payments\nhosts: [a, b]\n', '1.1.0')).toEqual([
		'  kafka-setup has another version since: 1.0.0 → 1.1.0',
		'  cluster file changed:',
		'     name: payments',
		'    -hosts: [a]',
		'    +hosts: [a, b]',
	]);
});
