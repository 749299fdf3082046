import {expect, test} from 'vitest';
import {fakeContext} from '../../helpers/context.ts';
import {fakeConnection} from '../../helpers/fake-connection.ts';
import {demo, stand} from '../../helpers/service-scene.ts';

const now = (properties: Readonly<Record<string, string>>) => ({
	command: 'systemctl show demo -p ActiveState,SubState,MainPID,NRestarts',
	stdout: Object.entries({ActiveState: 'active', SubState: 'running', MainPID: '77', NRestarts: '0', ...properties})
		.map(([name, value]) => `${name}=${value}\n`)
		.join(''),
});
const journal = (stdout: string) => ({command: 'journalctl -q -o cat --no-pager -u demo -n 400', stdout});
const causes = [
	{id: 'full', cause: 'its disk is full', fixes: ['free some space'], says: 'disk is full', patterns: [/disk is full/]},
];

/** What is found at the end of a run in which the service was seen to answer as process 77. */
async function atEnd(...answers: Parameters<typeof fakeConnection>[0]) {
	const connection = fakeConnection([stand(), ...answers]);
	const context = fakeContext(connection);
	const step = demo({causes});
	expect(await step.check(context)).toEqual([]);
	const error = await step.lasts!(context).catch((thrown: unknown) => thrown);
	connection.done();
	return error;
}

test('one process, never started again: it has lasted', async () => {
	expect(await atEnd(now({}))).toBeUndefined();
});

test('one that ended, and was started again by systemd, fails with the cause that its last words tell', async () => {
	const said =
		'up\nERROR disk is full\ndemo.service: Main process exited, code=exited, status=1/FAILURE\nStarted demo.\nup again\n';
	expect(await atEnd(now({MainPID: '90', NRestarts: '1'}), journal(said))).toMatchObject({
		message: expect.stringMatching(
			/^demo on \S+ answered, and ended during the run \(exit status 1\/FAILURE\), and systemd has started it again: its disk is full$/,
		),
		hint: 'free some space',
		code: 1,
		tail: expect.not.arrayContaining(['up again']),
	});
});

test('one that ended for good, with an exception that nobody knows', async () => {
	const said =
		'java.lang.IllegalStateException: no way\n\tat demo.Main\ndemo.service: Main process exited, code=exited, status=3/NOTIMPLEMENTED\n';
	expect(await atEnd(now({ActiveState: 'failed', SubState: 'failed', MainPID: '0'}), journal(said))).toMatchObject({
		message: expect.stringMatching(/ended during the run \(exit status 3\/NOTIMPLEMENTED\): .*no way/),
		hint: expect.stringContaining('journalctl -u demo -n 50'),
	});
});

test('one that somebody has stopped', async () => {
	expect(await atEnd(now({ActiveState: 'inactive', SubState: 'dead', MainPID: '0'}), journal('Stopped demo.\n'))).toMatchObject({
		message: expect.stringMatching(/answered, and ended during the run$/),
	});
});

test('one that somebody has restarted', async () => {
	expect(await atEnd(now({MainPID: '90'}), journal('Stopping demo\nStarted demo.\n'))).toMatchObject({
		message: expect.stringMatching(/was restarted during the run, and not by it$/),
	});
});

test('one that was not seen to answer is not looked at', async () => {
	const connection = fakeConnection([stand({answers: false})]);
	const step = demo();
	await step.check(fakeContext(connection));
	await step.lasts!(fakeContext(connection));
	connection.done();
});
