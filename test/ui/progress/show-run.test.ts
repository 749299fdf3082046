import {expect, test} from 'vitest';
import {keys} from '../../helpers/screen.ts';
import {hosts, opened, recording, steps} from './scene.ts';

const trouble = {
	message: 'port 9092 is taken on kafka-02 by nginx',
	hint: 'Stop nginx, or set kafka.port.',
	command: 'kafka-server-start /etc/kafka/server.properties',
	code: 7,
	tail: Array.from({length: 25}, (_, index) => `log ${index + 1}`),
};

/** The text with all spinners at the same picture. */
const still = (text: string) => text.replace(/[⠋⠙⠸⠴⠦⠇]/g, '⠋');

/** A run whose first stage is done and whose second is at work on the first host. */
async function underway(options: Parameters<typeof opened>[0] = {}) {
	const all = opened(options);
	const {screen, tell} = all;
	tell.begin();
	for (const host of hosts) tell.connected(host);
	for (const host of hosts) tell.step(`check-hosts/${host}/memory`, 'ok');
	for (const host of hosts) tell.start(`kafka/${host}/install`);
	tell.command('kafka/kafka-01/install', 'apt-get install kafka');
	tell.output('kafka/kafka-01/install', 'Unpacking kafka\n');
	await screen.see('Unpacking kafka');
	return all;
}

async function failed(options: Parameters<typeof opened>[0] = {}) {
	const all = await underway(options);
	for (const host of hosts) all.tell.finish(`kafka/${host}/install`, 'changed');
	all.tell.start('kafka/kafka-02/start');
	all.pass(2000);
	all.tell.finish('kafka/kafka-02/start', 'failed', {failure: trouble});
	const answer = all.run.askAfterFailure();
	await all.screen.see('Retry');
	return {...all, answer};
}

test('what is over stays above as one line each, and what runs is redrawn below', async () => {
	const {screen, tell, run} = await underway();
	expect(still(screen.all())).toBe(`Apply payments  3 hosts, 3 stages, 16 steps  kafka-setup 0.1.0
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

test('times and spinners go on without events', async () => {
	const {screen, pass, run} = await underway();
	pass(65_250);
	await screen.see('1m 05s');
	const [before] = /^.(?= Kafka)/m.exec(screen.text())!;
	pass(250);
	await screen.until(() => !screen.text().includes(`${before} Kafka`));
	await run.close();
});

test('a failure stays in the scrollback whole: where, command, exit code, last 20 lines, what it means, what to do', async () => {
	const {screen, run, answer} = await failed({rows: 50});
	expect(screen.text()).toContain(`✖ Kafka        3 hosts       1 failed, 3 changed                           2.0s

✖ Kafka on kafka-02: failed at “Start” after 2.0s
  port 9092 is taken on kafka-02 by nginx
  $ kafka-server-start /etc/kafka/server.properties
  │ log 6
`);
	expect(screen.text()).toContain(`  │ log 25
  exit code 7
  Next: Stop nginx, or set kafka.port.

❯ Retry
  Edit an answer and retry
  Open the log
  Quit (resume later)
↑ ↓ Enter or 1-4 · Ctrl+C quits`);
	screen.press('4');
	expect(await answer).toBe('quit');
	await run.close();
	expect(screen.text()).toContain('Next: Stop nginx');
	expect(screen.text()).not.toContain('Retry');
});

test.each([
	['Enter', [keys.enter], 'retry'],
	['arrow and Enter', [keys.down, keys.enter], 'edit'],
	['j and Enter', ['j', keys.enter], 'edit'],
	['k, going round, and Enter', ['k', keys.enter], 'quit'],
	['1', ['1'], 'retry'],
	['2', ['2'], 'edit'],
	['4', ['4'], 'quit'],
	['Ctrl+C', [keys.ctrlC], 'quit'],
])('the menu after a failure: %s', async (_, presses, chosen) => {
	const {screen, run, answer, asked} = await failed();
	const marked = () => screen.lines().findIndex(line => line.startsWith('❯'));
	for (const key of presses) {
		const before = marked();
		screen.press(key);
		if (key !== presses.at(-1)) await screen.until(() => marked() !== before);
		// The handler of a menu that moved is in place one turn of the loop later.
		await new Promise(resolve => setTimeout(resolve, 30));
	}
	expect(await answer).toBe(chosen);
	expect(asked).toEqual([]);
	await run.close();
});

test('the log of the host that failed is opened from the menu, and closed to it', async () => {
	const {screen, run, answer} = await failed({rows: 20, readLog: host => [`all that ${host} said`]});
	screen.press('3');
	await screen.see('all that kafka-02 said');
	expect(screen.text()).toContain('kafka-02  lines 1-1 of 1, following');
	screen.press(keys.escape);
	await screen.see('❯ Open the log');
	expect(screen.text()).toContain('✖ Kafka on kafka-02: failed at “Start” after 2.0s\n  Retry');
	screen.press('1');
	expect(await answer).toBe('retry');
	await run.close();
});

test('a stage that is tried again gets a line of its own', async () => {
	const {screen, tell, run, answer} = await failed({rows: 60});
	screen.press('1');
	await answer;
	for (const host of hosts) for (const step of steps) tell.step(`kafka/${host}/${step}`, 'ok');
	tell.step('smoke-test/kafka-01/records', 'ok');
	tell.end('succeeded');
	await screen.see('Done in');
	await run.close();
	expect(screen.text().match(/^. Kafka {2}.*$/gm)).toEqual([
		'✖ Kafka        3 hosts       1 failed, 3 changed                           2.0s',
		'✔ Kafka        3 hosts       12 ok                                         1.2s',
	]);
	expect(screen.text().match(/Stop nginx/g)).toHaveLength(1);
});

test('hosts that failed alike are told once', async () => {
	const {screen, tell, run} = await underway({rows: 40});
	for (const host of hosts) tell.finish(`kafka/${host}/install`, 'failed', {failure: {message: 'the mirror is down'}});
	tell.end('failed');
	await screen.see('Failed after');
	await run.close();
	expect(screen.text()).toContain(
		'✖ Kafka on kafka-01, kafka-02, kafka-03: failed at “Install” after 0.0s\n  the mirror is down',
	);
	expect(screen.text().match(/the mirror is down/g)).toHaveLength(1);
});

test('what stopped a run before its first step is told', async () => {
	const {screen, tell, run} = opened();
	tell.begin();
	tell.unreachable('kafka-02');
	tell.end('failed', {message: 'kafka-02 was not reached', hint: 'Is it up?'});
	await screen.see('Failed after');
	await run.close();
	expect(screen.text()).toContain('✖ The run stopped\n  kafka-02 was not reached\n  Next: Is it up?');
});

test('arrows, j and k choose a host, Enter opens its log, keys scroll it, Esc closes it', async () => {
	const log = Array.from({length: 300}, (_, index) => `line ${index + 1}.`);
	const {screen, run} = await underway({readLog: host => [...log, host]});
	const chosen = (host: string) => screen.until(() => still(screen.text()).includes(`❯ ⠋ ${host}`));
	screen.press(keys.down);
	await chosen('kafka-01');
	screen.press('j');
	await chosen('kafka-02');
	screen.press('k');
	await chosen('kafka-01');
	screen.press(keys.up);
	await chosen('kafka-03');
	screen.press(keys.enter);
	await screen.see('kafka-03  lines 282-301 of 301, following');
	screen.press(keys.pageUp);
	await screen.see('lines 262-281 of 301');
	screen.press('g');
	await screen.see('lines 1-20 of 301');
	screen.press(keys.pageDown);
	await screen.see('lines 21-40 of 301');
	screen.press('j');
	await screen.see('lines 22-41 of 301');
	screen.press(keys.up);
	await screen.see('lines 21-40 of 301');
	screen.press('G');
	await screen.see('following');
	screen.press(keys.escape);
	await chosen('kafka-03');
	screen.press(keys.escape);
	await screen.until(() => !screen.text().includes('❯'));
	await run.close();
});

test('keys that come in one piece all count', async () => {
	const {screen, run} = await underway({readLog: () => ['the log']});
	screen.press(`jj${keys.enter}`);
	await screen.see('kafka-02  lines 1-1 of 1');
	screen.press(`${keys.escape}j`);
	await screen.until(() => still(screen.text()).includes('❯ ⠋ kafka-03'));
	await run.close();
});

test('? shows the keys and takes them away, p pauses and goes on, Ctrl+C stops, each time it is pressed', async () => {
	const {screen, run, tell, asked} = await underway();
	screen.press('?');
	await screen.see('Ctrl+C   stop after the running steps; twice: at once');
	screen.press('?');
	await screen.see('Unpacking');
	screen.press('p');
	await screen.see('pausing after the running steps · p goes on');
	for (const host of hosts) tell.finish(`kafka/${host}/install`, 'ok');
	await screen.see('paused · p goes on');
	screen.press('p');
	await screen.see('? keys');
	screen.press(keys.ctrlC);
	await screen.see('stopping after the running steps · Ctrl+C again: at once');
	screen.press(keys.ctrlC);
	await screen.see('stopping at once');
	expect(asked).toEqual(['pause', 'go on', 'stop', 'stop']);
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
