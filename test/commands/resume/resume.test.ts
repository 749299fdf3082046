import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterEach, expect, test, vi} from 'vitest';
import {resume} from '../../../source/commands/resume/resume.ts';
import {installation} from '../../../source/run/operation.ts';
import {journalRun} from '../../../source/run/record/journal-run.ts';
import {clusterFolder, readJournal} from '../../../source/state/journal/journal.ts';
import {openRuns} from '../../../source/state/store/runs.ts';
import {tempDir} from '../../helpers/temp-dir.ts';

afterEach(() => {
	vi.unstubAllEnvs();
	vi.restoreAllMocks();
});

test('a resumed run leaves out what the one that stopped was told to, says so, and so does the one after it', async () => {
	const config = tempDir();
	vi.stubEnv('XDG_CONFIG_HOME', config);
	const folder = join(config, 'kafka-setup');
	const file = join(tempDir(), 'orders.yaml');
	const ssh = join(tempDir(), 'ssh_config');
	writeFileSync(ssh, '');
	// Nobody listens there: the run ends before its first step.
	writeFileSync(
		file,
		`name: orders\nhosts: [{name: h1, address: 127.0.0.1, port: 1}]\nroles: {controller: [h1], kafka: [h1]}\nssh: {configFile: ${ssh}}\n`,
	);
	const operation = installation({}, {all: false, skip: new Set(['reach', 'memory'])});
	const journal = await journalRun({folder, cluster: 'orders', file, version: '0.1.0', operation});
	await journal.close();
	openRuns(folder).keep({
		cluster: 'orders',
		file,
		startedAt: new Date(0).toISOString(),
		status: 'failed',
		pid: 1,
		pidStart: 'gone',
		done: 1,
		steps: 9,
	});
	const said: string[] = [];
	for (const stream of [process.stdout, process.stderr])
		vi.spyOn(stream, 'write').mockImplementation(text => said.push(String(text)) > 0);
	for (const _ of ['once', 'again']) {
		said.length = 0;
		const result = await resume('orders', {
			version: '0.1.0',
			acceptNewHostKeys: false,
			verbose: false,
			reporter: 'json',
			yes: true,
		});
		expect(result?.finished.outcome).toBe('failed');
		expect(said.join('')).toContain('Left out again, as that run was told to (--skip): memory, reach.');
		const last = (await readJournal(clusterFolder(folder, file))).findLast(({type}) => type === 'run');
		expect(last).toMatchObject({skips: ['memory', 'reach']});
	}
	const run = said
		.join('')
		.split('\n')
		.find(line => line.includes('"run-started"'));
	expect(run).not.toContain('"memory"');
	expect(run).toContain('"disk"');
});
