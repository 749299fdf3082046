import {setImmediate} from 'node:timers/promises';
import {expect, test} from 'vitest';
import {pauseGate} from '../../../source/run/terminal/pause-gate.ts';

function gated() {
	const stop = new AbortController();
	const gate = pauseGate(stop.signal);
	const passed: string[] = [];
	return {
		stop: () => stop.abort(),
		close: gate.close,
		passed,
		/** A host that comes to the gate; whether it has passed shows in `passed`, after a moment. */
		async come(name: string) {
			void gate.pass().then(() => passed.push(name));
			await setImmediate();
		},
	};
}

test('an open gate holds nobody up', async () => {
	const {come, passed} = gated();
	await come('a');
	expect(passed).toEqual(['a']);
});

test('a closed gate holds all who come, and lets them go together when it opens', async () => {
	const {come, close, passed} = gated();
	close(true);
	await come('a');
	await come('b');
	expect(passed).toEqual([]);
	close(false);
	await setImmediate();
	expect(passed).toEqual(['a', 'b']);
	await come('c');
	expect(passed).toEqual(['a', 'b', 'c']);
});

test('it closes again, and who passed before is not called back', async () => {
	const {come, close, passed} = gated();
	close(true);
	close(false);
	await come('a');
	close(true);
	await come('b');
	expect(passed).toEqual(['a']);
	close(false);
	await setImmediate();
	expect(passed).toEqual(['a', 'b']);
});

test('a stop opens it: what waits there is to see that it should end', async () => {
	const {come, close, stop, passed} = gated();
	close(true);
	await come('a');
	stop();
	await setImmediate();
	expect(passed).toEqual(['a']);
	await come('b');
	expect(passed).toEqual(['a', 'b']);
});

test('a run that is stopping can not be paused any more', async () => {
	const {come, close, stop, passed} = gated();
	stop();
	close(true);
	await come('a');
	expect(passed).toEqual(['a']);
});

test('a stop opens a gate that was closed, opened and closed again', async () => {
	const {come, close, stop, passed} = gated();
	close(true);
	close(false);
	close(true);
	await come('a');
	stop();
	await setImmediate();
	expect(passed).toEqual(['a']);
});
