import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import type {Change} from '../../source/core/events.ts';
import type {Context, ConvergeStep} from '../../source/core/plan.ts';
import {type ServiceSpec, service, startRecord} from '../../source/steps/service.ts';
import {statFiles} from '../../source/steps/start-record.ts';
import {whileDown, whileRunning} from '../../source/steps/while-running.ts';
import {withoutThings} from '../helpers/changes.ts';
import {fakeContext} from '../helpers/context.ts';
import {type Answer, fakeConnection} from '../helpers/fake-connection.ts';
import {localConnection} from '../helpers/local-connection.ts';
import {tempDir} from '../helpers/temp-dir.ts';

const exec =
	'ExecStart={ path=/usr/bin/demo-start ; argv[]=/usr/bin/demo-start /etc/demo.conf ; ignore_errors=no ; start_time=[n/a] ; pid=0 ; status=0/0 }';
const record =
	'/etc/demo.conf 11 2026-11-23 10:00:00.000000000 +0000\n/etc/demo.d/own.conf 12 2026-11-23 10:00:00.000000000 +0000\n';

type Stand = {
	readonly properties?: Readonly<Record<string, string>>;
	readonly started?: string;
	readonly now?: string;
	readonly answers?: boolean;
};
function stand({properties = {}, started = record, now = record, answers = true}: Stand = {}): Answer {
	const all = {
		LoadState: 'loaded',
		UnitFileState: 'enabled',
		ActiveState: 'active',
		SubState: 'running',
		Result: 'success',
		MainPID: '77',
		NRestarts: '0',
		NeedDaemonReload: 'no',
		...properties,
	};
	const lines = Object.entries(all).map(([name, value]) => `${name}=${value}`);
	return {
		command: '/systemctl show .*cat \\/run\\/kafka-setup\\/demo.started.*stat -c/s',
		stdout: `${lines.join('\n')}\n${exec}\n== started\n${started}== now\n${now}== answers\n${answers ? 'yes\n' : ''}`,
	};
}
const bare = stand({
	properties: {LoadState: 'not-found', UnitFileState: '', ActiveState: 'inactive', SubState: 'dead', MainPID: '0'},
	started: '',
	now: '',
	answers: false,
});
const stopped = stand({properties: {ActiveState: 'inactive', SubState: 'dead', MainPID: '0'}, started: '', answers: false});
const stale = stand({now: record.replace('conf 11', 'conf 99')});

const spec: ServiceSpec = {
	id: 'start',
	title: 'Start',
	unit: 'demo',
	config: [],
	files: ['/etc/demo.conf', '/etc/demo.d/own.conf'],
	answers: {what: 'port 1 to answer', command: 'true'},
	fatal: ['Fatal error'],
	startSeconds: 5,
};
/** The step that starts it. */
const demo = (more: Partial<ServiceSpec> = {}): ConvergeStep => service({...spec, ...more}).at(-1)!;
const config = (changes: readonly Change[]): ConvergeStep => ({
	id: 'c',
	title: 'c',
	check: async () => changes,
	apply: async () => {},
});

async function check(answer: Answer, step = demo()) {
	const connection = fakeConnection([answer]);
	return withoutThings(await step.check(fakeContext(connection)));
}

test.each<[string, Answer, readonly Change[]]>([
	['runs with its files and answers', stand(), []],
	['is on a bare host', bare, [{what: 'enable demo'}, {what: 'start demo'}]],
	['is stopped', stopped, [{what: 'start demo'}]],
	[
		'has failed',
		stand({properties: {ActiveState: 'failed', SubState: 'failed', Result: 'exit-code', MainPID: '0'}}),
		[{what: 'start demo', reason: 'it has failed (exit-code)'}],
	],
	[
		'is about to be started again by systemd',
		stand({properties: {ActiveState: 'activating', SubState: 'auto-restart', NRestarts: '4', MainPID: '0'}}),
		[{what: 'start demo', reason: 'it has ended, and systemd is about to start it again (4 times so far)'}],
	],
	['was started with other files', stale, [{what: 'restart demo', reason: '/etc/demo.conf was written since it started'}]],
	[
		'was started without a file that is there now',
		stand({started: record.split('\n').slice(0, 1).join('\n') + '\n'}),
		[{what: 'restart demo', reason: '/etc/demo.d/own.conf was written since it started'}],
	],
	[
		'was started by somebody before',
		stand({started: ''}),
		[{what: 'restart demo', reason: 'it was not started with these settings'}],
	],
	[
		'has a unit that systemd has not read',
		stand({properties: {NeedDaemonReload: 'yes'}}),
		[{what: 'restart demo', reason: 'its unit was changed since it was loaded'}],
	],
	['is not enabled', stand({properties: {UnitFileState: 'disabled'}}), [{what: 'enable demo'}]],
	[
		'runs but does not answer',
		stand({answers: false}),
		[{what: 'wait for port 1 to answer', reason: 'demo runs, but does not answer'}],
	],
])('the changes of a service that %s', async (_what, answer, changes) => {
	expect(await check(answer)).toEqual(changes);
});

test('a file that is going to change is a reason to restart what runs, and none for what does not', async () => {
	const step = demo({config: [config([]), config([{what: 'update /etc/demo.conf'}, {what: 'set mode of /etc/demo.conf'}])]});
	expect(await check(stand(), step)).toEqual([{what: 'restart demo', reason: 'update /etc/demo.conf and 1 more'}]);
	expect(await check(stopped, step)).toEqual([{what: 'start demo'}]);
});

test('a first start reads the new unit, enables it, and takes no turn', async () => {
	const connection = fakeConnection([
		bare,
		{command: 'systemctl daemon-reload'},
		{command: 'systemctl enable demo'},
		stopped,
		{command: '/systemctl start --no-block/', stdout: 'started\n'},
	]);
	const context = fakeContext(connection);
	await demo().apply(context);
	connection.done();
	expect(context.seen).toMatchObject({
		shown: ['demo-start /etc/demo.conf'],
		turns: [],
		waiting: ['port 1 to answer, at most 5 s'],
	});
});

test('a start that ended for what passes by itself is made again, and any other is not', async () => {
	const passing = {pattern: /still registered/, what: 'the old one to go', seconds: 60};
	const connection = fakeConnection([
		stopped,
		{command: '/systemctl start --no-block/s', code: 4, stdout: 'id 3 is still registered\n'},
		{command: '/systemctl restart --no-block/s', code: 4, stdout: 'out of memory\n'},
	]);
	const context = fakeContext(connection);
	await expect(demo({passing}).apply(context)).rejects.toThrow('demo ended instead of starting');
	expect(context.seen.waiting).toContain('the old one to go, at most 60 s');
	connection.done();
});

test('what systemd has started, and ends for what passes by itself, is started again', async () => {
	const passing = {pattern: /still registered/, what: 'the old one to go', seconds: 60};
	const connection = fakeConnection([
		stand({answers: false}),
		{command: '/history=300/s', code: 3, stdout: 'id 3 is still registered\nFatal error\n'},
		{command: '/systemctl restart --no-block/s'},
	]);
	const context = fakeContext(connection);
	await demo({passing}).apply(context);
	expect(context.seen.waiting).toContain('the old one to go, at most 60 s');
	connection.done();
});

test('a running member is restarted in its turn, between the two gates', async () => {
	const connection = fakeConnection([
		stale,
		{command: 'before'},
		{command: '/systemctl restart --no-block/'},
		{command: 'after'},
	]);
	const context = fakeContext(connection);
	const run = (command: string) => async (host: typeof context) => void (await host.exec(command));
	const gates = {beforeRestart: run('before') as never, afterRestart: run('after') as never};
	await demo({...gates, last: async () => true}).apply(context);
	connection.done();
	expect(context.seen.turns).toEqual([{last: true}]);
});

test('a member is not touched when its gate is closed', async () => {
	const connection = fakeConnection([stale]);
	const closed = async () => {
		throw new Error('not now');
	};
	await expect(demo({beforeRestart: closed}).apply(fakeContext(connection))).rejects.toThrow('not now');
	connection.done();
});

test('a member is not touched when the run was stopped before its turn, or while its gate was closed', async () => {
	const stop = new AbortController();
	const signal = stop.signal;
	const waits = fakeConnection([stale]);
	const beforeRestart = async () => stop.abort();
	await expect(demo({beforeRestart}).apply(fakeContext(waits, {signal}))).rejects.toMatchObject({
		name: 'CancelledError',
		message: 'stopped before demo was restarted',
	});
	const next = fakeConnection([stale]);
	const unasked = async () => Promise.reject(new Error('nobody asks the gate any more'));
	await expect(demo({beforeRestart: unasked}).apply(fakeContext(next, {signal}))).rejects.toThrow('stopped before demo');
	waits.done();
	next.done();
});

test('systemd reads a changed unit within the turn, behind the gate, and that is a reason to restart', async () => {
	const connection = fakeConnection([
		stand({properties: {NeedDaemonReload: 'yes', UnitFileState: 'disabled'}}),
		{command: 'gate'},
		{command: 'systemctl daemon-reload'},
		{command: 'systemctl enable demo'},
		stand(),
		{command: '/systemctl restart --no-block/'},
	]);
	await demo({beforeRestart: async context => void (await context.exec('gate'))}).apply(fakeContext(connection));
	connection.done();
});

const shown = (active: string, sub: string): Answer => ({
	command: 'systemctl show demo -p ActiveState,SubState',
	stdout: `ActiveState=${active}\nSubState=${sub}\n`,
});
const writes: ConvergeStep = {...config([]), apply: async context => void (await context.exec('write'))};

test('the files of what runs are written in the turn, behind the gate, which is passed once for all of them', async () => {
	const connection = fakeConnection([shown('active', 'running'), {command: 'gate'}, {command: 'write'}, {command: 'write'}]);
	const beforeRestart = async (context: Context) => {
		await context.exec('gate');
		context.note('said again by the restart');
	};
	const context = fakeContext(connection);
	const [first, second] = service({...spec, config: [writes], cleanup: [writes], beforeRestart, last: async () => true});
	await first!.apply(context);
	await second!.apply(context);
	connection.done();
	expect(context.seen).toMatchObject({turns: [{last: true}], notes: []});
});

test.each([
	['inactive', 'dead'],
	['failed', 'failed'],
	['activating', 'auto-restart'],
])('the files of what is %s (%s) are written at once', async (active, sub) => {
	const connection = fakeConnection([shown(active, sub), {command: 'write'}]);
	const context = fakeContext(connection);
	await service({...spec, config: [writes], beforeRestart: async () => Promise.reject(new Error('no gate'))})[0]!.apply(context);
	connection.done();
	expect(context.seen.turns).toEqual([]);
});

test('nothing is written where systemd does not say whether the service runs', async () => {
	const connection = fakeConnection([{...shown('', ''), code: 1, stdout: '', stderr: 'Failed to connect to bus'}]);
	await expect(service({...spec, config: [writes]})[0]!.apply(fakeContext(connection))).rejects.toThrow('systemctl show demo');
	connection.done();
});

test('a step of another stage has something to do only where the service is down, or only where it runs', async () => {
	const step = {...writes, check: async () => [{what: 'write'}]};
	const check = async (chosen: ConvergeStep, state: Answer) => {
		const context = fakeContext(fakeConnection([state, state, {command: 'write'}]));
		const changes = await chosen.check(context);
		await chosen.apply(context);
		return changes.length;
	};
	const [up, down] = [shown('active', 'running'), shown('inactive', 'dead')];
	expect([await check(whileRunning('demo', step), up), await check(whileRunning('demo', step), down)]).toEqual([1, 0]);
	expect([await check(whileDown('demo', step), up), await check(whileDown('demo', step), down)]).toEqual([0, 1]);
});

test('before a member that is down is started, it may be refused; nothing was enabled by then', async () => {
	const connection = fakeConnection([bare]);
	const beforeStart = async () => Promise.reject(new Error('not without its data'));
	await expect(demo({beforeStart}).apply(fakeContext(connection))).rejects.toThrow('not without its data');
	connection.done();
});

test('a member that goes first tells when it is up, and is waited for until it answers', async () => {
	const up = {what: 'port 1 to be up', command: 'up'};
	const first = {goes: async () => true, reason: 'data first', up};
	const connection = fakeConnection([
		stopped,
		{command: '/bash -c up .*systemctl start --no-block/s'},
		stand({answers: false}),
		{command: '/bash -c true .*history=300/s'},
	]);
	const context = fakeContext(connection);
	await demo({first}).apply(context);
	connection.done();
	expect(context.seen).toMatchObject({
		ups: 1,
		steppedBack: [],
		shown: ['demo-start /etc/demo.conf', 'journalctl -u demo -f'],
		waiting: ['port 1 to be up, at most 5 s', 'port 1 to answer, at most 5 s'],
	});
});

test('a member that does not go first steps back, and is asked again how it stands', async () => {
	const first = {goes: async () => false, reason: 'data first', up: {what: 'up', command: 'up'}};
	const connection = fakeConnection([stopped, stand({answers: false}), {command: '/bash -c true .*history=300/s'}]);
	const context = fakeContext(connection);
	await demo({first}).apply(context);
	connection.done();
	expect(context.seen).toMatchObject({ups: 1, steppedBack: ['data first']});
});

test('a start that failed leaves the unit stopped where that is wanted, and one that had no turn is left running', async () => {
	const connection = fakeConnection([stopped, {command: '/systemctl start/', code: 4}, {command: 'systemctl stop demo'}]);
	await expect(demo({stopsOnFailure: true}).apply(fakeContext(connection))).rejects.toThrow('demo ended');
	connection.done();
	const refused = fakeConnection([stale]);
	const turn = async () => Promise.reject(new Error('stopped before its turn'));
	await expect(demo({stopsOnFailure: true}).apply(fakeContext(refused, {turn}))).rejects.toThrow('before its turn');
	refused.done();
});

test('a unit that is between two restarts is not kept waiting for the next', async () => {
	const looping = stand({properties: {ActiveState: 'activating', SubState: 'auto-restart', MainPID: '0'}});
	const connection = fakeConnection([looping, {command: '/systemctl restart --no-block/'}]);
	const context = fakeContext(connection);
	await demo().apply(context);
	connection.done();
	expect(context.seen.turns).toEqual([]);
});

test('a masked unit is left alone', async () => {
	const connection = fakeConnection([stand({properties: {UnitFileState: 'masked', ActiveState: 'inactive', SubState: 'dead'}})]);
	await expect(demo().apply(fakeContext(connection))).rejects.toMatchObject({
		message: 'demo is masked on kafka-01',
		hint: expect.stringContaining('systemctl unmask demo'),
	});
});

test.each<[string, number, string, string]>([
	['says a fatal line', 3, 'a\nFatal error: disk\nmore\n', 'demo failed to start: Fatal error: disk, on kafka-01'],
	[
		'ends',
		4,
		'demo.service: Main process exited, code=exited, status=3/NOTIMPLEMENTED\n',
		'demo ended instead of starting (exit status 3/NOTIMPLEMENTED), on kafka-01',
	],
	['does not answer in time', 5, 'a\n', 'demo runs, but after 5 s there is still no sign of port 1 to answer, on kafka-01'],
	['is refused by systemd', 6, 'Dependency failed\n', 'systemd does not start demo: Dependency failed, on kafka-01'],
])('a service that %s fails with its last lines and where to read more', async (_what, code, stdout, message) => {
	const connection = fakeConnection([stopped, {command: '/systemctl start/', code, stdout}]);
	await expect(demo().apply(fakeContext(connection))).rejects.toMatchObject({
		message,
		// Of the process, once it has ended; not of the script that follows it.
		code: code === 4 ? 3 : undefined,
		command: 'demo-start /etc/demo.conf',
		tail: stdout.trim().split('\n'),
		hint: expect.stringContaining('journalctl -u demo -n 50'),
	});
});

test('what the lines mean comes before what they say', async () => {
	const connection = fakeConnection([stopped, {command: '/systemctl start/', code: 3, stdout: 'Fatal error\n'}]);
	const explain = (lines: readonly string[]) => ({message: `${lines.length} line`, hint: 'do this'});
	await expect(demo({explain}).apply(fakeContext(connection))).rejects.toMatchObject({
		message: '1 line, on kafka-01',
		hint: 'do this',
	});
});

test('the record of a start is what is asked about the files later, whatever their names', async () => {
	const directory = tempDir();
	const run = join(directory, 'run');
	mkdirSync(run);
	const files = ['plain.conf', 'with space.conf', '50%.conf', 'price$HOME.conf', 'it\'s "quoted".conf'].map(name =>
		join(directory, name),
	);
	for (const file of files) writeFileSync(file, '');
	// As systemd reads the line: quotes and backslashes, then %% and $$.
	const [, quoted] = /^ExecStartPre=-\+\/bin\/sh -c '(.*)'$/s.exec(startRecord('demo', files))!;
	const script = quoted!.replace(/\\(.)/g, '$1').replaceAll('%%', '%').replaceAll('$$', '$');
	const host = localConnection({paths: {'/run/kafka-setup': run}});
	await host.exec(script);
	const {stdout} = await host.exec(`cat /run/kafka-setup/demo.started`);
	expect(stdout.split('\n')).toHaveLength(files.length + 1);
	expect((await host.exec(statFiles(files))).stdout).toBe(stdout);
});
