import {expect, test} from 'vitest';
import {recording} from './recording.ts';

const shape = {kafka: {'kafka-01': ['packages', 'driver'], 'kafka-02': ['packages', 'driver']}};
const first = 'kafka/kafka-01/packages';

test('after 30 s of silence it says what is still running, how long, and what it waits for', () => {
	const {tell, text, pass} = recording('apply', shape);
	tell.start(first);
	tell.start('kafka/kafka-02/packages');
	text();
	pass(29);
	expect(text()).toBe('');
	pass(1);
	expect(text()).toBe('    … still running: kafka-01, kafka-02  Packages, 30s\n');
	tell.waiting(first, 'the package lock');
	expect(text()).toBe('    kafka-01  … waiting for the package lock\n');
	pass(29);
	expect(text()).toBe('');
	pass(31);
	expect(text()).toBe(
		[
			'    … still running: kafka-01  Packages, 1m 00s, waiting for the package lock',
			'    … still running: kafka-02  Packages, 1m 00s',
			'    … still running: kafka-01  Packages, 1m 30s, waiting for the package lock',
			'    … still running: kafka-02  Packages, 1m 30s',
			'',
		].join('\n'),
	);
});

test('the heartbeat ends with the run, or when the reporter is closed', () => {
	const ended = recording('apply', shape);
	expect(ended.timers()).toBe(1);
	ended.tell.end('cancelled');
	expect(ended.timers()).toBe(0);
	const closed = recording('apply', shape);
	closed.reporter.close();
	expect(closed.timers()).toBe(0);
});

test('what a step waits for is said once, and one that keeps changing its mind only now and then', () => {
	const {tell, text} = recording('apply', shape);
	tell.start(first);
	text();
	for (let i = 0; i < 10; i++) tell.waiting(first, 'the package lock');
	expect(text()).toBe('    kafka-01  … waiting for the package lock\n');
	for (let left = 100; left > 0; left--) {
		tell.waiting(first, `${left} partitions`);
		tell.wait(200);
	}
	expect(text().split('\n').length).toBeLessThan(12);
});

test('a slow upload is told by quarters, a fast one not at all', () => {
	const {tell, text} = recording('apply', shape);
	const [slow, fast] = ['kafka/kafka-01/driver', 'kafka/kafka-02/driver'];
	tell.start(slow);
	tell.start(fast);
	text();
	for (let i = 1; i <= 100; i++) tell.progress(fast, i * 11_000, 1_100_000);
	expect(text()).toBe('');
	for (let i = 1; i <= 100; i++) {
		tell.wait(400);
		tell.progress(slow, i * 11_000, 1_100_000);
	}
	expect(text()).toBe(['25', '50', '75', '100'].map(part => `    kafka-01  … Driver: ${part} % of 1.1 MB\n`).join(''));
});

test('output is shown as it comes, in whole lines of each host and stream', () => {
	const {tell, text} = recording('apply', shape);
	tell.start(first);
	text();
	tell.command(first, 'apt-get install x \\\n  y');
	expect(text()).toBe('    kafka-01  $ apt-get install x \\\n    kafka-01  >   y\n');
	tell.output(first, 'Read');
	tell.output(first, 'W: old lists\n', 'stderr');
	expect(text()).toBe('    kafka-01  │ W: old lists\n');
	tell.output(first, 'ing\n 10%\r100%');
	expect(text()).toBe('    kafka-01  │ Reading\n');
	tell.exit(first, 'apt-get', null);
	expect(text()).toBe('    kafka-01  │ 100%\n    kafka-01  │ (connection lost before it exited)\n');
});

test('of a very long output the beginning and the end are shown and the lines between counted', () => {
	const {tell, text} = recording('apply', shape);
	tell.start(first);
	tell.command(first, 'x');
	text();
	for (let i = 1; i <= 50_000; i++) tell.output(first, `line ${i}\n`);
	tell.exit(first, 'x', 0);
	const lines = text().split('\n');
	expect(lines).toHaveLength(202);
	expect(lines[179]).toBe('    kafka-01  │ line 180');
	expect(lines[180]).toBe('    kafka-01  … 49800 lines left out');
	expect(lines[181]).toBe('    kafka-01  │ line 49981');
	expect(lines[200]).toBe('    kafka-01  │ line 50000');
});

test('a test shows its whole output and ends with how many passed', () => {
	const {tell, text} = recording('test', {
		kafka: {'kafka-01': ['configuration', 'topics'], 'kafka-02': ['configuration', 'topics']},
	});
	for (const host of ['kafka-01', 'kafka-02']) tell.connected(host);
	for (const host of ['kafka-01', 'kafka-02']) {
		tell.start(`kafka/${host}/topics`);
		tell.ran(`kafka/${host}/topics`, 'kafka-topics --list', 'orders\n');
		tell.wait(800);
		tell.finish(`kafka/${host}/topics`, 'ok', {notes: ['the lists agree']});
	}
	tell.end('succeeded');
	expect(text()).toMatchInlineSnapshot(`
		"kafka-setup 0.1.0  Test of payments, 2 hosts
		  ✔ kafka-01  root@kafka-01:22  Debian GNU/Linux 12 (bookworm)  0.4s
		  ✔ kafka-02  root@kafka-02:22  Debian GNU/Linux 12 (bookworm)  0.4s

		[1/1] Kafka  kafka-01, kafka-02
		    kafka-01  $ kafka-topics --list
		    kafka-01  │ orders
		  ✔ kafka-01  Topics  ok  0.8s
		              note: the lists agree
		    kafka-02  $ kafka-topics --list
		    kafka-02  │ orders
		  ✔ kafka-02  Topics  ok  0.8s
		              note: the lists agree

		All 2 tests passed in 1.6s.
		"
	`);
	const long = recording('test', {kafka: {a: ['topics']}});
	long.tell.start('kafka/a/topics');
	long.tell.ran('kafka/a/topics', 'x', 'line\n'.repeat(500));
	expect(long.text().match(/│ line\n/g)).toHaveLength(500);
});

test('a failed test counts as failed', () => {
	const {tell, text} = recording('test', {kafka: {a: ['topics'], b: ['topics']}});
	tell.step('kafka/a/topics', 'ok');
	tell.start('kafka/b/topics');
	tell.ran('kafka/b/topics', 'kafka-topics --list', 'Timed out\n', 1);
	tell.finish('kafka/b/topics', 'failed', {failure: {message: 'b does not answer', command: 'kafka-topics --list', code: 1}});
	text();
	tell.end('failed');
	expect(text()).toMatchInlineSnapshot(`
		"
		✖ Kafka on b: failed at “Topics” after 0.0s
		    $ kafka-topics --list
		    │ Timed out
		    exit code 1
		    b does not answer

		Recap     ok  changed  failed  unreachable  skipped
		  a        1        0       0            0        0
		  b        0        0       1            0        0
		  total    1        0       1            0        0

		Failed after 0.1s: 1 of 2 tests passed.
		"
	`);
});

test('what of ssh_config is not followed stands below the host, once', () => {
	const {tell, text} = recording('apply', shape);
	text();
	tell.connectedBut('kafka-01', ['BindAddress', 'MACs of bastion']);
	tell.connected('kafka-02');
	const said = text()
		.split('\n')
		.map(line => line.trim());
	expect(said[0]).toMatch(/^✔ kafka-01 .*0\.4s$/);
	expect(said.slice(1, -2).join(' ')).toBe(
		'note: BindAddress, MACs of bastion in ssh_config are not followed by the built-in transport. “transport: system” under “ssh:” in the cluster file follows all of it',
	);
	expect(said.at(-2)).toMatch(/^✔ kafka-02 .*0\.4s$/);
});
