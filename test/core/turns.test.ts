import {setImmediate as turnOfLoop} from 'node:timers/promises';
import {describe, expect, it} from 'vitest';
import {createTurns} from '../../source/core/turns.ts';

const hosts = ['a', 'b', 'c'];
const reason = 'members with data start first';

/** Turns of three hosts, with what they were let do in order. */
function scene() {
	const turns = createTurns(hosts);
	const log: string[] = [];
	const note = (promise: Promise<void>, what: string) =>
		promise.then(
			() => void log.push(what),
			(error: Error) => void log.push(`${what}: ${error.message}`),
		);
	return {
		turns,
		log,
		take: (host: string, last = false) => void note(turns.take(host, {last}), `${host} turn`),
		stepBack: (host: string) =>
			void note(
				turns.stepBack(host, reason, busy => log.push(`${host} waits for ${busy.join()}`)),
				`${host} starts`,
			),
	};
}

describe('a turn', () => {
	it('is kept until its host leaves, and taken by one after the other, the last one last', async () => {
		const {turns, log, take} = scene();
		take('a', true);
		take('c');
		take('b');
		await turnOfLoop();
		expect(log).toEqual(['c turn']);
		await turns.take('c');
		expect([turns.has('c'), turns.has('b')]).toEqual([true, false]);
		turns.leave('c');
		await turnOfLoop();
		turns.leave('b');
		await turnOfLoop();
		expect(log).toEqual(['c turn', 'b turn', 'a turn']);
	});

	it('is given to nobody while a host could still ask for one, or comes up', async () => {
		const {turns, log, take} = scene();
		take('a');
		turns.up('b');
		turns.leave('c');
		await turnOfLoop();
		expect(log).toEqual([]);
		turns.leave('b');
		await turnOfLoop();
		expect(log).toEqual(['a turn']);
	});

	it('is refused to those that wait, and to those that come later, once a host failed', async () => {
		const {turns, log, take} = scene();
		take('a');
		turns.refuseAll('b');
		turns.refuseAll('c');
		take('c');
		await turnOfLoop();
		expect(log).toEqual(['a turn: stopped before its turn: b failed', 'c turn: stopped before its turn: b failed']);
	});
});

describe('a host that stepped back', () => {
	it('starts as soon as the others are up, though they are not done', async () => {
		const {turns, log, stepBack} = scene();
		stepBack('b');
		stepBack('c');
		await turnOfLoop();
		turns.up('a');
		await turnOfLoop();
		expect(log).toEqual(['b waits for a,c', 'b waits for a', 'c waits for a', 'b starts', 'c starts']);
	});

	it('starts at once where all stepped back: there is nothing to wait for', async () => {
		const {log, stepBack} = scene();
		for (const host of hosts) stepBack(host);
		await turnOfLoop();
		expect(log.filter(line => line.endsWith('starts'))).toEqual(['a starts', 'b starts', 'c starts']);
	});

	it('starts before the first turn is given', async () => {
		const {turns, log, take, stepBack} = scene();
		take('a');
		turns.leave('b');
		stepBack('c');
		await turnOfLoop();
		expect(log).toEqual(['c starts']);
		turns.leave('c');
		await turnOfLoop();
		expect(log).toEqual(['c starts', 'a turn']);
	});

	it('is not started once one of those failed that go first, and says which and why', async () => {
		const {turns, log, stepBack} = scene();
		turns.leave('b');
		stepBack('c');
		turns.refuseAll('a');
		await turnOfLoop();
		expect(log).toEqual(['c waits for a', 'c starts: not started: members with data start first, and a failed']);
	});
});
