import {expect, test} from 'vitest';
import {recording} from './recording.ts';

const shape = {
	'check-hosts': {'kafka-01': ['memory', 'disk'], 'kafka-02': ['memory', 'disk']},
	kafka: {
		'kafka-01': ['firewall', 'configuration', 'start', 'topics'],
		'kafka-02': ['firewall', 'configuration', 'start', 'topics'],
	},
};
const hosts = ['kafka-01', 'kafka-02'] as const;
const startCommand = 'kafka-server-start /etc/kafka/server.properties';
const testCommand = 'kafka-topics --bootstrap-server localhost:9092 --list';

function begun(options = {}) {
	const run = recording('apply', shape, options);
	for (const host of hosts) run.tell.connected(host);
	for (const host of hosts) {
		run.tell.step(`check-hosts/${host}/memory`, 'ok');
		run.tell.step(`check-hosts/${host}/disk`, 'ok');
	}
	return run;
}

test('a run that changes hosts says what it changed and shows the commands with their output', () => {
	const {tell, text} = begun();
	for (const host of hosts) tell.step(`kafka/${host}/firewall`, 'ok', {notes: ['no firewall is active: nothing touched']});
	for (const host of hosts) {
		tell.step(`kafka/${host}/configuration`, 'changed', {
			changes: [
				{what: 'create /etc/kafka/server.properties', after: 'broker.id=1\n'},
				{what: 'set mode of /etc/kafka to 0750 (was 0755)'},
			],
		});
	}
	for (const host of hosts) tell.start(`kafka/${host}/start`);
	for (const host of hosts) tell.command(`kafka/${host}/start`, startCommand);
	for (const host of hosts) tell.output(`kafka/${host}/start`, 'INFO starting\nINFO conn');
	for (const host of hosts) tell.waiting(`kafka/${host}/start`, 'Kafka to answer on port 9092');
	tell.output('kafka/kafka-01/start', 'ected\n');
	tell.waiting('kafka/kafka-01/start', 'Kafka to answer on port 9092');
	tell.wait(9100);
	for (const host of hosts) {
		tell.exit(`kafka/${host}/start`, startCommand, 0);
		tell.finish(`kafka/${host}/start`, 'changed', {
			changes: [{what: 'restart kafka', reason: 'its configuration changed'}],
		});
	}
	for (const host of hosts) {
		tell.start(`kafka/${host}/topics`);
		tell.ran(`kafka/${host}/topics`, testCommand, '__consumer_offsets\n');
		tell.finish(`kafka/${host}/topics`, 'ok');
	}
	tell.end('succeeded');
	expect(text()).toMatchInlineSnapshot(`
		"kafka-setup 0.1.0  Apply payments, 2 hosts, 2 stages, 12 steps
		  ✔ kafka-01  root@kafka-01:22  Debian GNU/Linux 12 (bookworm)  0.4s
		  ✔ kafka-02  root@kafka-02:22  Debian GNU/Linux 12 (bookworm)  0.4s

		[1/2] Check hosts  kafka-01, kafka-02
		  ✔ kafka-01  2 ok  0.2s
		  ✔ kafka-02  2 ok  0.2s

		[2/2] Kafka  kafka-01, kafka-02
		  ✔ kafka-01  Firewall  ok  0.1s
		              note: no firewall is active: nothing touched
		  ✔ kafka-02  Firewall  ok  0.1s
		              note: no firewall is active: nothing touched
		  ✔ kafka-01  Configuration  changed  0.1s
		              create /etc/kafka/server.properties
		              set mode of /etc/kafka to 0750 (was 0755)
		  ✔ kafka-02  Configuration  changed  0.1s
		              create /etc/kafka/server.properties
		              set mode of /etc/kafka to 0750 (was 0755)
		    kafka-01  $ kafka-server-start /etc/kafka/server.properties
		    kafka-02  $ kafka-server-start /etc/kafka/server.properties
		    kafka-01  │ INFO starting
		    kafka-02  │ INFO starting
		    kafka-01  … waiting for Kafka to answer on port 9092
		    kafka-02  … waiting for Kafka to answer on port 9092
		    kafka-01  │ INFO connected
		  ✔ kafka-01  Start  changed  9.1s  restart kafka  (its configuration changed)
		    kafka-02  │ INFO conn
		  ✔ kafka-02  Start  changed  9.1s  restart kafka  (its configuration changed)
		    kafka-01  $ kafka-topics --bootstrap-server localhost:9092 --list
		    kafka-01  │ __consumer_offsets
		  ✔ kafka-01  Topics  ok  0.0s
		  ✔ kafka-01  2 changed, 2 ok  9.5s
		    kafka-02  $ kafka-topics --bootstrap-server localhost:9092 --list
		    kafka-02  │ __consumer_offsets
		  ✔ kafka-02  Topics  ok  0.0s
		  ✔ kafka-02  2 changed, 2 ok  9.4s

		Recap        ok  changed  failed  unreachable  skipped
		  kafka-01    4        2       0            0        0
		  kafka-02    4        2       0            0        0
		  total       8        4       0            0        0

		Done in 9.9s: 4 changed, 8 ok on 2 hosts.
		"
	`);
});

test('a run that finds all as wanted is a few quiet lines', () => {
	const {tell, text} = begun();
	for (const host of hosts) {
		for (const step of ['firewall', 'configuration', 'start', 'topics']) tell.step(`kafka/${host}/${step}`, 'ok');
	}
	tell.end('succeeded');
	expect(text()).toMatchInlineSnapshot(`
		"kafka-setup 0.1.0  Apply payments, 2 hosts, 2 stages, 12 steps
		  ✔ kafka-01  root@kafka-01:22  Debian GNU/Linux 12 (bookworm)  0.4s
		  ✔ kafka-02  root@kafka-02:22  Debian GNU/Linux 12 (bookworm)  0.4s

		[1/2] Check hosts  kafka-01, kafka-02
		  ✔ kafka-01  2 ok  0.2s
		  ✔ kafka-02  2 ok  0.2s

		[2/2] Kafka  kafka-01, kafka-02
		  ✔ kafka-01  4 ok  0.4s
		  ✔ kafka-02  4 ok  0.4s

		Recap        ok  changed  failed  unreachable  skipped
		  kafka-01    6        0       0            0        0
		  kafka-02    6        0       0            0        0
		  total      12        0       0            0        0

		Done in 1.2s: nothing had to change, 12 ok on 2 hosts.
		"
	`);
});

test('a failure is told where it happens and, in full and with what to do next, at the end', () => {
	const {tell, text} = begun();
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

		✖ Kafka, kafka-02: Start failed after 3.0s
		    Kafka ended while it started, because no space is left on /var/lib/kafka of
		    kafka-02
		    $ kafka-server-start /etc/kafka/server.properties
		    │ ERROR could not write meta.properties
		    │ No space left
		    exit code 1
		    Next: Free at least 1 GB there, or give another folder in the cluster file.

		Recap        ok  changed  failed  unreachable  skipped
		  kafka-01    2        0       0            0        1
		  kafka-02    2        0       1            0        0
		  total       4        0       1            0        1

		Failed after 3.4s: 1 failed, 4 ok, 1 skipped, 6 steps not run.
		When that is mended, run the same command again: what is done stays done.
		"
	`);
});

test('hosts that fail alike are told once, and an unknown outcome is no success', () => {
	const {tell, text} = recording('apply', shape);
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

		✖ Check hosts, kafka-01, kafka-02: Memory failed after 0.1s
		    port 9092 (Kafka) is taken by nginx
		    Next: Stop it.

		✖ Check hosts, kafka-01: Disk has an unknown outcome after 0.1s
		    the link died

		Recap        ok  changed  failed  unreachable  skipped
		  kafka-01    0        0       2            0        0
		  kafka-02    0        0       1            0        0
		  total       0        0       3            0        0

		Failed after 0.3s: 3 failed, 9 steps not run.
		When that is mended, run the same command again: what is done stays done.
		"
	`);
});

test('a host that was not reached stops the run before its first step', () => {
	const {tell, text} = recording('apply', shape);
	tell.connected('kafka-01');
	tell.unreachable('kafka-02');
	tell.end('failed', {
		message: 'kafka-02 (10.0.0.2 port 22) does not answer',
		hint: 'Check that it is up and that port 22 is open:\nssh kafka-02',
	});
	expect(text()).toMatchInlineSnapshot(`
		"kafka-setup 0.1.0  Apply payments, 2 hosts, 2 stages, 12 steps
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
		When that is mended, run the same command again: what is done stays done.
		"
	`);
});

test('an interrupted run says what is left and how to go on', () => {
	const {tell, text} = begun();
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
		Run the same command again to go on: what is done stays done.
		"
	`);
});

test('verbose: every step has its line, and a changed file its diff', () => {
	const {tell, text} = begun({verbose: true});
	tell.step('kafka/kafka-01/configuration', 'changed', {changes: [{what: 'change /x', before: 'a\n', after: 'b\n'}]});
	expect(text()).toMatchInlineSnapshot(`
		"kafka-setup 0.1.0  Apply payments, 2 hosts, 2 stages, 12 steps
		  ✔ kafka-01  root@kafka-01:22  Debian GNU/Linux 12 (bookworm)  0.4s
		  ✔ kafka-02  root@kafka-02:22  Debian GNU/Linux 12 (bookworm)  0.4s

		[1/2] Check hosts  kafka-01, kafka-02
		  ✔ kafka-01  Memory  ok  0.1s
		  ✔ kafka-01  Disk  ok  0.1s
		  ✔ kafka-01  2 ok  0.2s
		  ✔ kafka-02  Memory  ok  0.1s
		  ✔ kafka-02  Disk  ok  0.1s
		  ✔ kafka-02  2 ok  0.2s

		[2/2] Kafka  kafka-01, kafka-02
		  ✔ kafka-01  Configuration  changed  0.1s
		              change /x
		                @@ -1,1 +1,1 @@
		                -a
		                +b
		"
	`);
});

test('without Unicode all that is not remote is ASCII, and without colour there is no escape sequence', () => {
	const {tell, text} = begun({unicode: false});
	tell.start('kafka/kafka-01/start');
	tell.waiting('kafka/kafka-01/start', 'its turn');
	tell.ran('kafka/kafka-01/start', startCommand, 'x\n', 1);
	tell.finish('kafka/kafka-01/start', 'failed', {failure: {message: 'no'}});
	tell.finish('kafka/kafka-02/start', 'cancelled');
	tell.end('failed');
	expect(text()).toMatch(/^[\x20-\x7e\n]+$/);
});

test('colours are of the 16 every terminal has, and without them the text is the same', () => {
	const tale = (colour: boolean) => {
		const {tell, text} = begun({colour});
		tell.step('kafka/kafka-01/configuration', 'changed', {changes: [{what: 'create /x', reason: 'why'}]});
		tell.step('kafka/kafka-02/configuration', 'failed', {
			failure: {message: 'no', command: 'x', code: 1, tail: ['t'], hint: 'h'},
		});
		tell.end('failed');
		return text();
	};
	const coloured = tale(true);
	expect(coloured.match(/\x1b\[\d+m/g)?.length).toBeGreaterThan(20);
	expect(coloured.replace(/\x1b\[(1|2|22|3[1-6]|39)m/g, '')).toBe(tale(false));
});

test('remote text cannot act on the terminal, wherever it comes in', () => {
	const evil = 'x\x1b]0;t\x07\x1b[2J\x9b31m\ry\u202e\x00';
	const {tell, text} = begun();
	tell.start('kafka/kafka-01/start');
	tell.waiting('kafka/kafka-01/start', evil);
	tell.ran('kafka/kafka-01/start', evil, `${evil}\n`);
	const changes = [{what: evil, reason: evil, before: evil, after: `${evil}\n${evil}`}];
	tell.finish('kafka/kafka-01/start', 'changed', {changes, notes: [evil]});
	tell.connected(evil);
	const failure = {message: evil, hint: evil, command: evil, tail: [evil]};
	tell.step('kafka/kafka-02/start', 'failed', {failure});
	tell.end('failed', failure);
	expect(text()).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/);
});
