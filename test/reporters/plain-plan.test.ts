import {expect, test} from 'vitest';
import {recording} from './recording.ts';

const hosts = ['kafka-01', 'kafka-02'] as const;
const steps = ['firewall', 'configuration', 'start', 'topics'];
const shape = {
	'check-hosts': {'kafka-01': ['memory'], 'kafka-02': ['memory']},
	kafka: {'kafka-01': steps, 'kafka-02': steps},
};
const properties = (partitions: number) =>
	`broker.id=1\nlisteners=PLAINTEXT://:9092\nlog.dirs=/data\nsocket=1\nnum.partitions=${partitions}\na=1\nb=2\nc=3\nd=4\n`;

test('a plan shows each change with its diff and its reason, hosts that differ alike together', () => {
	const {tell, text} = recording('check', shape);
	for (const host of hosts) tell.connected(host);
	for (const host of hosts) tell.step(`check-hosts/${host}/memory`, 'ok');
	for (const host of hosts) {
		tell.step(`kafka/${host}/firewall`, 'ok', {notes: ['no active firewall: nothing to do']});
		const changes =
			host === 'kafka-01'
				? [{what: 'change /etc/kafka/server.properties', before: properties(3), after: properties(1)}]
				: [{what: 'create /etc/kafka/server.properties', after: 'broker.id=2\n'}];
		tell.step(`kafka/${host}/configuration`, 'changed', {changes});
		tell.step(`kafka/${host}/start`, 'changed', {changes: [{what: 'restart kafka', reason: 'its configuration will change'}]});
		tell.step(`kafka/${host}/topics`, 'skipped');
	}
	tell.end('succeeded');
	expect(text()).toMatchInlineSnapshot(`
		"kafka-setup 0.1.0  PLAN for payments, 2 hosts
		Dry run: what apply would change.
		  ✔ kafka-01  root@kafka-01:22  Debian GNU/Linux 12 (bookworm)  0.4s
		  ✔ kafka-02  root@kafka-02:22  Debian GNU/Linux 12 (bookworm)  0.4s

		Check hosts  nothing to change, 2 unchanged

		Kafka  4 to change, 2 unchanged, 2 test commands not run
		  · kafka-01, kafka-02  Firewall
		      note: no active firewall: nothing to do
		  ~ kafka-01  Configuration
		      change /etc/kafka/server.properties
		        @@ -2,7 +2,7 @@
		         listeners=PLAINTEXT://:9092
		         log.dirs=/data
		         socket=1
		        -num.partitions=3
		        +num.partitions=1
		         a=1
		         b=2
		         c=3
		  ~ kafka-02  Configuration
		      create /etc/kafka/server.properties
		        +broker.id=2
		  ~ kafka-01, kafka-02  Start
		      restart kafka  (its configuration will change)

		Plan: 4 to change on 2 hosts, 4 unchanged, 2 test commands not run.
		No host was changed.
		"
	`);
});

test('a plan without a change says so in a line per stage', () => {
	const {tell, text} = recording('check', shape);
	for (const host of hosts) tell.step(`check-hosts/${host}/memory`, 'ok');
	for (const host of hosts) {
		for (const step of ['firewall', 'configuration', 'start']) tell.step(`kafka/${host}/${step}`, 'ok');
		tell.step(`kafka/${host}/topics`, 'skipped');
	}
	tell.end('succeeded');
	expect(text()).toMatchInlineSnapshot(`
		"kafka-setup 0.1.0  PLAN for payments, 2 hosts
		Dry run: what apply would change.

		Check hosts  nothing to change, 2 unchanged

		Kafka  nothing to change, 6 unchanged, 2 test commands not run

		Nothing to change. 8 unchanged, 2 test commands not run.
		No host was changed.
		"
	`);
});

test('a plan that meets a problem is not called complete', () => {
	const {tell, text} = recording('check', shape);
	text();
	const failure = {message: '1 GiB of memory on kafka-01, 2 are needed', hint: 'Give it more.'};
	tell.step('check-hosts/kafka-01/memory', 'failed', {failure});
	tell.step('check-hosts/kafka-02/memory', 'ok');
	tell.end('failed');
	expect(text()).toMatchInlineSnapshot(`
		"
		Check hosts  1 failed, 1 unchanged
		  ✖ kafka-01  Memory  failed
		      1 GiB of memory on kafka-01, 2 are needed

		✖ Check hosts on kafka-01: failed at “Memory” after 0.1s
		    1 GiB of memory on kafka-01, 2 are needed
		    Next: Give it more.

		Recap        ok  changed  failed  unreachable  skipped
		  kafka-01    0        0       1            0        0
		  kafka-02    1        0       0            0        0
		  total       1        0       1            0        0

		Plan not complete (1 failed): 0 to change so far, 1 unchanged.
		No host was changed.
		"
	`);
});

test('a very long diff is cut, and a return before a line end is seen', () => {
	const {tell, text} = recording('check', {kafka: {a: ['x', 'y']}});
	const long = Array.from({length: 300}, (_, index) => `line ${index}\n`).join('');
	tell.step('kafka/a/x', 'changed', {changes: [{what: 'create /long', after: long}]});
	tell.step('kafka/a/y', 'changed', {changes: [{what: 'change /dos', before: 'a\r\n', after: 'a\n'}]});
	const shown = text();
	expect(shown).toContain('+line 199\n');
	expect(shown).not.toContain('+line 200\n');
	expect(shown).toContain('… 100 lines of the diff left out\n');
	expect(shown).toContain('-a\\r\n');
});
