import {expect, test} from 'vitest';
import type {Shape} from '../../helpers/events.ts';
import {keys} from '../../helpers/screen.ts';
import {hosts, opened, steps} from './scene.ts';
import {failed, underway} from './underway.ts';

test('a failure stays in the scrollback whole: where, command, exit code, last 20 lines, what it means, what to do', async () => {
	const {screen, run, answer} = await failed({rows: 50});
	expect(screen.text()).toContain(`✖ Kafka        3 hosts       1 failed, 3 changed                           2.0s

✖ Kafka on kafka-02: failed at “Start” after 2.0s
  $ kafka-server-start /etc/kafka/server.properties
  │ log 6
`);
	expect(screen.text()).toContain(`  │ log 25
  exit code 7
  port 9092 is taken on kafka-02 by nginx
  Next: Stop nginx, or set kafka.port.

❯ 1 Retry
  2 Edit an answer and retry
  3 Open the log
  4 Quit (resume later)
↑ ↓ Enter or 1-4 · Ctrl+C quits`);
	screen.press('4');
	expect(await answer).toBe('quit');
	await run.close();
	expect(screen.text()).toContain('Next: Stop nginx');
	expect(screen.text()).not.toContain('Retry');
});

test('stages that end while an earlier one is tested are told in the order of the plan, and again when they are run again', async () => {
	const shape: Shape = {kafka: {a: ['start', 'topics']}, 'schema-registry': {a: ['start']}, connect: {a: ['start']}};
	const {screen, run, tell} = opened({shape});
	const told = () => screen.lines().flatMap(line => /^[✔✖] (Kafka|Schema registry|Connect) {2}/.exec(line)?.[1] ?? []);
	tell.begin();
	tell.step('kafka/a/start', 'changed');
	tell.start('kafka/a/topics');
	tell.step('schema-registry/a/start', 'changed');
	tell.start('connect/a/start');
	await screen.see('Connect');
	expect(told()).toEqual([]);
	tell.finish('kafka/a/topics', 'failed', {failure: {message: 'the lists differ'}});
	tell.finish('connect/a/start', 'changed');
	const answer = run.askAfterFailure();
	await screen.see('Retry');
	expect(told()).toEqual(['Kafka', 'Schema registry', 'Connect']);
	screen.press(keys.enter);
	expect(await answer).toBe('retry');
	for (const step of ['kafka/a/start', 'kafka/a/topics', 'schema-registry/a/start', 'connect/a/start']) tell.step(step, 'ok');
	tell.end('succeeded');
	await run.close();
	expect(told()).toEqual(['Kafka', 'Schema registry', 'Connect', 'Kafka', 'Schema registry', 'Connect']);
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
	await screen.see('❯ 3 Open the log');
	expect(screen.text()).toContain('✖ Kafka on kafka-02: failed at “Start” after 2.0s\n  1 Retry');
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

test('after a test command that failed once, a retry counts what it finds alone', async () => {
	const shape: Shape = {connect: {'kafka-01': ['start', 'status', 'topics'], 'kafka-02': ['start', 'status', 'topics']}};
	const both = ['kafka-01', 'kafka-02'];
	const {screen, tell, run} = opened({rows: 60, shape});
	const tests = (records: number, second: 'failed' | 'ok') => {
		for (const host of both) tell.start(`connect/${host}/status`);
		tell.ran('connect/kafka-01/status', 'curl http://127.0.0.1:8083/connectors/a/status', '{}');
		const answered = (host: string) => ({kind: 'endpoint', host, address: 'http://127.0.0.1:8083', local: true}) as const;
		tell.finish('connect/kafka-01/status', 'ok', {reports: [answered('kafka-01')]});
		tell.step('connect/kafka-01/topics', 'ok', {reports: [{kind: 'records', topic: 'orders', partition: 0, count: records}]});
		tell.ran('connect/kafka-02/status', 'curl http://127.0.0.1:8083/connectors/b/status', '{}', second === 'ok' ? 0 : 1);
		tell.finish(
			'connect/kafka-02/status',
			second,
			second === 'ok' ? {reports: [answered('kafka-02')]} : {failure: {message: 'the connector is not there'}},
		);
	};
	tell.begin();
	for (const host of both) tell.step(`connect/${host}/start`, 'changed');
	tests(3, 'failed');
	const answer = run.askAfterFailure();
	await screen.see('Retry');
	expect(screen.text()).toContain('the connector is not there');
	screen.press('1');
	expect(await answer).toBe('retry');

	for (const host of both) tell.start(`connect/${host}/start`);
	await screen.see('0 of 6 steps · 0s');
	expect(screen.text()).not.toContain('❯ 1 Retry');
	for (const host of both) tell.finish(`connect/${host}/start`, 'ok');
	tests(5, 'ok');
	tell.step('connect/kafka-02/topics', 'ok');
	tell.end('succeeded');
	await screen.see('Done in');
	await run.close();
	const text = screen.text();
	expect(text.match(/^. Connect {2}.*$/gm)?.map(line => line.replace(/ {2,}/g, '  ').trim())).toEqual([
		expect.stringMatching(/^✖ Connect {2}2 hosts {2}1 failed, 2 changed, 2 ok/),
		expect.stringMatching(/^✔ Connect {2}2 hosts {2}6 ok/),
		expect.stringMatching(/^Connect/),
	]);
	expect(text).toContain('orders  5 records');
	expect(text).toContain('Connect  http://127.0.0.1:8083 on kafka-01, kafka-02');
	expect(text.match(/the connector is not there/g)).toHaveLength(1);
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

test('a screen that fails says so once, gives the terminal back, and is told of the run in vain', async () => {
	const crashes: string[] = [];
	const {screen, run, tell} = await underway({
		onCrash: error => crashes.push(error.message),
		readLog() {
			throw new Error('no such log');
		},
	});
	screen.press(keys.enter);
	await screen.until(() => crashes.length > 0);
	tell.step('kafka/kafka-01/start', 'changed');
	run.say('still here');
	expect(await run.askAfterFailure()).toBe('quit');
	await run.close();
	expect(crashes).toEqual(['no such log']);
	expect(screen.isRaw()).toBe(false);
});
