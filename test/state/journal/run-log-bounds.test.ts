import {statSync} from 'node:fs';
import {expect, test} from 'vitest';
import type {RunEvent} from '../../../source/core/events.ts';
import {listRunLogs, mostOfLog, openRunLog, readRunLog, runLogPath} from '../../../source/state/journal/run-log.ts';
import {tempDir} from '../../helpers/temp-dir.ts';

const at = '2026-11-23T12:00:00.000Z';
const refOf = (step: string) => ({stage: 'kafka', host: 'kafka-01', step});
const output = (step: string, text: string): RunEvent => ({at, type: 'output', ref: refOf(step), stream: 'stdout', text});
const started = (step: string): RunEvent => ({at, type: 'command-started', ref: refOf(step), command: 'yes'});
const finished = (step: string): RunEvent => ({at, type: 'command-finished', ref: refOf(step), command: 'yes', code: 0});
const end: RunEvent = {
	at,
	type: 'run-finished',
	outcome: 'failed',
	recap: {total: {ok: 0, changed: 0, failed: 1, unreachable: 0, skipped: 0}, hosts: {}},
	durationMs: 1,
};

async function logOf(emit: (emit: (event: RunEvent) => void, turn: () => Promise<void>) => Promise<void>) {
	const folder = tempDir();
	const log = await openRunLog(folder);
	await emit(log.emit, () => new Promise(resolve => setImmediate(resolve)));
	log.emit(end);
	await log.close();
	const [name] = await listRunLogs(folder);
	const path = runLogPath(folder, name!);
	const events: RunEvent[] = [];
	for await (const event of readRunLog(path)) events.push(event);
	return {size: statSync(path).size, events};
}

const chunk = `${'x'.repeat(63)}\n`.repeat(512);

test('a command that floods is cut, and says how much is left out; the next one is whole', async () => {
	const {size, events} = await logOf(async (emit, turn) => {
		emit(started('a'));
		for (let index = 0; index < 3000; index++) {
			emit(output('a', chunk));
			if (index % 100 === 0) await turn();
		}
		emit(finished('a'));
		emit(started('b'));
		emit(output('b', 'short\n'));
		emit(finished('b'));
	});
	expect(size).toBeLessThan(9e6);
	const texts = events.flatMap(event => (event.type === 'output' && event.ref.step === 'a' ? [event.text] : []));
	const [, left] = /^\n\[(\d+) bytes of output left out: the log would get too large\]\n$/.exec(texts.at(-1)!)!;
	expect(Number(left) + texts.slice(0, -1).join('').length).toBe(3000 * chunk.length);
	expect(events.slice(-4).map(({type}) => type)).toEqual(['command-started', 'output', 'command-finished', 'run-finished']);
});

test('many commands that flood, and what else is said without an end, fill no more than a log may have', async () => {
	const {size, events} = await logOf(async (emit, turn) => {
		for (let command = 0; command < 12; command++) {
			emit(started(`${command}`));
			for (let index = 0; index < 300; index++) emit(output(`${command}`, chunk));
			emit(finished(`${command}`));
			await turn();
		}
		for (let index = 0; index < 200; index++) {
			const changes = [{what: 'change /f', after: 'y'.repeat(256 * 1024)}];
			emit({at, type: 'step-finished', ref: refOf('c'), outcome: 'changed', changes, notes: [], durationMs: 1});
			await turn();
		}
	});
	expect(size).toBeLessThanOrEqual(mostOfLog);
	expect(size).toBeGreaterThan(mostOfLog / 2);
	expect(events.at(-1)).toEqual(end);
});
