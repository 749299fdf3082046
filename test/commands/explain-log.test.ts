import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {Readable} from 'node:stream';
import {afterEach, expect, test, vi} from 'vitest';
import {explainLog} from '../../source/commands/explain-log.ts';
import {tempDir} from '../helpers/temp-dir.ts';

async function explained(file: string) {
	let text = '';
	const write = vi.spyOn(process.stdout, 'write').mockImplementation(part => {
		text += String(part);
		return true;
	});
	const code = await explainLog(file).finally(() => write.mockRestore());
	return {code, text};
}

const fileWith = (text: string) => {
	const file = join(tempDir(), 'server.log');
	writeFileSync(file, text);
	return file;
};
const fatal =
	'[2026-11-23 10:00:01,000] ERROR Fatal error during KafkaServer startup. Prepare to shutdown (kafka.server.KafkaServer)';
const locked = [
	fatal,
	'org.apache.kafka.common.KafkaException: Failed to acquire lock on file .lock in /data. \x1b[31mA Kafka instance\x1b[0m uses it.',
	'\tat kafka.log.LogManager.lockLogDirs(LogManager.scala:242)',
	'[2026-11-23 10:00:02,000] INFO shutting down (kafka.server.KafkaServer)',
	'',
].join('\n');

afterEach(() => vi.restoreAllMocks());

test('a known cause is named with file, line and time of its evidence, what to do and where more is written', async () => {
	const file = fileWith(`INFO starting\n${locked}`);
	const {code, text} = await explained(file);
	expect(code).toBe(0);
	expect(text.split('\n')).toEqual([
		`${file}: another broker process uses the same data directory`,
		'',
		`  ${file}:2  ${fatal}`,
		`  ${file}:3  2026-11-23 10:00:01,000  org.apache.kafka.common.KafkaException: Failed to acquire lock on file .lock in /data. A Kafka instance uses it.`,
		'',
		'Next: See which one, and stop it by its unit: pgrep -af kafka.Kafka',
		'Or: Two roles or two brokers on one host need data directories of their own.',
		'',
		'See docs/troubleshooting.md#data-locked',
		'',
	]);
});

test('of an unknown one the exceptions are shown, and the exit code is another', async () => {
	const said = [
		'ERROR Exiting Kafka due to fatal exception (kafka.Kafka$)',
		'java.lang.RuntimeException: Error starting',
		'\tat a.B.c(B.java:1)',
		'Caused by: org.example.OddException: not seen before',
		'INFO shut down completed',
	];
	const {code, text} = await explained(fileWith(said.join('\n')));
	expect(code).toBe(1);
	expect(text).toContain('no known cause: org.example.OddException: not seen before');
	expect(text).toContain(':2  java.lang.RuntimeException: Error starting');
	expect(text).not.toContain('shut down completed');
	expect(text).toContain('by hand');
});

test('a log without a failure is told as such', async () => {
	const {code, text} = await explained(fileWith('INFO [KafkaServer id=1] started (kafka.server.KafkaServer)\n'));
	expect(code).toBe(0);
	expect(text).toContain('nothing in it speaks of a failure');
});

test('of a large log the end is read, which is said, and its lines have the numbers of the file', async () => {
	const many = 12_000;
	const file = fileWith(`[2026-11-23 09:00:00,000] INFO ${'x'.repeat(990)}\n`.repeat(many) + locked);
	const {code, text} = await explained(file);
	expect(code).toBe(0);
	expect(text).toContain(`Of ${file} the last 8 MB were read, from line `);
	expect(text).toContain(`${file}:${many + 1}  ${fatal}`);
});

test('standard input is read alike', async () => {
	vi.spyOn(process, 'stdin', 'get').mockReturnValue(Readable.from([Buffer.from(locked)]) as unknown as typeof process.stdin);
	expect((await explained('-')).text).toContain('standard input:1');
});

test('a log without line ends and one of errors without end take no time', async () => {
	const endless = `ERROR Cannot open channel to 2 at election address ${'Configured end points '.repeat(60)}\n`;
	const start = Date.now();
	await explained(fileWith(`ERROR ${'/'.repeat(3_000_000)}\n${endless.repeat(3000)}`));
	expect(Date.now() - start).toBeLessThan(10_000);
});

test('a file that is not there is wrong input', async () => {
	await expect(explainLog('/no/such.log')).rejects.toThrow("/no/such.log can't be read");
});
