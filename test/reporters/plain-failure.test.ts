import {expect, test} from 'vitest';
import {begunApply, hosts, recording, twoStages} from './recording.ts';

const startCommand = 'kafka-server-start /etc/kafka/server.properties';

test('a failure is told where it happens and, in full and with what to do next, at the end', () => {
	const {tell, text} = begunApply();
	text();
	for (const host of hosts) tell.start(`kafka/${host}/start`);
	tell.command('kafka/kafka-02/start', startCommand);
	tell.output('kafka/kafka-02/start', 'ERROR \x1b[31mcould not write\x1b[0m meta.properties\nNo space left');
	tell.wait(3000);
	tell.exit('kafka/kafka-02/start', startCommand, 1);
	tell.finish('kafka/kafka-02/start', 'failed', {
		failure: {
			message: 'Kafka ended while it started, because no space is left on /var/lib/kafka of kafka-02',
			hint: 'Free at least 1 GB there, or give another folder in the cluster file.',
			command: startCommand,
			code: 1,
		},
	});
	tell.finish('kafka/kafka-01/start', 'cancelled', {failure: {message: 'stopped before its turn: another host failed'}});
	tell.end('failed');
	expect(text()).toMatchInlineSnapshot(`
		"
		[2/2] Kafka  kafka-01, kafka-02
		    kafka-02  $ kafka-server-start /etc/kafka/server.properties
		    kafka-02  │ ERROR could not write meta.properties
		    kafka-02  │ No space left
		    kafka-02  │ (exit code 1)
		  ✖ kafka-02  Start  failed  3.0s
		              Kafka ended while it started, because no space is left on
		              /var/lib/kafka of kafka-02
		  · kafka-01  Start  cancelled  3.0s
		              stopped before its turn: another host failed
		  · kafka-01  1 skipped  3.0s
		  ✖ kafka-02  1 failed  3.0s

		✖ Kafka on kafka-02: failed at “Start” after 3.0s
		    $ kafka-server-start /etc/kafka/server.properties
		    │ ERROR could not write meta.properties
		    │ No space left
		    exit code 1
		    Kafka ended while it started, because no space is left on /var/lib/kafka of
		    kafka-02
		    Next: Free at least 1 GB there, or give another folder in the cluster file.

		Recap        ok  changed  failed  unreachable  skipped
		  kafka-01    2        0       0            0        1
		  kafka-02    2        0       1            0        0
		  total       4        0       1            0        1

		Failed after 3.4s: 1 failed, 4 ok, 1 skipped, 6 steps not run.
		Fix this, then run the same command again: what is done stays done.
		"
	`);
});

test('hosts that fail alike are told once, and an unknown outcome is no success', () => {
	const {tell, text} = recording('apply', twoStages);
	text();
	const failure = {message: 'port 9092 (Kafka) is taken by nginx', hint: 'Stop it.'};
	for (const host of hosts) tell.step(`check-hosts/${host}/memory`, 'failed', {failure});
	tell.step('check-hosts/kafka-01/disk', 'unknown', {failure: {message: 'the link died'}});
	tell.end('failed');
	expect(text()).toMatchInlineSnapshot(`
		"
		[1/2] Check hosts  kafka-01, kafka-02
		  ✖ kafka-01  Memory  failed  0.1s
		              port 9092 (Kafka) is taken by nginx
		  ✖ kafka-02  Memory  failed  0.1s
		              port 9092 (Kafka) is taken by nginx
		  ✖ kafka-01  Disk  unknown  0.1s
		              the link died
		  ✖ kafka-01  2 failed  0.3s
		  ✖ kafka-02  1 failed  0.2s

		✖ Check hosts on kafka-01, kafka-02: failed at “Memory” after 0.1s
		    port 9092 (Kafka) is taken by nginx
		    Next: Stop it.

		✖ Check hosts on kafka-01: unknown outcome at “Disk” after 0.1s
		    the link died

		Recap        ok  changed  failed  unreachable  skipped
		  kafka-01    0        0       2            0        0
		  kafka-02    0        0       1            0        0
		  total       0        0       3            0        0

		Failed after 0.3s: 3 failed, 9 steps not run.
		Fix this, then run the same command again: what is done stays done.
		"
	`);
});

test('a host that was not reached stops the run before its first step', () => {
	const {tell, text} = recording('apply', twoStages);
	tell.connected('kafka-01');
	tell.unreachable('kafka-02');
	tell.end('failed', {
		message: 'kafka-02 (10.0.0.2 port 22) does not answer',
		hint: 'Check that it is up and that port 22 is open:\nssh kafka-02',
	});
	expect(text()).toMatchInlineSnapshot(`
		"kafka-setup 0.1.0  Apply payments, 2 hosts, 2 stages
		  ✔ kafka-01  root@kafka-01:22  Debian GNU/Linux 12 (bookworm)  0.4s

		✖ The run stopped
		    kafka-02 (10.0.0.2 port 22) does not answer
		    Next: Check that it is up and that port 22 is open:
		    ssh kafka-02

		Recap        ok  changed  failed  unreachable  skipped
		  kafka-01    0        0       0            0        0
		  kafka-02    0        0       0            1        0
		  total       0        0       0            1        0

		Failed after 0.0s: 1 unreachable, 12 steps not run.
		Fix this, then run the same command again.
		"
	`);
});

test('an interrupted run says what is left and how to go on', () => {
	const {tell, text} = begunApply();
	text();
	tell.start('kafka/kafka-01/firewall');
	tell.finish('kafka/kafka-01/firewall', 'cancelled');
	tell.finish('kafka/kafka-02/firewall', 'cancelled');
	tell.end('cancelled');
	expect(text()).toMatchInlineSnapshot(`
		"
		[2/2] Kafka  kafka-01, kafka-02
		  · kafka-01  Firewall  cancelled  0.0s
		  · kafka-01  1 skipped  0.0s
		  · kafka-02  1 skipped  0.0s

		Recap        ok  changed  failed  unreachable  skipped
		  kafka-01    2        0       0            0        1
		  kafka-02    2        0       0            0        1
		  total       4        0       0            0        2

		Interrupted after 0.4s: 4 ok, 2 skipped, 6 steps not run.
		The next run continues from here.
		"
	`);
});

test('a refused run says how to go on, and not that what is done stays done: nothing was done', () => {
	const {tell, text} = recording('apply', twoStages);
	tell.connected('kafka-01');
	const differences = [{subject: 'kafka.dataDirs of kafka-01', there: '/data', wanted: '/new', wayOut: []}];
	tell.end('failed', {message: 'The cluster file does not fit the cluster.', differences, hint: 'Nothing was changed.'});
	expect(text().trimEnd().split('\n').at(-1)).toBe('Fix the cluster file or the hosts, then run the same command again.');
});
