import {expect, test} from 'vitest';
import {begunApply, hosts} from './recording.ts';

const startCommand = 'kafka-server-start /etc/kafka/server.properties';
const testCommand = 'kafka-topics --bootstrap-server localhost:9092 --list';

test('a run that changes hosts says what it changed and shows the commands with their output', () => {
	const {tell, text} = begunApply();
	for (const host of hosts) tell.step(`kafka/${host}/firewall`, 'ok', {notes: ['no active firewall: nothing to do']});
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
		"kafka-setup 0.1.0  Apply payments, 2 hosts, 2 stages
		  ✔ kafka-01  root@kafka-01:22  Debian GNU/Linux 12 (bookworm)  0.4s
		  ✔ kafka-02  root@kafka-02:22  Debian GNU/Linux 12 (bookworm)  0.4s

		[1/2] Check hosts  kafka-01, kafka-02
		  ✔ kafka-01  2 ok  0.2s
		  ✔ kafka-02  2 ok  0.2s

		[2/2] Kafka  kafka-01, kafka-02
		  ✔ kafka-01  Firewall  ok  0.1s
		              note: no active firewall: nothing to do
		  ✔ kafka-02  Firewall  ok  0.1s
		              note: no active firewall: nothing to do
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
	const {tell, text} = begunApply();
	for (const host of hosts) {
		for (const step of ['firewall', 'configuration', 'start', 'topics']) tell.step(`kafka/${host}/${step}`, 'ok');
	}
	tell.end('succeeded');
	expect(text()).toMatchInlineSnapshot(`
		"kafka-setup 0.1.0  Apply payments, 2 hosts, 2 stages
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

		Done in 1.2s: no changes, 12 ok on 2 hosts.
		"
	`);
});

test('what is left for the operator to do stands before the recap, once', () => {
	const {tell, text} = begunApply();
	const todo = {kind: 'todo', what: 'clients that use kafka-01:9092 must change to kafka-01:9093'} as const;
	for (const host of hosts) tell.step(`kafka/${host}/configuration`, 'changed', {notes: [todo.what], reports: [todo]});
	tell.end('succeeded');
	expect(text()).toContain('\nLeft for you to do\n  clients that use kafka-01:9092 must change to kafka-01:9093\n\nRecap');
});

test('what tests could not prove stands before that, once', () => {
	const {tell, text} = begunApply();
	const unproven = {kind: 'unproven', what: 'orders: table orders has no rows yet'} as const;
	for (const host of hosts) tell.step(`kafka/${host}/configuration`, 'ok', {notes: [unproven.what], reports: [unproven]});
	tell.end('succeeded');
	expect(text()).toContain(`\nNot proven\n  ${unproven.what}\n\nRecap`);
});

test('what is left to do cannot act on the terminal', () => {
	const {tell, text} = begunApply();
	const what = 'a\x1b]52;c;cm0=\x07 b\x1b[2J\rc';
	tell.step('kafka/kafka-01/configuration', 'ok', {reports: [{kind: 'todo', what}]});
	tell.end('succeeded');
	expect(text()).toContain('Left for you to do');
	expect(text()).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f]/);
});

test('verbose: every step has its line, and a changed file its diff', () => {
	const {tell, text} = begunApply({verbose: true});
	tell.step('kafka/kafka-01/configuration', 'changed', {changes: [{what: 'change /x', before: 'a\n', after: 'b\n'}]});
	expect(text()).toMatchInlineSnapshot(`
		"kafka-setup 0.1.0  Apply payments, 2 hosts, 2 stages
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
	const {tell, text} = begunApply({unicode: false});
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
		const {tell, text} = begunApply({colour});
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
	const {tell, text} = begunApply();
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

test('what is asked of a service in place of a command is shown with the command', () => {
	const {tell, text} = begunApply();
	tell.start('kafka/kafka-01/topics');
	tell.ask('kafka/kafka-01/topics', 'the topics of kafka-01:9092', testCommand);
	tell.output('kafka/kafka-01/topics', 'orders\x1b[2J\npayments\n');
	tell.exit('kafka/kafka-01/topics', testCommand, 0);
	tell.finish('kafka/kafka-01/topics', 'ok');
	tell.start('kafka/kafka-02/topics');
	tell.ask('kafka/kafka-02/topics', 'the topics of kafka-02:9092', testCommand);
	tell.output('kafka/kafka-02/topics', 'it gave no answer in 10 s\n', 'stderr');
	tell.exit('kafka/kafka-02/topics', testCommand, 1);
	const lines = text().split('\n');
	const from = lines.findIndex(line => line.includes('? '));
	expect(lines.slice(from).join('\n').trimEnd()).toMatchInlineSnapshot(`
		"    kafka-01  ? the topics of kafka-01:9092
		    kafka-01  │ by hand: kafka-topics --bootstrap-server localhost:9092 --list
		    kafka-01  │ orders
		    kafka-01  │ payments
		  ✔ kafka-01  Topics  ok  0.0s
		    kafka-02  ? the topics of kafka-02:9092
		    kafka-02  │ by hand: kafka-topics --bootstrap-server localhost:9092 --list
		    kafka-02  │ it gave no answer in 10 s"
	`);
});
