import {expect, test} from 'vitest';
import {reduce} from '../../../source/core/state/reduce.ts';
import {noRun, type RunState} from '../../../source/core/state/run-state.ts';
import {helpLines} from '../../../source/ui/progress/help-lines.ts';
import {chooseHosts, treeLines} from '../../../source/ui/progress/layout.ts';
import {lineWidth} from '../../../source/ui/progress/line.ts';
import {logLines} from '../../../source/ui/progress/log-lines.ts';
import type {Scene} from '../../../source/ui/progress/scene.ts';
import {firstView} from '../../../source/ui/progress/view.ts';
import type {Shape} from '../../helpers/events.ts';
import {hosts, look, recording, steps, telling, texts} from './scene.ts';

const sizes = [
	...Array.from({length: 55}, (_, index) => [80, index + 6] as const),
	...[10, 12, 24, 60].flatMap(rows => [20, 40, 61, 120, 200].map(columns => [columns, rows] as const)),
];

function expectToFit(scene: Scene) {
	for (const [columns, rows] of sizes) {
		for (const draw of [treeLines, helpLines, (one: Scene) => logLines(one, ['short', 'long '.repeat(100), ''])]) {
			const lines = draw({...scene, columns, rows});
			const widest = Math.max(0, ...lines.map(lineWidth));
			if (lines.length > rows - 2 || widest >= columns) {
				throw new Error(`${lines.length} lines, ${widest} wide, on ${columns}x${rows}:\n${texts(lines).join('\n')}`);
			}
		}
	}
}

test('at every size the lines of every twentieth state of a real run fit, and leave two rows free', () => {
	let run: RunState = noRun;
	recording.forEach((event, index) => {
		run = reduce(run, event);
		if (index % 20 > 0) return;
		expectToFit({run, logins: [], view: firstView, now: Date.parse(event.at) + 1000, columns: 80, rows: 24, look});
	});
});

test('at every size a stage of 60 hosts fits, whatever they are at, stopping or paused', () => {
	const many: Shape = {kafka: Object.fromEntries(Array.from({length: 60}, (_, index) => [`broker-${index}`, steps]))};
	const {tell, scene} = telling(many);
	for (let host = 0; host < 60; host++) {
		const path = `kafka/broker-${host}/install`;
		if (host % 4 === 0) continue;
		tell.start(path);
		if (host % 4 === 1) tell.finish(path, 'failed', {failure: {message: 'no space left\non the device', tail: ['a', 'b', 'c']}});
		if (host % 4 === 2) tell.ran(path, 'apt-get install kafka', `${'x'.repeat(300)}\n`.repeat(9));
		if (host % 4 === 3) tell.waiting(path, 'the package lock');
	}
	expectToFit(scene());
	expectToFit(scene({view: {...firstView, host: 'broker-59', paused: true}}));
	expectToFit(scene({view: {...firstView, stops: 1}}));
});

test('the tree shows the stage, its hosts with what they do, what is to come, and where the run stands', () => {
	const {tell, scene} = telling();
	for (const host of hosts) tell.step(`check-hosts/${host}/memory`, 'ok');
	tell.wait(1000);
	for (const step of steps) tell.step(`kafka/kafka-01/${step}`, 'changed');
	tell.start('kafka/kafka-02/install');
	tell.command('kafka/kafka-02/install', 'kafka-server-start /etc/kafka/server.properties');
	tell.output('kafka/kafka-02/install', '[KafkaServer id=2] starting\n\nConnecting to zoo');
	tell.wait(12_400);
	expect(texts(treeLines(scene({columns: 72})))).toEqual([
		'⠸ Kafka        1 of 3 hosts                                         12s',
		'  ✔ kafka-01  4 of 4                                               0.4s',
		'  ⠸ kafka-02  $ kafka-server-start /etc/kafka/server.properties     12s',
		'    │ [KafkaServer id=2] starting',
		'    │ Connecting to zoo',
		'  · kafka-03  waiting for kafka-02',
		'· Smoke test',
		'7 of 16 steps · 4 changed · 14s · ? keys · Ctrl+C stops',
	]);
});

/** Kafka runs, but for its tests on the second host, and the next stage starts. */
function overlapping() {
	const all = telling({
		...Object.fromEntries(
			['kafka', 'schema-registry'].map(stage => [stage, {'kafka-01': ['start', 'topics'], 'kafka-02': ['start', 'topics']}]),
		),
		connect: {'kafka-02': ['start']},
	});
	const {tell} = all;
	for (const host of ['kafka-01', 'kafka-02']) tell.step(`kafka/${host}/start`, 'changed');
	tell.step('kafka/kafka-01/topics', 'ok');
	tell.start('kafka/kafka-02/topics');
	tell.command('kafka/kafka-02/topics', 'kafka-topics --list');
	tell.output('kafka/kafka-02/topics', 'orders\n');
	tell.start('schema-registry/kafka-01/start');
	tell.command('schema-registry/kafka-01/start', 'schema-registry-start');
	for (let line = 1; line < 9; line++) tell.output('schema-registry/kafka-01/start', `line ${line}\n`);
	tell.wait(3000);
	return all;
}

test('late tests stand under their own stage, above the one that goes on', () => {
	const {scene} = overlapping();
	expect(texts(treeLines(scene({columns: 72})))).toEqual([
		'⠙ Kafka            1 of 2 hosts  tests                               3s',
		'  ⠙ kafka-02  $ kafka-topics --list                                  3s',
		'    │ orders',
		'⠙ Schema registry  0 of 2 hosts                                      3s',
		'  ⠙ kafka-01  $ schema-registry-start                                3s',
		...[4, 5, 6, 7, 8].map(line => `    │ line ${line}`),
		'  · kafka-02  waiting for kafka-01',
		'· Connect',
		'3 of 9 steps · 2 changed · 3s · ? keys · Ctrl+C stops',
	]);
	expectToFit(scene());
	expectToFit(scene({view: {...firstView, host: 'kafka-02', paused: true}}));
});

test('a step says what it waits for, with its command or instead of one, and how far an upload is', () => {
	const {tell, scene} = telling();
	for (const host of hosts) tell.start(`kafka/${host}/start`);
	tell.waiting('kafka/kafka-01/start', 'its turn');
	tell.command('kafka/kafka-02/start', 'kafka-server-start');
	tell.output('kafka/kafka-02/start', 'Started.\n');
	tell.waiting('kafka/kafka-02/start', 'port 9092 to answer');
	tell.progress('kafka/kafka-03/start', 4_200_000, 11_200_000);
	tell.wait(7000);
	expect(texts(treeLines(scene())).slice(1, 6)).toEqual([
		'  ⠦ kafka-01  Start, waiting for its turn                                    7s',
		'  ⠦ kafka-02  $ kafka-server-start                                           7s',
		'    │ Started.',
		'    │ waiting for port 9092 to answer',
		'  ⠦ kafka-03  Start, 37 % of 11.2 MB                                         7s',
	]);
});

test('a host that failed has the first rows for what happened', () => {
	const {tell, scene} = telling();
	for (const host of hosts) tell.start(`kafka/${host}/start`);
	tell.output('kafka/kafka-01/start', 'one\ntwo\nthree\n');
	tell.finish('kafka/kafka-02/start', 'failed', {failure: {message: 'port 9092 is taken', tail: ['LISTEN nginx']}});
	const lines = texts(treeLines(scene({rows: 11})));
	expect(lines).toContain('  ✖ kafka-02  failed at “Start”                                            0.0s');
	expect(lines).toContain('    │ port 9092 is taken');
});

test('when rows are few, done hosts are folded first, then waiting ones; the chosen one stays', () => {
	const {tell, run} = telling({kafka: Object.fromEntries([1, 2, 3, 4, 5].map(n => [`k${n}`, ['install']]))});
	tell.step('kafka/k1/install', 'ok');
	tell.step('kafka/k2/install', 'ok');
	tell.start('kafka/k4/install');
	const all = run().stages[0]!.hosts;
	const namesOf = (room: number, chosen?: string) => chooseHosts(all, room, chosen).shown.map(({name}) => name);
	expect(namesOf(5)).toEqual(['k1', 'k2', 'k3', 'k4', 'k5']);
	expect(namesOf(4)).toEqual(['k3', 'k4', 'k5']);
	expect(namesOf(3)).toEqual(['k3', 'k4']);
	expect(namesOf(2)).toEqual(['k4']);
	expect(namesOf(2, 'k1')).toEqual(['k1']);
});

test('below ten rows one line tells how it stands', () => {
	const {tell, scene} = telling();
	tell.start('kafka/kafka-01/install');
	tell.wait(3000);
	expect(texts(treeLines(scene({rows: 9})))).toEqual(['⠋ Kafka 0/3 · 0 of 16 steps · 3s · ? keys · Ctrl+C stops']);
	expect(texts(treeLines(scene({rows: 6, columns: 30})))).toEqual(['⠋ 0/16 Kafka']);
	expect(treeLines(scene({rows: 10})).length).toBeGreaterThan(3);
});

test('before the first stage it shows how many hosts were reached, and after the last nothing', () => {
	const {tell, scene} = telling();
	const logins = [{host: 'kafka-01', os: 'Debian', durationMs: 300}];
	expect(texts(treeLines(scene({logins})))[0]).toBe(
		'⠋ Logging in   1 of 3 hosts                                                  0s',
	);
	tell.end('succeeded');
	expect(treeLines(scene())).toEqual([]);
});

test('the footer says what was asked of the run', () => {
	const {tell, scene} = telling();
	tell.start('kafka/kafka-01/install');
	const footerOf = (view: Partial<typeof firstView>) =>
		texts(treeLines(scene({columns: 120, view: {...firstView, ...view}}))).at(-1);
	expect(footerOf({})).toBe('0 of 16 steps · 0s · ? keys · Ctrl+C stops after the running steps');
	expect(footerOf({stops: 1})).toBe('0 of 16 steps · 0s · stopping after the running steps · Ctrl+C again: now');
	expect(footerOf({stops: 2})).toBe('0 of 16 steps · 0s · stopping now');
	expect(footerOf({paused: true})).toBe('0 of 16 steps · 0s · pausing after the running steps · p continues');
	tell.finish('kafka/kafka-01/install', 'ok');
	expect(footerOf({paused: true})).toBe('1 of 16 steps · 0s · paused · p continues');
});
