import {expect, test} from 'vitest';
import {rawCommand} from '../../../source/core/command.ts';
import type {Context, ConvergeStep} from '../../../source/core/plan.ts';
import {service} from '../../../source/host/service/service.ts';
import {whileDown, whileRunning} from '../../../source/host/while-running.ts';
import {fakeContext} from '../../helpers/context.ts';
import {type Answer, fakeConnection} from '../../helpers/fake-connection.ts';
import {bare, config, demo, spec, stale, stand, stopped} from '../../helpers/service-scene.ts';

test('a running member is restarted in its turn, between the two gates', async () => {
	const connection = fakeConnection([
		stale,
		{command: 'before'},
		{command: '/systemctl restart --no-block/'},
		{command: 'after'},
	]);
	const context = fakeContext(connection);
	const run = (command: string) => async (host: typeof context) => void (await host.exec(rawCommand(command)));
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
	await demo({beforeRestart: async context => void (await context.exec(rawCommand('gate')))}).apply(fakeContext(connection));
	connection.done();
});

const shown = (active: string, sub: string): Answer => ({
	command: 'systemctl show demo -p ActiveState,SubState,MainPID,NRestarts',
	stdout: `ActiveState=${active}\nSubState=${sub}\n`,
});
const writes: ConvergeStep = {...config([]), apply: async context => void (await context.exec(rawCommand('write')))};

test('the files of what runs are written in the turn, behind the gate, which is passed once for all of them', async () => {
	const connection = fakeConnection([shown('active', 'running'), {command: 'gate'}, {command: 'write'}, {command: 'write'}]);
	const beforeRestart = async (context: Context) => {
		await context.exec(rawCommand('gate'));
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
	await expect(service({...spec, config: [writes]})[0]!.apply(fakeContext(connection))).rejects.toMatchObject({
		command: expect.stringContaining('systemctl show demo'),
	});
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
	const up = {what: 'port 1 to be up', command: rawCommand('up')};
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
	const first = {goes: async () => false, reason: 'data first', up: {what: 'up', command: rawCommand('up')}};
	const connection = fakeConnection([stopped, stand({answers: false}), {command: '/bash -c true .*history=300/s'}]);
	const context = fakeContext(connection);
	await demo({first}).apply(context);
	connection.done();
	expect(context.seen).toMatchObject({ups: 1, steppedBack: ['data first']});
});

test('a start that failed leaves the unit stopped where that is wanted, and one that had no turn is left running', async () => {
	const connection = fakeConnection([stopped, {command: '/systemctl start/', code: 4}, {command: 'systemctl stop demo'}]);
	await expect(demo({stopsOnFailure: true}).apply(fakeContext(connection))).rejects.toThrow('demo failed to start');
	connection.done();
	const refused = fakeConnection([stale]);
	const turn = async () => Promise.reject(new Error('stopped before its turn'));
	await expect(demo({stopsOnFailure: true}).apply(fakeContext(refused, {turn}))).rejects.toThrow('before its turn');
	refused.done();
});

test('what a file has to remark is said by its own step alone', async () => {
	const noting: ConvergeStep = {
		...config([{what: 'change a'}]),
		check: async context => {
			context.note('this can lose data');
			return [{what: 'change a'}];
		},
		apply: async context => context.note('this can lose data'),
	};
	const [own, start] = service({...spec, config: [noting]});
	const planned = fakeContext(fakeConnection([stand()]));
	expect(await start!.check(planned)).toEqual([{what: 'restart demo', reason: 'change a'}]);
	expect(planned.seen.notes).toEqual([]);
	const done = fakeContext(fakeConnection([shown('active', 'running')]));
	await own!.apply(done);
	expect(done.seen.notes).toEqual(['this can lose data']);
});
