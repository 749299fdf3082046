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

test('a symptom does not hide the exceptions that it comes of', async () => {
	const said = [
		'[2026-11-23 10:00:01,000] ERROR Odd thing (kafka.server.BrokerServer)',
		'java.lang.IllegalStateException: not seen before',
		'\tat a.B.c(B.java:1)',
		'[2026-11-23 10:00:02,000] ERROR [BrokerLifecycleManager id=1] Shutting down because we were unable to register with the controller quorum. (kafka.server.BrokerLifecycleManager)',
	];
	const apart = await explained(fileWith(said.join('\n')));
	expect(apart.text).toContain('did not reach an active controller');
	expect(apart.text).toContain(':2  2026-11-23 10:00:01,000  java.lang.IllegalStateException: not seen before');
	const task = [
		'[2026-11-23 10:00:03,000] ERROR [orders|task-0] WorkerSourceTask{id=orders-0} Task threw an uncaught and unrecoverable exception. Task is being killed and will not recover until manually restarted (org.apache.kafka.connect.runtime.WorkerTask:233)',
		'org.apache.kafka.connect.errors.ConnectException: Tolerance exceeded in error handler',
		'Caused by: org.apache.kafka.connect.errors.DataException: not seen before',
	];
	const together = await explained(fileWith(task.join('\n')));
	expect(together.text).toContain('a task of a connector failed at a record');
	expect(together.text.match(/DataException: not seen before/g)).toHaveLength(1);
});

test('of a service that went on it is said that it runs', async () => {
	const up = '[2026-11-23 10:00:00,000] INFO [KafkaServer id=1] started (kafka.server.KafkaServer)';
	const warned = [
		up,
		'[2026-11-23 10:00:01,000] WARN Unexpected error from /10.0.0.9; closing connection (org.apache.kafka.common.network.Selector)',
		'org.apache.kafka.common.network.InvalidReceiveException: Invalid receive (size = 369296129 larger than 104857600)',
	];
	const known = await explained(fileWith(warned.join('\n')));
	expect(known.code).toBe(0);
	expect(known.text).toContain('still running, but it reports: a client with TLS asked a port without it');
	const odd = [up, '[2026-11-23 10:00:01,000] ERROR Odd thing (kafka.server.X)', 'a.OddException: not seen before'];
	const other = await explained(fileWith(odd.join('\n')));
	expect(other.code).toBe(1);
	expect(other.text).toContain('still running; it logged an error that is not known here: a.OddException: not seen before');
	expect(other.text).not.toContain('by hand');
});

test.each([
	['confluent-kafka.service: Main process exited, code=exited, status=1/FAILURE'],
	['confluent-kafka.service: Control process exited, code=exited, status=1/FAILURE'],
	["confluent-kafka.service: Failed with result 'resources'."],
	['Failed to start confluent-kafka.service - Apache Kafka - broker.'],
	['Job for confluent-kafka.service failed because the control process exited with error code.'],
	['E: Internal Error, No file name for confluent-kafka:amd64'],
	['dpkg: error: parsing file /var/lib/dpkg/status near line 0'],
	['kafka-01 exited with code 3'],
])('what is not known is a failure all the same: %s', async said => {
	const {code, text} = await explained(fileWith(`${said}\n`));
	expect(text).toContain(`no known cause: ${said}`);
	expect(code).toBe(1);
});

test.each([
	['confluent-kafka.service: Main process exited, code=exited, status=137/n/a', 'killed'],
	['kafka-01 exited with code 137', 'killed'],
	['Failed to start confluent-kafka.service: Unit confluent-kafka.service not found.', 'unit-missing'],
	['Unit confluent-kafka.service could not be found.', 'unit-missing'],
	['error: cannot open Packages database in /var/lib/rpm', 'package-database'],
	['error: rpmdb: BDB0113 Thread/process 4711/140 failed: BDB1507 Thread died in Berkeley DB library', 'package-database'],
	['E: There were unauthenticated packages and -y was used without --allow-unauthenticated', 'package-unsigned'],
])('it is named: %s', async (said, id) => {
	const {code, text} = await explained(fileWith(`${said}\n`));
	expect([code, text]).toEqual([0, expect.stringContaining(`docs/troubleshooting.md#${id}`)]);
});

test('how a process ended says more than what systemd made of it', async () => {
	const ended = 'confluent-kafka.service: Main process exited, code=exited, status=1/FAILURE';
	const said = [
		ended,
		"confluent-kafka.service: Failed with result 'exit-code'.",
		'Failed to start confluent-kafka.service - Apache Kafka.',
	];
	const {code, text} = await explained(fileWith(said.join('\n')));
	expect([code, text]).toEqual([1, expect.stringContaining(`no known cause: ${ended}`)]);
});

test('a service that systemd stopped, and that ended well, did not fail', async () => {
	const said = [
		'kafka.service: Main process exited, code=exited, status=143/n/a',
		'kafka.service: Deactivated successfully.',
		'Stopped kafka.service - Apache Kafka.',
	];
	const {code, text} = await explained(fileWith(said.join('\n')));
	expect([code, text]).toEqual([0, expect.stringContaining('nothing in it speaks of a failure')]);
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
