import {expect, test} from 'vitest';
import {story} from '../../helpers/events.ts';
import {hosts, opened, recording, steps} from './scene.ts';
import {failed, still, underway} from './underway.ts';

test('what is over stays above as one line each, and what runs is redrawn below', async () => {
	const {screen, tell, run} = await underway();
	expect(still(screen.all())).toBe(`Apply payments  3 hosts, 3 stages  kafka-setup 0.1.0
✔ Logged in    3 hosts       Debian GNU/Linux 12 (bookworm)                0.4s
✔ Check hosts  3 hosts       3 ok                                          0.3s
⠋ Kafka        0 of 3 hosts                                                  0s
  ⠋ kafka-01  $ apt-get install kafka                                        0s
    │ Unpacking kafka
  ⠋ kafka-02  Install                                                        0s
  ⠋ kafka-03  Install                                                        0s
· Smoke test
3 of 16 steps · 0s · ? keys · Ctrl+C stops after the running steps`);
	for (const host of hosts) tell.finish(`kafka/${host}/install`, 'changed');
	for (const step of steps.slice(1)) for (const host of hosts) tell.step(`kafka/${host}/${step}`, 'ok');
	tell.step('smoke-test/kafka-01/records', 'ok');
	tell.end('succeeded');
	await screen.see('Done in');
	await run.close();
	expect(screen.all().match(/^. \S.*(hosts?|Debian.*) .*s$/gm)).toEqual([
		'✔ Logged in    3 hosts       Debian GNU/Linux 12 (bookworm)                0.4s',
		'✔ Check hosts  3 hosts       3 ok                                          0.3s',
		'✔ Kafka        3 hosts       3 changed, 9 ok                               0.9s',
		'✔ Smoke test   1 host        1 ok                                          0.1s',
	]);
});

test('what a step remarks stands below its stage, each thing once; what a test command found is no remark', async () => {
	const {screen, tell, run} = await underway();
	const danger = 'this can lose data: min.insync.replicas from 2 to 1: a write with acks=all counts as soon as 1 broker has it';
	for (const host of hosts) {
		const changes = [{what: 'change /etc/kafka/server.properties'}];
		tell.finish(`kafka/${host}/install`, 'changed', {notes: [danger, 'no firewall is active'], changes});
	}
	for (const step of steps.slice(1, -1)) for (const host of hosts) tell.step(`kafka/${host}/${step}`, 'ok');
	for (const host of hosts) {
		tell.start(`kafka/${host}/topics`);
		tell.ran(`kafka/${host}/topics`, 'kafka-topics --list', 'orders');
		tell.finish(`kafka/${host}/topics`, 'ok', {notes: ['orders:0:5']});
	}
	tell.step('smoke-test/kafka-01/records', 'ok', {notes: ['little space']});
	tell.end('succeeded');
	await screen.see('Done in');
	await run.close();
	const lines = screen
		.all()
		.split('\n')
		.map(line => line.trimEnd());
	const at = lines.findIndex(line => line.startsWith('✔ Kafka'));
	expect(lines.slice(at + 1, at + 6)).toEqual([
		'  note: kafka-01, kafka-02, kafka-03: this can lose data: min.insync.replicas',
		'  from 2 to 1: a write with acks=all counts as soon as 1 broker has it',
		'  note: kafka-01, kafka-02, kafka-03: no firewall is active',
		expect.stringMatching(/^✔ Smoke test/),
		'  note: kafka-01: little space',
	]);
	expect(screen.all()).not.toContain('note: kafka-01, kafka-02, kafka-03: orders');
});

test('times and spinners go on without events', async () => {
	const {screen, pass, run} = await underway();
	pass(65_250);
	await screen.see('1m 05s');
	const [before] = /^.(?= Kafka)/m.exec(screen.text())!;
	pass(250);
	await screen.until(() => !screen.text().includes(`${before} Kafka`));
	await run.close();
});

test('a word of ours goes above what runs', async () => {
	const {screen, run} = await underway();
	run.say('Stopping after the running steps.');
	await screen.until(() => still(screen.text()).includes('Stopping after the running steps.\n⠋ Kafka'));
	await run.close();
});

test('after close the terminal is as it was: nothing live is left, cursor shown, keys echoed, nobody listens', async () => {
	const {screen, run, timers} = await underway();
	expect(screen.firstWasRaw()).toBe(true);
	expect(screen.isRaw()).toBe(true);
	expect(screen.cursor()).toBe(false);
	await run.close();
	expect(screen.isRaw()).toBe(false);
	expect(screen.cursor()).toBe(true);
	expect(timers()).toBe(0);
	expect(screen.stdout.listenerCount('resize')).toBe(0);
	expect(screen.stdin.listenerCount('readable')).toBe(0);
	expect(screen.text().split('\n').at(-1)).toContain('✔ Check hosts');
});

test('a whole real run leaves its story in the scrollback, each thing once', async () => {
	const {screen, run} = opened({columns: 100});
	for (const event of recording) run.emit(event);
	await screen.see('Done in 1m');
	await run.close();
	const done = screen.all().match(/^✔ .*$/gm)!;
	expect(done.map(line => line.slice(2, 20).trimEnd())).toEqual([
		'Logged in',
		'Check hosts',
		'Confluent Platform',
		'ZooKeeper',
		'Kafka',
		'Schema Registry',
		'Connect',
		'Smoke test',
	]);
	expect(screen.all().match(/^Recap/gm)).toHaveLength(1);
});

test('a command to copy is not broken by us: the terminal wraps it', async () => {
	const {screen, run} = opened({columns: 60});
	for (const event of recording) run.emit(event);
	await screen.see('Done in 1m');
	await run.close();
	expect(screen.bytes()).toContain(
		'connect-standalone /etc/schema-registry/connect-avro-standalone.properties /etc/kafka-connect-jdbc/source-orders.properties',
	);
});

test('without colour there is not one colour code, with it words and symbols are the same', async () => {
	const shots: string[] = [];
	for (const colour of [false, true]) {
		const {screen, run} = await failed({rows: 50, colour});
		shots.push(screen.text());
		await run.close();
		expect(/\x1b\[(?:3\d|9\d|1|2)m/.test(screen.bytes())).toBe(colour);
	}
	expect(shots[0]).toBe(shots[1]);
});

test('without Unicode all symbols are ASCII', async () => {
	const {screen, run} = await underway({unicode: false});
	expect(screen.text()).toMatch(/^[\x20-\x7e\n]*$/);
	await run.close();
});

test('remote text reaches the terminal clean', async () => {
	const {screen, tell, run} = await underway();
	tell.output('kafka/kafka-01/install', '\x1b]0;title\x07\x1b[2J10%\r100%\tdone\x1b[31m\n');
	await screen.see('│ 100%    done');
	expect(screen.bytes()).not.toContain('title');
	await run.close();
});

test('what a destroy leaves is told at its end, not below its stages', async () => {
	const {screen, run} = opened({columns: 100});
	const tell = story('apply', {kafka: {'kafka-01': ['data']}}, event =>
		run.emit(event.type === 'run-started' ? {...event, operation: 'destroy'} : event),
	);
	tell.begin();
	tell.step('kafka/kafka-01/data', 'changed', {notes: ['kept: /var/lib/kafka/data'], changes: [{what: 'remove x'}]});
	tell.end('succeeded');
	await screen.see('Done in');
	await run.close();
	expect(screen.all()).toContain('✔ Kafka');
	expect(screen.all()).not.toContain('kept: ');
});

test('what is asked of a service is shown while it is, and its command stands among those to copy', async () => {
	const {screen, run} = opened({columns: 100});
	const tell = story('apply', {kafka: {'kafka-01': ['topics']}}, run.emit);
	tell.begin();
	tell.start('kafka/kafka-01/topics');
	tell.ask('kafka/kafka-01/topics', 'the topics of kafka-01:9092', 'kafka-topics --list');
	tell.output('kafka/kafka-01/topics', 'orders\n');
	await screen.see('? the topics of kafka-01:9092');
	await screen.see('│ orders');
	tell.exit('kafka/kafka-01/topics', 'kafka-topics --list', 0);
	tell.finish('kafka/kafka-01/topics', 'ok');
	tell.end('succeeded');
	await screen.see('Done in');
	await run.close();
	expect(screen.all()).toMatch(/Test commands\n# Kafka, on kafka-01\nkafka-topics --list/);
});

test('what of ssh_config is not followed stands below the login, with its hosts', async () => {
	const {screen, tell, run} = opened();
	tell.begin();
	for (const host of ['kafka-01', 'kafka-03']) tell.connectedBut(host, ['BindAddress']);
	tell.connected('kafka-02');
	for (const host of hosts) tell.step(`check-hosts/${host}/memory`, 'ok');
	tell.end('succeeded');
	await screen.see('Recap');
	await run.close();
	expect(screen.all().replace(/\s+/g, ' ')).toContain(
		'note: kafka-01, kafka-03: BindAddress in ssh_config is not followed by the built-in transport. “transport: system” under “ssh:” in the cluster file follows all of it ✔ Check hosts',
	);
});
