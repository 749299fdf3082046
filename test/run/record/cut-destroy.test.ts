import {spawnSync} from 'node:child_process';
import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterEach, describe, expect, test, vi} from 'vitest';
import {beginningOf} from '../../../source/commands/install/beginning.ts';
import {wizardFunctions} from '../../../source/commands/install/wizard-functions.ts';
import {logs} from '../../../source/commands/logs.ts';
import {resume} from '../../../source/commands/resume/resume.ts';
import {unlock} from '../../../source/commands/unlock.ts';
import type {RunOutcome} from '../../../source/core/events.ts';
import {installation} from '../../../source/run/operation.ts';
import {cutDestroy, cutDestroyOf, finishCommand, tellCut} from '../../../source/run/record/cut-destroy.ts';
import {journalRun} from '../../../source/run/record/journal-run.ts';
import {runFile} from '../../../source/run/run.ts';
import {clusterFolder} from '../../../source/state/journal/journal.ts';
import type {JournalRecord} from '../../../source/state/journal/journal-lines.ts';
import {type LastRun, openRuns} from '../../../source/state/store/runs.ts';
import {knownLine, scene} from '../../helpers/ssh-scene.ts';
import {tempDir} from '../../helpers/temp-dir.ts';
import {wizardOptions} from '../../helpers/wizard-options.ts';

afterEach(() => {
	vi.unstubAllEnvs();
	vi.restoreAllMocks();
});

const at = (minute: number) => new Date(Date.UTC(2026, 10, 23, 12, minute)).toISOString();
const run = (minute: number, destroy?: {readonly data: boolean}): JournalRecord => ({
	at: at(minute),
	type: 'run',
	format: 1,
	version: '1.0.0',
	cluster: 'orders',
	file: '/orders.yaml',
	text: '',
	pid: 4711,
	...(destroy === undefined ? {} : {destroy: {...destroy, hosts: ['a']}}),
});
const intent: JournalRecord = {
	at: at(59),
	type: 'intent',
	ref: {stage: 'kafka', host: 'a', step: 'x'},
	title: 'X',
	changes: ['x'],
};
const end = (outcome: RunOutcome): JournalRecord => ({at: at(59), type: 'end', outcome});
const [keeping, all] = [{data: false}, {data: true}];
const cut = {cluster: 'orders', file: '/orders.yaml', data: false, since: at(1)};

describe('the journal of a cluster file', () => {
	test.each<[string, readonly JournalRecord[], unknown]>([
		['nothing', [], undefined],
		['an install', [run(0), intent, end('succeeded')], undefined],
		['a destroy that was killed', [run(0), intent, run(1, keeping), intent], cut],
		['one that failed or was stopped', [run(1, keeping), intent, end('failed')], cut],
		['one with data', [run(1, all), intent], {...cut, data: true}],
		['one that came to its end', [run(1, keeping), intent, end('succeeded')], undefined],
		['one that changed nothing', [run(1, keeping), end('failed')], undefined],
		['one that was finished', [run(1, keeping), intent, run(2, keeping), intent, end('succeeded')], undefined],
		['one that found nothing left', [run(1, keeping), intent, run(2, keeping), end('succeeded')], undefined],
		['one that was cut twice', [run(1, keeping), intent, run(2, all), intent], {...cut, data: true}],
		['one after which a run was refused', [run(1, keeping), intent, run(2), end('failed')], cut],
		['one after which it was not reached', [run(1, keeping), intent, run(2, all), end('failed')], cut],
		['one after which it was installed again', [run(1, keeping), intent, run(2), intent, end('failed')], undefined],
	])('of %s', (_, records, expected) => {
		expect(cutDestroy(records)).toEqual(expected);
	});

	test('the command that finishes it can be typed as it stands', () => {
		expect(finishCommand(cut)).toBe('kafka-setup destroy /orders.yaml --confirm orders');
		expect(finishCommand({...cut, file: "/it's mine.yaml", data: true})).toBe(
			"kafka-setup destroy '/it'\\''s mine.yaml' --data orders --confirm orders",
		);
		expect(tellCut({...cut, pid: 4711}, Date.parse(at(6)))).toEqual({
			say: 'orders is being removed right now, by process 4711 of this machine: a destroy that began 5 minutes ago.',
		});
	});
});

/** A cluster file of one host, which is this machine, of which a destroy was cut. */
async function cutOne() {
	const config = tempDir();
	vi.stubEnv('XDG_CONFIG_HOME', config);
	const set = await scene();
	const server = await set.server();
	await set.write('known_hosts', knownLine(server));
	const file = join(tempDir(), 'orders.yaml');
	writeFileSync(
		file,
		`name: orders\nhosts: [{name: h1, port: ${server.port}}]\nroles: {zookeeper: [h1], kafka: [h1]}\nssh: {configFile: ${set.settings.configFile}}\n`,
	);
	const folder = join(config, 'kafka-setup');
	const journal = await journalRun({
		folder,
		cluster: 'orders',
		file,
		version: '0.1.0',
		operation: {selection: {}, removes: {data: true, hosts: ['h1']}},
	});
	await journal.hooks.beforeApply({stage: 'removal', host: 'h1', step: 'x'}, 'X', [{what: 'remove x'}]);
	await journal.close();
	const {pid} = spawnSync(process.execPath, ['--version']);
	const last: LastRun = {cluster: 'orders', file, startedAt: at(0), status: 'failed', pid, done: 1, steps: 9, destroys: true};
	openRuns(folder).keep(last);
	const said: string[] = [];
	for (const stream of [process.stdout, process.stderr])
		vi.spyOn(stream, 'write').mockImplementation(text => said.push(String(text)) > 0);
	return {file, folder, last, said, finish: `kafka-setup destroy ${file} --data orders --confirm orders`};
}

const how = {version: '0.1.0', acceptNewHostKeys: false, verbose: false};

describe('every command says first that a destroy has not finished, and how to finish it', () => {
	test.each(['check', 'apply', 'test'] as const)('a run in mode %s', async mode => {
		const {file, said, finish} = await cutOne();
		await runFile({...how, file, mode, operation: installation({stage: 'preflight'}), reporter: 'json'}).catch(() => {});
		expect(said[0]).toMatch(/^orders: a destroy that began just now has not finished/);
		expect(said[0]).toContain(`  ${finish}\n`);
		expect(said.slice(1).join('')).not.toContain('has not finished');
	});

	test('unlock', async () => {
		const {file, said, finish} = await cutOne();
		await unlock(file, {acceptNewHostKeys: false, yes: false});
		expect(said[0]).toContain(finish);
		expect(said.join('')).toContain('h1: not locked');
	});

	test('logs', async () => {
		const {file, said, finish} = await cutOne();
		await logs(file, {file: true});
		expect(said[0]).toContain(finish);
	});

	test('resume, which has nothing to resume then', async () => {
		const {file, finish} = await cutOne();
		for (const which of [undefined, 'orders', file]) {
			await expect(resume(which, {...how, reporter: 'plain'})).rejects.toMatchObject({
				name: 'InputError',
				hint: `To finish it: ${finish}`,
			});
		}
	});

	test('resume of a run that was refused since', async () => {
		const {folder, last, said, finish} = await cutOne();
		const {destroys: _, ...refused} = last;
		openRuns(folder).keep(refused);
		await resume('orders', {...how, reporter: 'json', yes: true});
		expect(said[0]).toContain(finish);
		expect(said.filter(text => text.includes(finish))).toHaveLength(1);
	});

	test('the first page of the wizard, and Review', async () => {
		const {file, folder, last, finish} = await cutOne();
		const drafts = {list: () => [], keep: () => {}, drop: () => {}};
		const begin = async () => (await beginningOf(openRuns(folder), drafts, undefined)).removals;
		expect(await begin()).toMatchObject([{run: finish}]);
		// A run that was refused since stands in the list of runs in its place.
		const {destroys: _, ...refused} = last;
		openRuns(folder).keep(refused);
		expect(await begin()).toMatchObject([{run: finish}]);

		const {plan} = wizardFunctions(wizardOptions(() => {}));
		const {readFileSync} = await import('node:fs');
		expect((await plan(readFileSync(file, 'utf8'), file, new Map(), () => {})).removal).toMatchObject({run: finish});
	});

	test('one that is at work now is no removal to finish', async () => {
		const {file, folder} = await cutOne();
		const own = clusterFolder(folder, file);
		mkdirSync(own, {recursive: true});
		writeFileSync(join(own, `holder-1-${(await import('../../../source/state/journal/process.ts')).startOf(1)}`), '');
		expect(await cutDestroyOf(file)).toMatchObject({pid: 1});
	});

	test('a damaged journal is told by what reads it, not by this', async () => {
		const {file, folder} = await cutOne();
		writeFileSync(join(clusterFolder(folder, file), 'journal'), 'x\ny\n');
		expect(await cutDestroyOf(file)).toBeUndefined();
	});
});
