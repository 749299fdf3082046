import {setFlagsFromString} from 'node:v8';
import {runInNewContext} from 'node:vm';
import {expect, test} from 'vitest';
import type {RunEvent} from '../../../source/core/events.ts';
import {reduce} from '../../../source/core/state/reduce.ts';
import {noRun} from '../../../source/core/state/run-state.ts';
import {createHostLog} from '../../../source/ui/progress/host-log.ts';

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');

const ref = {stage: 's', host: 'h', step: 'x'};
const output = (text: string): RunEvent => ({at: '2026-11-24T00:00:00Z', type: 'output', ref, stream: 'stdout', text});

/** What a host may send, a chunk at a time: none of it is anything a person would read. */
const floods: Readonly<Record<string, (index: number) => string>> = {
	'one line without an end': index => 'y'.repeat(32_767) + (index % 10),
	'one line of letters that take two bytes': index => 'ж'.repeat(16_383) + (index % 10),
	'short lines, each beside a long part that goes': index => `a line of some words ${index}\n${'z'.repeat(65_000)}${index}\r`,
	'lines of full length': index => `${'x'.repeat(3999)}${index % 10}\n`.repeat(8),
	'lines of tabs': () => `${'\t'.repeat(3900)}\n`,
};

test.each(Object.entries(floods))('%s, tens of megabytes of it: little of it is kept', (_what, chunk) => {
	const log = createHostLog();
	let state = reduce(noRun, {
		at: '2026-11-24T00:00:00Z',
		type: 'run-started',
		format: 2,
		version: '1',
		cluster: 'c',
		mode: 'apply',
		operation: 'install',
		stages: [{id: 's', title: 'S', hosts: [{name: 'h', steps: [{id: 'x', title: 'X'}]}]}],
	});
	collect();
	const before = process.memoryUsage().heapUsed;
	for (let index = 0; index < 1200; index++) {
		const event = output(chunk(index));
		log.add(event);
		if (index % 4 === 0) state = reduce(state, event);
	}
	collect();
	expect(process.memoryUsage().heapUsed - before).toBeLessThan(12e6);
	const lines = log.lines('h');
	expect(lines.reduce((sum, line) => sum + line.length, 0)).toBeLessThanOrEqual(2 * 1024 * 1024);
	expect(lines.length).toBeGreaterThan(10);
	expect(state.stages[0]!.hosts[0]!.steps[0]!.tail.length).toBeLessThanOrEqual(20);
});

test('so many lines as went are said to have gone', () => {
	const log = createHostLog();
	for (let index = 0; index < 3000; index++) log.add(output(`${index}${'x'.repeat(3000)}\n`));
	const lines = log.lines('h');
	const [, gone] = /^… (\d+) earlier/.exec(lines[0]!)!;
	expect(lines[1]).toMatch(new RegExp(`^${gone}x`));
	expect(Number(gone) + lines.length - 1).toBe(3000);
});
