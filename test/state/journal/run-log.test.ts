import {appendFileSync, statSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import type {RunEvent} from '../../../source/core/events.ts';
import {listRunLogs, openRunLog, readRunLog, runLogPath} from '../../../source/state/journal/run-log.ts';
import {tempDir} from '../../helpers/temp-dir.ts';

const ref = {stage: 'kafka', host: 'kafka-01', step: 'start'};
const output = (text: string): RunEvent => ({at: '2026-11-23T12:00:00.000Z', type: 'output', ref, stream: 'stdout', text});

async function read(path: string): Promise<readonly RunEvent[]> {
	const events: RunEvent[] = [];
	for await (const event of readRunLog(path)) events.push(event);
	return events;
}

test('a log has every event, and no line that was cut', async () => {
	const folder = tempDir();
	const log = await openRunLog(folder, new Date('2026-11-23T12:00:00.000Z'));
	const events = Array.from({length: 5000}, (_, index) => output(`line ${index}\n\u2028\r`));
	for (const event of events) log.emit(event);
	await log.close();
	const path = runLogPath(folder, '2026-11-23T12-00-00.000Z');
	appendFileSync(path, '{"type":"outp');
	expect(await read(path)).toEqual(events);
	expect(statSync(path).mode & 0o777).toBe(0o600);
	expect(log.problem()).toBeUndefined();
});

test('the newest twenty are kept', async () => {
	const folder = tempDir();
	for (let minute = 0; minute < 25; minute++) await (await openRunLog(folder, new Date(minute * 60_000))).close();
	const names = await listRunLogs(folder);
	expect(names).toHaveLength(20);
	expect(names[0]).toBe('1970-01-01T00-24-00.000Z');
	expect(await listRunLogs(join(folder, 'nobody'))).toEqual([]);
});

test('one that can not be written says so, and is closed all the same', async () => {
	const folder = tempDir();
	const moment = new Date(0);
	const {mkdirSync} = await import('node:fs');
	mkdirSync(runLogPath(folder, moment.toISOString().replaceAll(':', '-')), {recursive: true});
	const log = await openRunLog(folder, moment);
	log.emit(output('lost'));
	await log.close();
	expect(log.problem()).toMatch(/EISDIR/);
});
