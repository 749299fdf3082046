import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterEach, expect, test, vi} from 'vitest';
import {main} from '../../../source/cli.ts';
import {terminalLines} from '../../../source/commands/install/terminal-lines.ts';
import {logs} from '../../../source/commands/logs.ts';
import {print, printBeside, say} from '../../../source/run/terminal/say.ts';
import {showLines} from '../../../source/run/terminal/show.ts';
import {clusterFolder} from '../../../source/state/journal/journal.ts';
import {openRunLog} from '../../../source/state/journal/run-log.ts';
import {configFolder} from '../../../source/state/store/folder.ts';
import {openRuns} from '../../../source/state/store/runs.ts';
import {harmful, hostile} from '../../helpers/hostile.ts';
import {tempDir} from '../../helpers/temp-dir.ts';

afterEach(() => {
	vi.restoreAllMocks();
	vi.unstubAllEnvs();
	process.exitCode = undefined;
});

/** What is written to standard output and standard error meanwhile. */
function written() {
	const texts: Record<'stdout' | 'stderr', string> = {stdout: '', stderr: ''};
	for (const stream of ['stdout', 'stderr'] as const) {
		vi.spyOn(process[stream], 'write').mockImplementation(text => {
			texts[stream] += text;
			return true;
		});
	}
	return texts;
}

test('a word of ours reaches the terminal as words, whatever a host has put into it', () => {
	const texts = written();
	say(`kafka-01: ${hostile}\nnext`);
	print(`kafka-01: ${hostile}\nnext`);
	printBeside('json')('for a person');
	printBeside('plain')('for a person');
	showLines('plain', false).say(`kafka-01: ${hostile}`);
	const lines = terminalLines(new AbortController().signal);
	lines.say(`kafka-01: ${hostile}`);
	lines.close();
	for (const text of [texts.stdout, texts.stderr]) {
		expect(text).not.toMatch(harmful);
		expect(text).toContain('kafka-01: Code');
		expect(text.match(/for a person\n/g)).toHaveLength(1);
	}
});

test('so does what a command line is refused with', async () => {
	const texts = written();
	await main(['apply', `/nowhere/${hostile}.yaml`]);
	expect(process.exitCode).toBe(2);
	expect(texts.stderr).toContain('kafka-setup: ');
	expect(texts.stderr).not.toMatch(harmful);
});

test('logs --json gives a host’s words in escapes, which are the same to a program', async () => {
	vi.stubEnv('XDG_CONFIG_HOME', tempDir());
	const file = join(tempDir(), 'orders.yaml');
	writeFileSync(file, '');
	mkdirSync(configFolder(), {recursive: true});
	const at = '2026-11-23T12:00:00.000Z';
	openRuns(configFolder()).keep({cluster: 'orders', file, startedAt: at, status: 'failed', pid: 1, done: 1, steps: 2});
	const log = await openRunLog(clusterFolder(configFolder(), file));
	const event = {type: 'output', at, ref: {stage: 'kafka', host: 'a', step: 'start'}, stream: 'stdout', text: hostile} as const;
	log.emit(event);
	await log.close();
	const texts = written();
	await logs('orders', {json: true});
	expect(texts.stdout).not.toMatch(harmful);
	expect(texts.stdout.endsWith('\n')).toBe(true);
	expect(JSON.parse(texts.stdout)).toEqual(event);
});
