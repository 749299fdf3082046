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
const atEnd = (...answers: Parameters<typeof fakeConnection>[0]) => afterAtMost(1, ...answers);

async function afterAtMost(startSeconds: number, ...answers: Parameters<typeof fakeConnection>[0]) {
	const connection = fakeConnection([stand(), ...answers]);
	const context = fakeContext(connection);
	const step = demo({causes, startSeconds});
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
	expect(await atEnd(now({MainPID: '90', NRestarts: '1'}), stand(), journal(said))).toMatchObject({
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
	expect(await atEnd(now({ActiveState: 'failed', SubState: 'failed', MainPID: '0'}), stand(), journal(said))).toMatchObject({
		message: expect.stringMatching(/ended during the run \(exit status 3\/NOTIMPLEMENTED\): .*no way/),
		hint: expect.stringContaining('journalctl -u demo -n 50'),
	});
});

test('one that somebody has stopped', async () => {
	expect(
		await atEnd(now({ActiveState: 'inactive', SubState: 'dead', MainPID: '0'}), stand(), journal('Stopped demo.\n')),
	).toMatchObject({
		message: expect.stringMatching(/answered, and ended during the run$/),
	});
});

test('one that somebody has restarted', async () => {
	expect(await atEnd(now({MainPID: '90'}), stand(), journal('Stopping demo\nStarted demo.\n'))).toMatchObject({
		message: expect.stringMatching(/was restarted during the run, and not by it$/),
	});
});

const newBoot = {Boot: 'two 5'};
const booting = stand({properties: {...newBoot, ActiveState: 'inactive', SubState: 'dead', MainPID: '0'}, answers: false});

test('one that came up again with its host, which was restarted: it is waited for until it answers', async () => {
	expect(await atEnd(now({MainPID: '90'}), booting, stand({properties: newBoot}))).toBeUndefined();
});

test('a container is started again by its first process, the kernel being the same', async () => {
	expect(await atEnd(now({MainPID: '90'}), stand({properties: {Boot: 'one 99'}}))).toBeUndefined();
});

test('one that does not answer after its host was restarted', async () => {
	const silent = stand({properties: newBoot, answers: false});
	expect(await afterAtMost(0, now({MainPID: '90'}), silent)).toMatchObject({
		message: expect.stringMatching(
			/^\S+ was restarted during the run, and demo does not answer there after 0 s: waited for port 1 to answer$/,
		),
		hint: expect.stringContaining('journalctl -b -u demo'),
	});
});

test('one that dies after its host was restarted', async () => {
	const again = stand({properties: {...newBoot, NRestarts: '2'}});
	const said = 'demo.service: Main process exited, code=exited, status=1/FAILURE\nStarted demo.\n';
	expect(await atEnd(now({MainPID: '90', NRestarts: '2'}), again, journal(said))).toMatchObject({
		message: expect.stringMatching(/ended during the run \(exit status 1\/FAILURE\), and systemd has started it again/),
	});
});

test('one that was not seen to answer is not looked at', async () => {
	const connection = fakeConnection([stand({answers: false})]);
	const step = demo();
	await step.check(fakeContext(connection));
	await step.lasts!(fakeContext(connection));
	connection.done();
});
