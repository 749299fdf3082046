import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, readFileSync, renameSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {beforeAll, describe, expect, it} from 'vitest';
import {clusterFolder} from '../../../source/state/journal/journal.ts';
import {decodeJournal, encodeRecord} from '../../../source/state/journal/journal-lines.ts';
import {keeper, keeperOptions} from '../../helpers/keeper.ts';
import {clusterFile, databasePassword, kafkaSetup, lab} from '../../helpers/lab.ts';
import {manifest} from '../../helpers/manifest.ts';
import {randoms} from '../../helpers/randoms.ts';

const hosts = ['kafka-01', 'kafka-02', 'kafka-03'];
const cuts = Number(process.env.KAFKA_SETUP_CUTS ?? 3);
const seed = Number(process.env.KAFKA_SETUP_SEED ?? 20261124);

const freshConfig = () => mkdtempSync(join(tmpdir(), 'kafka-setup-cut-'));
const journalOf = (config: string, file: string) => join(clusterFolder(join(config, 'kafka-setup'), file), 'journal');
function linesOf(path: string): number {
	try {
		return readFileSync(path, 'utf8').split('\n').length - 1;
	} catch {
		return 0;
	}
}
const fresh = () => lab('reset', ...hosts.map(host => `${host}:debian`));

/** Runs `apply` and kills it when the journal has so many lines, and a moment has gone by. @returns whether it was killed */
async function applyAndKill(file: string, config: string, line: number, moment: number): Promise<boolean> {
	const child = spawn(process.execPath, [resolve('bin/kafka-setup.js'), 'apply', file, '--plain'], {
		env: {...process.env, LAB_DB_PASSWORD: databasePassword, XDG_CONFIG_HOME: config},
		stdio: 'ignore',
	});
	const ended = once(child, 'exit');
	const path = journalOf(config, file);
	while (child.exitCode === null && linesOf(path) < line) await new Promise(wait => setTimeout(wait, 3));
	await new Promise(wait => setTimeout(wait, moment));
	child.kill('SIGKILL');
	const [, signal] = await ended;
	return signal === 'SIGKILL';
}

/** More cuts: `KAFKA_SETUP_CUTS=30 KAFKA_SETUP_SEED=1 npx vitest run --project long test/lab/long/cuts.test.ts`. */
describe('an installer that is killed', () => {
	let file = '';
	let undisturbed = '';
	let lines = 0;

	beforeAll(async () => {
		await lab('up', '3', '--db');
		await fresh();
		file = await clusterFile({}, ...keeperOptions);
		const config = freshConfig();
		expect((await kafkaSetup(['apply', file, '--plain'], {XDG_CONFIG_HOME: config})).code).toBe(0);
		lines = linesOf(journalOf(config, file));
		undisturbed = await manifest(hosts);
		// What is said to happen once happened once, or the comparison below would compare nothing.
		expect(undisturbed.match(/^starts of confluent-kafka: 1$/gm)).toHaveLength(3);
		expect(undisturbed.match(/^installs of confluent-kafka: 1$/gm)).toHaveLength(3);
		expect(undisturbed.match(/^formats of storage: 2$/gm) ?? []).toHaveLength(keeper === 'controller' ? 3 : 0);
		expect(undisturbed).toMatch(/^clusters: 1$/m);
	});

	const random = randoms(seed);
	const positions = Array.from({length: cuts}, () => ({at: random(), moment: Math.floor(random() * 60)}));

	it.each(positions)('at $at of its journal and $moment ms: is resumed to the same cluster', async ({at, moment}) => {
		await fresh();
		const config = freshConfig();
		// From the first change on: what was killed before it may not be known as a run yet, and there is nothing to resume.
		const line = 2 + Math.floor(at * (lines - 2));
		expect(await applyAndKill(file, config, line, moment)).toBe(true);
		const resumed = await kafkaSetup(['resume', '--plain'], {XDG_CONFIG_HOME: config});
		expect(resumed.stdout + resumed.stderr).toContain('It was killed, or this machine shut down');
		expect(resumed.code, resumed.stdout.slice(-3000)).toBe(0);
		expect(await manifest(hosts)).toBe(undisturbed);
	});

	it('whose state files were damaged since: names them, touches none of a newer version, and is resumed to the same', async () => {
		await fresh();
		const config = freshConfig();
		expect(await applyAndKill(file, config, Math.floor(lines / 2), 0)).toBe(true);
		const go = (...args: readonly string[]) => kafkaSetup([...args, '--plain'], {XDG_CONFIG_HOME: config});
		const journal = journalOf(config, file);
		const written = readFileSync(journal);
		const runs = join(config, 'kafka-setup', 'runs.json');

		const refused = async (path: string, bytes: Buffer | string, reason: string) => {
			const kept = readFileSync(path);
			writeFileSync(path, bytes);
			const {code, stderr} = await go('resume');
			expect(stderr).toContain(`kafka-setup: ${path} ${reason}`);
			expect(code).toBe(2);
			expect(readFileSync(path)).toEqual(Buffer.from(bytes));
			writeFileSync(path, kept);
		};
		const future = decodeJournal(written, journal)
			.records.map((record, index) => encodeRecord(record.type === 'run' ? {...record, format: 99} : record, index + 1))
			.join('');
		await refused(journal, future, 'was written by a newer kafka-setup');
		await refused(
			runs,
			JSON.stringify({...JSON.parse(readFileSync(runs, 'utf8')), version: 99}),
			'was written by a newer kafka-setup',
		);
		const flipped = Buffer.from(written);
		flipped[flipped.length >> 1]! ^= 1;
		await refused(journal, flipped, 'is damaged: line ');

		writeFileSync(journal, written.subarray(0, -7));
		writeFileSync(runs, readFileSync(runs).subarray(0, -50));
		writeFileSync(join(config, 'kafka-setup', 'clusters.json'), 'garbage');
		const resumed = await go('resume');
		expect(resumed.stdout + resumed.stderr).toContain('runs.json was damaged (it is cut off or no JSON)');
		expect(resumed.code, resumed.stdout.slice(-3000)).toBe(0);
		expect(await manifest(hosts)).toBe(undisturbed);

		// The hosts tell what is there, also where nothing is remembered.
		renameSync(journal, `${journal}.damaged`);
		const again = await go('apply', file);
		expect(again.code, again.stdout.slice(-3000)).toBe(0);
		expect(await manifest(hosts)).toBe(undisturbed);
	});
});
