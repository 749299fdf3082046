import {expect, test} from 'vitest';
import {passGate, patience} from '../../source/kafka/gates.ts';
import {fakeContext} from '../helpers/context.ts';
import {fakeConnection} from '../helpers/fake-connection.ts';

const quick = {limitMs: 60, pollMs: 5};
/** Answers one after the other; the last one for ever. */
const counts = (...left: number[]) => {
	let asked = 0;
	return {
		asked: () => asked,
		async unsafe() {
			asked += 1;
			const count = left.length > 1 ? left.shift()! : left[0]!;
			return count === 0 ? undefined : {what: `${count} things`, count};
		},
	};
};
const context = (signal = new AbortController().signal) => fakeContext(fakeConnection([]), {signal});

test('a gate opens as soon as nothing speaks against it', async () => {
	const host = context();
	await passGate(host, counts(3, 2, 0).unsafe, 'hint', quick);
	expect(host.seen.waiting).toEqual(['3 things', '2 things']);
});

test('a gate without progress ends the step, with the reason and what to do', async () => {
	await expect(passGate(context(), counts(2).unsafe, 'Look there.', quick)).rejects.toMatchObject({
		message: 'waited for 2 things, and saw no progress for 0.06 s: nothing more is restarted',
		hint: 'Look there.',
	});
});

test('progress keeps a gate waiting, and what gets worse is none', async () => {
	const better = counts(...Array.from({length: 20}, (_, index) => 20 - index), 0);
	await passGate(context(), better.unsafe, '', {limitMs: 250, pollMs: 20});
	expect(better.asked()).toBe(21);
	const worse = Array.from({length: 400}, (_, index) => index + 1);
	await expect(passGate(context(), counts(...worse).unsafe, '', quick)).rejects.toThrow('no progress');
});

test('the patience is ten minutes', () => {
	expect(patience.limitMs).toBe(600_000);
});

test('a stop ends the wait at once, with what was waited for', async () => {
	const stop = new AbortController();
	setTimeout(() => stop.abort(), 20);
	const startedAt = Date.now();
	await expect(passGate(context(stop.signal), counts(1).unsafe, '', {limitMs: 60_000, pollMs: 10_000})).rejects.toMatchObject({
		name: 'CancelledError',
		message: 'stopped while waiting for 1 things',
	});
	expect(Date.now() - startedAt).toBeLessThan(2000);
});
