import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {installation} from '../../../source/run/operation.ts';
import {journalRun} from '../../../source/run/record/journal-run.ts';
import {clusterFolder, readJournal} from '../../../source/state/journal/journal.ts';
import {listRunLogs, readRunLog, runLogPath} from '../../../source/state/journal/run-log.ts';
import {type Shape, story} from '../../helpers/events.ts';
import {smallDisk, tempDir} from '../../helpers/temp-dir.ts';

const shape: Shape = {kafka: {'kafka-01': ['install', 'start']}};

function fileIn(folder: string): string {
	const file = join(folder, 'payments.yaml');
	writeFileSync(file, 'name: payments\n');
	return file;
}

test('a run is written down: its beginning with the text of the file, each change before and after, its end', async () => {
	const folder = tempDir();
	const file = fileIn(folder);
	const memory = await journalRun({folder, cluster: 'payments', file, operation: installation(), version: '1.2.3'});
	const own = clusterFolder(folder, file);
	const tell = story('apply', shape, memory.emit);
	tell.begin();
	tell.step('kafka/kafka-01/install', 'ok');
	const ref = {stage: 'kafka', host: 'kafka-01', step: 'start'};
	await memory.hooks.beforeApply(ref, 'Start Kafka', [{what: 'start x', before: 'not kept', after: 'not kept'}]);
	// On the disk before anything is done.
	expect((await readJournal(own)).at(-1)).toMatchObject({type: 'intent', ref, title: 'Start Kafka', changes: ['start x']});
	tell.step('kafka/kafka-01/start', 'changed');
	tell.end('succeeded');
	await memory.close();
	const records = await readJournal(own);
	expect(records.map(({type}) => type)).toEqual(['run', 'intent', 'finished', 'end']);
	expect(records[0]).toMatchObject({cluster: 'payments', file, text: 'name: payments\n', version: '1.2.3', pid: process.pid});
	expect(JSON.stringify(records)).not.toContain('not kept');
	const [name] = await listRunLogs(own);
	const types: string[] = [];
	for await (const {type} of readRunLog(runLogPath(own, name!))) types.push(type);
	expect(types[0]).toBe('run-started');
	expect(types.at(-1)).toBe('run-finished');
	expect(memory.problem()).toBeUndefined();
});

test('the command line of a secret is not written down: it may hold one', async () => {
	const folder = tempDir();
	const file = fileIn(folder);
	writeFileSync(file, 'name: payments\nssh: {password: exec:curl -u admin:CANARY h}\n');
	const memory = await journalRun({folder, cluster: 'payments', file, operation: installation(), version: '1.2.3'});
	await memory.close();
	const [run] = await readJournal(clusterFolder(folder, file));
	expect(run).toMatchObject({text: "name: payments\nssh: {password: 'exec:•••'}\n"});
});

test('nothing is changed that can not be written down', async () => {
	const below = tempDir();
	const [, , pid] = await smallDisk(below, 'size=64k');
	const folder = `/proc/${pid}/root${below}`;
	const memory = await journalRun({
		folder,
		cluster: 'payments',
		file: fileIn(tempDir()),
		operation: installation(),
		version: '1.2.3',
	});
	const long = [{what: 'x'.repeat(70_000)}];
	const ref = {stage: 'kafka', host: 'kafka-01', step: 'start'};
	await expect(memory.hooks.beforeApply(ref, 'Start Kafka', long)).rejects.toThrow(
		/^what is about to be done can't be written down in .*ENOSPC/,
	);
	await memory.hooks.beforeApply(ref, 'Start Kafka', [{what: 'start x'}]);
	await memory.close();
});

test('nothing is begun where nothing can be written down', async () => {
	const folder = join(tempDir(), 'file');
	writeFileSync(folder, '');
	await expect(
		journalRun({folder, cluster: 'x', file: fileIn(tempDir()), operation: installation(), version: '1'}),
	).rejects.toThrow(/^what a run does can't be written down in .*ENOTDIR/);
});
