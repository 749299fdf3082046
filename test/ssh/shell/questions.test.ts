import {PassThrough} from 'node:stream';

import {afterEach, beforeEach, expect, test, vi} from 'vitest';
import {rawCommand} from '../../../source/core/command.ts';
import {LinkLostError, NoAnswerError} from '../../../source/core/errors.ts';
import type {Session} from '../../../source/ssh/link.ts';
import {rootShell} from '../../../source/ssh/shell/root-shell.ts';

beforeEach(() => void vi.useFakeTimers({toFake: ['setTimeout', 'clearTimeout']}));
afterEach(() => void vi.useRealTimers());

const turn = () => new Promise(resolve => setImmediate(resolve));

/** A host that answers when it is told to. */
async function host() {
	const channel = Object.assign(new PassThrough(), {stderr: new PassThrough()});
	const output = new PassThrough();
	// What is written goes nowhere; what the host says is read.
	channel.write = () => true;
	channel.on = output.on.bind(output) as typeof channel.on;
	const shell = rootShell(channel as unknown as Session, {
		name: 'kafka-01',
		greetingToken: 'GREET',
		token: 'TOKEN',
		questionMs: 1000,
	});
	const mark = (token: string, id: number) => {
		output.write(`${token}:${id}:0/`);
		channel.stderr.write(`${token}:${id}:0/`);
		return turn();
	};
	await mark('GREET', 0);
	await shell.greeting;
	return {shell, answer: (id: number) => mark('TOKEN', id), destroyed: () => channel.destroyed};
}

test('a question without an answer fails by its name, ends the shell, and what waits behind it did not run', async () => {
	const {shell, destroyed} = await host();
	const asked = shell.exec(rawCommand('sed -n p /fifo'));
	const behind = shell.exec(rawCommand('echo behind'));
	const [first, second] = [asked.catch(error => error), behind.catch(error => error)];
	vi.advanceTimersByTime(999);
	await turn();
	expect(destroyed()).toBe(false);
	vi.advanceTimersByTime(1);
	expect(await first).toBeInstanceOf(NoAnswerError);
	expect((await first).message).toBe('kafka-01: “sed -n p /fifo” had no answer within 1.0s.');
	expect(await second).toBeInstanceOf(LinkLostError);
	expect(destroyed()).toBe(true);
	await expect(shell.exec(rawCommand('true'))).rejects.toThrow('it did not run');
});

test('the time of a question begins when those before it are answered, and ends with its own answer', async () => {
	const {shell, answer} = await host();
	const all = [1, 2, 3].map(() => shell.exec(rawCommand('true')));
	for (const id of [1, 2, 3]) {
		vi.advanceTimersByTime(900);
		await answer(id);
	}
	expect((await Promise.all(all)).map(({code}) => code)).toEqual([0, 0, 0]);
	vi.advanceTimersByTime(100_000);
	const later = shell.exec(rawCommand('true'));
	await answer(4);
	expect((await later).code).toBe(0);
});

test('what changes a host takes as long as it takes, and a question behind it too', async () => {
	const {shell, answer} = await host();
	const work = shell.exec(rawCommand('apt-get install kafka'), {long: true});
	const question = shell.exec(rawCommand('true'));
	vi.advanceTimersByTime(3_600_000);
	await answer(1);
	expect((await work).code).toBe(0);
	vi.advanceTimersByTime(999);
	await answer(2);
	expect((await question).code).toBe(0);
});
