import {expect, onTestFinished, test} from 'vitest';
import {pause} from '../../../source/core/pause.ts';
import {stopOnSignals} from '../../../source/run/terminal/stop-signals.ts';

const names = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const listeners = () => names.map(name => process.listenerCount(name));

function stopping() {
	const said: string[] = [];
	const stop = stopOnSignals(text => said.push(text));
	onTestFinished(stop.release);
	return {...stop, said};
}

const first = 'Stopping after the running steps. Press Ctrl+C again to stop immediately.';

test('nothing is stopped before a signal comes', () => {
	const {stop, drop, code, said} = stopping();
	expect([stop.aborted, drop.aborted, code(), said]).toEqual([false, false, undefined, []]);
});

test.each([
	['SIGINT', 130],
	['SIGTERM', 143],
	['SIGHUP', 129],
] as const)('%s lets the running steps finish, and gives exit code %i', (name, expected) => {
	const {stop, drop, code, said} = stopping();
	process.emit(name, name);
	expect([stop.aborted, drop.aborted, code()]).toEqual([true, false, expected]);
	expect(said).toEqual([first]);
});

test('a real signal is taken, too', async () => {
	const {stop, code} = stopping();
	process.kill(process.pid, 'SIGHUP');
	await expect.poll(() => stop.aborted).toBe(true);
	expect(code()).toBe(129);
});

test('the second signal drops the links, and the exit code is that of the first', () => {
	const {drop, code, said} = stopping();
	process.emit('SIGTERM', 'SIGTERM');
	process.emit('SIGINT', 'SIGINT');
	expect(drop.aborted).toBe(true);
	expect(code()).toBe(143);
	expect(said).toEqual([first, expect.stringMatching(/^Stopping now\./)]);
});

test('Ctrl+C that came as a key counts like the signal, first and second', () => {
	const {stop, drop, interrupt, code, said} = stopping();
	interrupt();
	expect([stop.aborted, drop.aborted, code(), said]).toEqual([true, false, 130, [first]]);
	interrupt();
	expect([drop.aborted, code()]).toEqual([true, 130]);
});

test('a key and a signal are counted together', () => {
	const {drop, interrupt, code} = stopping();
	process.emit('SIGHUP', 'SIGHUP');
	interrupt();
	expect([drop.aborted, code()]).toEqual([true, 129]);
});

test('a terminal that is closed is one wish to stop, by however many signals and failed writes it is told', () => {
	const {stop, drop, code, said} = stopping();
	const failed = new Error('write EIO');
	process.stdout.emit('error', failed);
	expect([stop.aborted, code()]).toEqual([true, 129]);
	process.emit('SIGHUP', 'SIGHUP');
	for (const stream of [process.stdout, process.stderr, process.stdin]) stream.emit('error', failed);
	expect([drop.aborted, code(), said]).toEqual([false, 129, [first]]);
	process.emit('SIGTERM', 'SIGTERM');
	expect(drop.aborted).toBe(true);
});

test('after release the signals are as they were', () => {
	const before = listeners();
	const {release} = stopping();
	expect(listeners()).toEqual(before.map(count => count + 1));
	release();
	expect(listeners()).toEqual(before);
});

test('many may wait for the same end without a warning', async () => {
	const warned: string[] = [];
	const onWarning = ({name}: Error) => warned.push(name);
	process.on('warning', onWarning);
	const signals = stopOnSignals(() => {});
	const waits = Array.from({length: 40}, () => pause(1, signals.stop));
	await Promise.all(waits);
	await new Promise(resolve => setImmediate(resolve));
	process.off('warning', onWarning);
	signals.release();
	expect(warned).toEqual([]);
});
