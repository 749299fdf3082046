import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {type LastRun, openRuns} from '../../../source/state/store/runs.ts';
import {tempDir} from '../../helpers/temp-dir.ts';

const run = (file: string, more: Partial<LastRun> = {}): LastRun => ({
	cluster: 'payments',
	file,
	startedAt: '2026-11-23T12:00:00.000Z',
	status: 'running',
	pid: 4711,
	done: 3,
	steps: 16,
	...more,
});
const filesIn = (folder: string) =>
	openRuns(folder)
		.list()
		.map(({file}) => file);

test('at first there is none', () => {
	expect(openRuns(tempDir()).list()).toEqual([]);
});

test('a run comes back as it was, with and without the place where it stopped', () => {
	const folder = tempDir();
	const runs = openRuns(folder);
	const failed = run('/a/b.c/kafka-setup.yaml', {status: 'failed', stoppedAt: 'Kafka · kafka-02 · Start'});
	runs.keep(run('/b'));
	runs.keep(failed);
	expect(openRuns(folder).list()).toEqual([failed, run('/b')]);
});

test('a file has one run, the last; another file of the same cluster has its own', () => {
	const folder = tempDir();
	const runs = openRuns(folder);
	runs.keep(run('/a'));
	runs.keep(run('/b'));
	runs.keep(run('/a', {status: 'succeeded', done: 16}));
	expect(runs.list()).toEqual([run('/a', {status: 'succeeded', done: 16}), run('/b')]);
});

test('twenty files are remembered, the newest first', () => {
	const folder = tempDir();
	const runs = openRuns(folder);
	for (let count = 1; count <= 22; count++) runs.keep(run(`/${count}`));
	expect(filesIn(folder)).toEqual(Array.from({length: 20}, (_, index) => `/${22 - index}`));
});

test('an entry of another shape is left out, and the others stay', () => {
	const folder = tempDir();
	const good = run('/good');
	const wrong = [
		null,
		'text',
		[],
		{},
		...Object.keys(good)
			.filter(key => key !== 'pid')
			.map(key => ({...good, file: '/wrong', [key]: null})),
		{...good, file: '/wrong', done: '3'},
	];
	writeFileSync(join(folder, 'runs.json'), JSON.stringify({runs: [...wrong, good]}));
	expect(openRuns(folder).list()).toEqual([good]);
});

test.each(['{}', '{"runs": "text"}', 'null'])('a file of %s has none, and takes some', text => {
	const folder = tempDir();
	writeFileSync(join(folder, 'runs.json'), text);
	expect(filesIn(folder)).toEqual([]);
	openRuns(folder).keep(run('/a'));
	expect(filesIn(folder)).toEqual(['/a']);
});

test('a damaged file does not keep a run from being kept', () => {
	const folder = tempDir();
	writeFileSync(join(folder, 'runs.json'), '{"runs": [');
	openRuns(folder).keep(run('/a'));
	expect(filesIn(folder)).toEqual(['/a']);
});
