import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {rawCommand} from '../../../source/core/command.ts';
import type {Change} from '../../../source/core/events.ts';
import {startRecord} from '../../../source/host/service/service.ts';
import {statFiles} from '../../../source/host/service/start-record.ts';
import {withoutThings} from '../../helpers/changes.ts';
import {fakeContext} from '../../helpers/context.ts';
import {type Answer, fakeConnection} from '../../helpers/fake-connection.ts';
import {localConnection} from '../../helpers/local-connection.ts';
import {bare, config, demo, record, stale, stand, stopped} from '../../helpers/service-scene.ts';
import {tempDir} from '../../helpers/temp-dir.ts';

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
	await expect(demo({passing}).apply(context)).rejects.toThrow('demo failed to start');
	expect(context.seen.waiting).toContain('the old one to go, at most 60 s');
	connection.done();
});

test('what systemd has started, and ends for what passes by itself, is started again', async () => {
	const passing = {pattern: /still registered/, what: 'the old one to go', seconds: 60};
	const connection = fakeConnection([
		stand({answers: false}),
		{command: '/history=300/s', code: 3, stdout: 'id 3 is still registered\nFatal error\n'},
		{command: '/history=300/s', code: 4, stdout: 'id 3 is still registered\nFatal error\n'},
		{command: '/systemctl restart --no-block/s'},
	]);
	const context = fakeContext(connection);
	await demo({passing}).apply(context);
	expect(context.seen.waiting).toContain('the old one to go, at most 60 s');
	connection.done();
});

test.each([
	['does not answer', 5, 60, 'demo runs, but is not ready after 5 s: waited for port 1 to answer'],
	['said a fatal line', 3, 0, 'demo failed to start'],
])(
	'what runs, and was not started by the run, is neither restarted nor stopped because it %s',
	async (_what, code, seconds, told) => {
		const passing = {pattern: /still registered/, what: 'the old one to go', seconds};
		const connection = fakeConnection([
			stand({answers: false}),
			{command: '/history=300/s', code, stdout: 'id 3 is still registered\nFatal error\n'},
			{command: '/^systemctl show demo -p ActiveState/', stdout: 'ActiveState=active\nSubState=running\n'},
		]);
		await expect(demo({passing, stopsOnFailure: true}).apply(fakeContext(connection))).rejects.toThrow(told);
		connection.done();
	},
);

test('what has ended while the run waited for it is stopped where that is wanted, before systemd starts it again', async () => {
	const connection = fakeConnection([
		stand({answers: false}),
		{command: '/history=300/s', code: 4, stdout: 'Fatal error\n'},
		{command: '/^systemctl show demo -p ActiveState/', stdout: 'ActiveState=activating\nSubState=auto-restart\n'},
		{command: 'systemctl stop demo'},
	]);
	await expect(demo({stopsOnFailure: true}).apply(fakeContext(connection))).rejects.toThrow('demo failed to start');
	connection.done();
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
		'demo failed to start (exit status 3/NOTIMPLEMENTED), on kafka-01',
	],
	['does not answer in time', 5, 'a\n', 'demo runs, but is not ready after 5 s: waited for port 1 to answer, on kafka-01'],
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

test('a cause that is known comes before what the lines say, with its evidence', async () => {
	const stdout = '[2026-11-23 10:00:00,123] ERROR Fatal error: the disk is gone\nINFO shutting down\n';
	const connection = fakeConnection([stopped, {command: '/systemctl start/', code: 3, stdout}]);
	const causes = [{id: 'gone', cause: 'no disk', fixes: ['do this', 'or that'], says: 'is gone', patterns: [/is gone/]}];
	await expect(demo({causes}).apply(fakeContext(connection))).rejects.toMatchObject({
		message: 'no disk, on kafka-01',
		hint: 'do this\nor that',
		diagnosis: {
			id: 'gone',
			evidence: [{source: 'demo', line: 1, text: expect.stringContaining('the disk is gone'), time: '2026-11-23 10:00:00,123'}],
			link: 'docs/troubleshooting.md#gone',
		},
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
	await host.exec(rawCommand(script));
	const {stdout} = await host.exec(rawCommand(`cat /run/kafka-setup/demo.started`));
	expect(stdout.split('\n')).toHaveLength(files.length + 1);
	expect((await host.exec(statFiles(files))).stdout).toBe(stdout);
});
