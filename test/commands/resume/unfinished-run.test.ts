import {spawnSync} from 'node:child_process';
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {chooseRun, unfinishedRun} from '../../../source/commands/resume/unfinished-run.ts';
import {startOf} from '../../../source/state/journal/process.ts';
import type {LastRun} from '../../../source/state/store/runs.ts';
import {tempDir} from '../../helpers/temp-dir.ts';

/** A process that has ended, and whose id is not given out again so soon. */
const {pid: gone} = spawnSync(process.execPath, ['--version']);

/** Runs of files that are there, each named by its cluster. */
function runs(...all: readonly Partial<LastRun>[]): readonly LastRun[] {
	const folder = tempDir();
	return all.map((one, index) => {
		const file = join(folder, `${index}.yaml`);
		writeFileSync(file, '');
		const startedAt = '2026-11-23T12:00:00.000Z';
		return {cluster: String(index), file, startedAt, status: 'failed', pid: gone, done: 3, steps: 16, ...one};
	});
}
const chosen = (...all: readonly Partial<LastRun>[]) => unfinishedRun(runs(...all))?.cluster;

test('is there none, none is found', () => {
	expect(chosen()).toBeUndefined();
	expect(chosen({status: 'succeeded'})).toBeUndefined();
});

test.each(['failed', 'cancelled', 'running'] as const)('a run that is %s, and whose process has ended, is one', status => {
	expect(chosen({status})).toBe('0');
});

test('a run that goes on in another window is none', () => {
	expect(chosen({status: 'running', pid: process.pid})).toBeUndefined();
	// Process 1 is alive; a user who is not root may not signal it.
	expect(chosen({status: 'running', pid: 1})).toBeUndefined();
});

test('a run whose process has ended is one, also when another process has its id now', () => {
	const start = startOf(process.pid);
	expect(chosen({status: 'running', pid: process.pid, pidStart: start})).toBeUndefined();
	expect(chosen({status: 'running', pid: process.pid, pidStart: `${start}0`})).toBe('0');
});

test('of a run that has failed the process is of no concern', () => {
	expect(chosen({status: 'failed', pid: process.pid})).toBe('0');
});

test('the newest counts', () => {
	expect(chosen({status: 'cancelled'}, {status: 'failed'})).toBe('0');
	expect(chosen({status: 'succeeded'}, {status: 'failed'}, {status: 'failed'})).toBe('1');
});

test('a file that is not there any more can not be gone on with', () => {
	expect(chosen({file: join(tempDir(), 'gone.yaml')}, {status: 'failed'})).toBe('1');
});

test('an entry of an older version, without a process, is one', () => {
	const [run] = runs({status: 'running'});
	const {pid: _, ...old} = run!;
	expect(unfinishedRun([old as LastRun])).toBe(old);
});

test('a run is named by its cluster or its file; without a name it is the newest that is unfinished', () => {
	const all = runs({status: 'succeeded'}, {}, {cluster: 'twice'}, {cluster: 'twice'}, {status: 'running', pid: process.pid});
	const of = (which?: string) => chooseRun(all, which);
	expect(of()).toBe(all[1]);
	expect(of('0')).toBe(all[0]);
	expect(of(all[2]!.file)).toBe(all[2]);
	expect(() => of('twice')).toThrow('several clusters are called twice');
	expect(() => of('nobody')).toThrow('no run of nobody is known');
	expect(() => of('4')).toThrow(`by process ${process.pid} of this machine`);
	expect(() => chooseRun([], undefined)).toThrow('nothing to resume');
	expect(() => chooseRun(runs({status: 'running', pid: process.pid}), undefined)).toThrow('is being installed right now');
	expect(() => chooseRun(runs({cluster: 'x', file: '/gone.yaml'}), 'x')).toThrow('not found: /gone.yaml');
});

test('a run that removed the cluster is none to resume; one that did not finish is chosen where there is no other', () => {
	expect(chosen({destroys: true}, {status: 'failed'})).toBe('1');
	const [failed, done] = runs({destroys: true}, {destroys: true, status: 'succeeded'});
	expect(chooseRun([failed!], '0')).toBe(failed);
	expect(() => chooseRun([done!], '1')).toThrow('1 was removed: nothing to resume');
	expect(chooseRun([done!, failed!], undefined)).toBe(failed);
	expect(() => chooseRun([done!], undefined)).toThrow('nothing to resume');
});
