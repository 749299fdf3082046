import {mkdirSync} from 'node:fs';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, test, vi} from 'vitest';
import {logs} from '../../source/commands/logs.ts';
import {clusterFolder} from '../../source/state/journal/journal.ts';
import {openRunLog} from '../../source/state/journal/run-log.ts';
import {openRuns} from '../../source/state/store/runs.ts';
import {story} from '../helpers/events.ts';
import {tempDir} from '../helpers/temp-dir.ts';

const file = '/home/op/orders.yaml';
let folder = '';

/** What is printed. */
async function printed(...options: Parameters<typeof logs>): Promise<string> {
	let text = '';
	const write = vi.spyOn(process.stdout, 'write').mockImplementation(part => {
		text += String(part);
		return true;
	});
	await logs(...options).finally(() => write.mockRestore());
	return text;
}

beforeEach(async () => {
	vi.stubEnv('XDG_CONFIG_HOME', tempDir());
	folder = join(process.env.XDG_CONFIG_HOME!, 'kafka-setup');
	mkdirSync(folder, {mode: 0o700});
	const startedAt = '2026-11-23T12:00:00.000Z';
	openRuns(folder).keep({cluster: 'orders', file, startedAt, status: 'failed', pid: 1, done: 1, steps: 2});
	const log = await openRunLog(clusterFolder(folder, file), new Date(startedAt));
	const tell = story('apply', {kafka: {'kafka-01': ['start'], 'kafka-02': ['start']}}, log.emit);
	tell.begin();
	for (const host of ['kafka-01', 'kafka-02']) {
		tell.start(`kafka/${host}/start`);
		tell.ran(`kafka/${host}/start`, 'kafka-server-start', `this is ${host}`, 0);
		tell.finish(`kafka/${host}/start`, 'changed');
	}
	tell.end('succeeded');
	await log.close();
});
afterEach(() => vi.unstubAllEnvs());

test('the last run is shown with the output of its commands, or as JSON lines', async () => {
	const text = await printed(undefined, {});
	expect(text).toContain('$ kafka-server-start');
	expect(text).toContain('this is kafka-02');
	const json = (await printed('orders', {json: true})).trim().split('\n');
	expect(json.map(line => JSON.parse(line).type).slice(0, 2)).toEqual(['run-started', 'step-started']);
});

test('of one host, only that host', async () => {
	const text = await printed(undefined, {host: 'kafka-01'});
	expect(text).toContain('this is kafka-01');
	expect(text).not.toContain('this is kafka-02');
});

test('runs are listed and named by their beginning; one that is not there is told, with those that are', async () => {
	expect(await printed(undefined, {list: true})).toMatch(/^2026-11-23T12-00-00\.000Z {2}\/.*\.jsonl\n$/);
	expect(await printed(undefined, {run: '2026-11-23'})).toContain('this is kafka-01');
	await expect(printed(undefined, {run: '1999'})).rejects.toMatchObject({
		message: 'there is no log of a run 1999',
		hint: expect.stringContaining('2026-11-23T12-00-00'),
	});
	await expect(printed('payments', {})).rejects.toThrow('payments');
});
