import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {appendFileSync, chmodSync, readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import fc from 'fast-check';
import {describe, expect, onTestFinished, test} from 'vitest';
import {clusterFolder, openJournal, readJournal} from '../../../source/state/journal/journal.ts';
import {decodeJournal, encodeRecord, type JournalRecord, journalFormat} from '../../../source/state/journal/journal-lines.ts';
import {isRunning, startOf} from '../../../source/state/journal/process.ts';
import {openRunLog} from '../../../source/state/journal/run-log.ts';
import {smallDisk, tempDir} from '../../helpers/temp-dir.ts';

const ref = {stage: 'kafka', host: 'kafka-01', step: 'start'};
const intent = (title: string) => ({type: 'intent', ref, title, changes: ['start confluent-kafka']}) as const;
const run = {
	type: 'run',
	format: journalFormat,
	version: '1.0.0',
	cluster: 'payments',
	file: '/payments.yaml',
	text: 'name: payments\n',
	pid: 1,
} as const;

async function written(folder: string, ...titles: readonly string[]): Promise<string> {
	const journal = await openJournal(folder);
	for (const title of titles) await journal.append(intent(title));
	await journal.close();
	return join(folder, 'journal');
}
const titlesOf = (records: readonly JournalRecord[]) =>
	records.map(record => (record.type === 'intent' ? record.title : record.type));
const titles = async (folder: string) => titlesOf(await readJournal(folder));

describe('a journal', () => {
	test('holds what was appended, over several runs, for the eyes of this user alone', async () => {
		const folder = join(tempDir(), 'clusters', 'a');
		expect(await readJournal(folder)).toEqual([]);
		await written(folder, 'one', 'two');
		const path = await written(folder, 'three');
		expect(await titles(folder)).toEqual(['one', 'two', 'three']);
		expect(statSync(path).mode & 0o777).toBe(0o600);
		expect(statSync(folder).mode & 0o777).toBe(0o700);
		expect(readdirSync(folder)).toEqual(['journal']);
	});

	test('keeps the order of those that come at once', async () => {
		const folder = tempDir();
		const journal = await openJournal(folder);
		const many = Array.from({length: 50}, (_, index) => String(index));
		await Promise.all(many.map(title => journal.append(intent(title))));
		await journal.close();
		expect(await titles(folder)).toEqual(many);
	});

	test('drops a last line that was not written to its end, wherever it was cut, and is added to after it', async () => {
		const folder = tempDir();
		const path = await written(folder, 'one', 'two');
		const bytes = readFileSync(path);
		const start = bytes.indexOf('\n') + 1;
		for (let cut = start; cut < bytes.length; cut++) {
			writeFileSync(path, bytes.subarray(0, cut));
			expect(await titles(folder)).toEqual(['one']);
		}
		await written(folder, 'three');
		expect(await titles(folder)).toEqual(['one', 'three']);
	});

	test('drops a last line of noughts, as a power cut leaves it', async () => {
		const folder = tempDir();
		const path = await written(folder, 'one');
		appendFileSync(path, Buffer.alloc(300));
		expect(await titles(folder)).toEqual(['one']);
	});

	test('names any other damage by its line, and what to do', () => {
		const bytes = Buffer.from(
			[run, intent('a'), intent('b'), intent('c')].map((one, at) => encodeRecord({at: '', ...one}, at + 1)).join(''),
		);
		const last = bytes.lastIndexOf('\n', bytes.length - 2) + 1;
		fc.assert(
			fc.property(fc.nat(last - 2), fc.integer({min: 1, max: 255}), (at, flip) => {
				const bad = Buffer.from(bytes);
				bad[at]! ^= flip;
				const line = bytes.subarray(0, at).toString().split('\n').length;
				const thrown = (() => {
					try {
						decodeJournal(bad, '/x/journal');
					} catch (error) {
						return (error as Error).message;
					}
					return undefined;
				})();
				// A line end that appears or goes makes two lines of one, or one of two.
				expect(thrown).toMatch(
					/^\/x\/journal is damaged: line \d: its (checksum|number)|^\/x\/journal is damaged: line \d: it has number/,
				);
				expect(Number(/line (\d)/.exec(thrown!)![1])).toBe(line);
			}),
			{numRuns: 500},
		);
	});

	test('tells a missing line by the numbers', () => {
		const lines = [
			encodeRecord({at: '', ...intent('a')}, 1),
			encodeRecord({at: '', ...intent('c')}, 3),
			encodeRecord({at: '', ...intent('d')}, 4),
		];
		expect(() => decodeJournal(Buffer.from(lines.join('')), 'journal')).toThrow('line 2: it has number 3');
	});

	test('of a newer kafka-setup is left alone', async () => {
		const folder = tempDir();
		const line = encodeRecord({at: '', ...run, format: 99, version: '9.0.0'}, 1);
		writeFileSync(join(folder, 'journal'), line);
		await expect(openJournal(folder)).rejects.toThrow('written by a newer kafka-setup (9.0.0, format 99)');
		expect(readFileSync(join(folder, 'journal'), 'utf8')).toBe(line);
		expect(readdirSync(folder)).toEqual(['journal']);
	});

	test('on a full disk refuses the record, keeps all before it, and goes on when there is room', async () => {
		const below = tempDir();
		const [, , pid] = await smallDisk(below, 'size=16k');
		const folder = `/proc/${pid}/root${below}`;
		const journal = await openJournal(folder);
		const kept: string[] = [];
		for (let size = 0; ; size += 97) {
			expect(size).toBeLessThan(20_000);
			const title = 'x'.repeat(size);
			try {
				await journal.append(intent(title));
				kept.push(title);
			} catch (error) {
				expect((error as NodeJS.ErrnoException).code).toBe('ENOSPC');
				break;
			}
		}
		expect(kept.length).toBeGreaterThan(5);
		expect(await titles(folder)).toEqual(kept);
		await journal.append(intent('y'));
		await journal.close();
		expect(await titles(folder)).toEqual([...kept, 'y']);
	});
});

describe('of two at one cluster', () => {
	test('the second is refused, and may when the first is done', async () => {
		const folder = tempDir();
		const holder = spawn('sleep', ['30']);
		onTestFinished(() => void holder.kill());
		await once(holder, 'spawn');
		await writeFile(join(folder, `holder-${holder.pid}-${startOf(holder.pid!)}`), '');
		await expect(openJournal(folder)).rejects.toThrow(`another kafka-setup on this machine (process ${holder.pid}) is at work`);
		holder.kill('SIGKILL');
		await once(holder, 'exit');
		await written(folder, 'one');
		expect(readdirSync(folder)).toEqual(['journal']);
	});

	test('one whose number was given to another process is no hindrance', async () => {
		const folder = tempDir();
		await writeFile(join(folder, `holder-1-${startOf(1)}9`), '');
		await written(folder, 'one');
	});

	test('one that has ended, and that nobody has asked for yet, is not running', async () => {
		const parent = spawn('sh', ['-c', 'sleep 0.5 & echo $!; exec sleep 30']);
		onTestFinished(() => void parent.kill());
		const [line] = await once(parent.stdout, 'data');
		const pid = Number(String(line));
		for (let round = 0; round < 100 && isRunning(pid); round++) await new Promise(resolve => setTimeout(resolve, 20));
		process.kill(pid, 0);
		expect(isRunning(pid)).toBe(false);
		expect(isRunning(process.pid, startOf(process.pid))).toBe(true);
	});
});

test('each cluster file has a folder of its own, with a readable name', () => {
	const folder = clusterFolder('/cfg', '/srv/a/kafka-setup.yaml');
	expect(folder).toMatch(/^\/cfg\/clusters\/kafka-setup-[0-9a-f]{8}$/);
	expect(clusterFolder('/cfg', '/srv/b/kafka-setup.yaml')).not.toBe(folder);
	expect(clusterFolder('/cfg', "/srv/it's bad.yml")).toMatch(/\/it_s_bad-[0-9a-f]{8}$/);
});

describe('what others could read', () => {
	const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

	test('is tightened, and told: the folder, the journal, the run logs', async () => {
		const folder = join(tempDir(), 'a');
		const path = await written(folder, 'one');
		await (await openRunLog(folder)).close();
		const runs = join(folder, 'runs');
		chmodSync(folder, 0o777);
		chmodSync(path, 0o644);
		chmodSync(runs, 0o755);
		const told: string[] = [];
		const say = (text: string) => void told.push(text);
		await (await openJournal(folder, say)).close();
		await (await openRunLog(folder, new Date(), say)).close();
		expect([folder, path, runs].map(modeOf)).toEqual(['700', '600', '700']);
		expect(told).toEqual([
			`${folder} could be read or changed by others (mode 777); now it is yours alone (700)`,
			`${path} could be read or changed by others (mode 644); now it is yours alone (600)`,
			`${runs} could be read or changed by others (mode 755); now it is yours alone (700)`,
		]);
		expect(await titles(folder)).toEqual(['one']);
	});
});
