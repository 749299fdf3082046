import {describe, expect, it} from 'vitest';
import {notStarted} from '../../../source/host/service/service-failure.ts';
import {fatalLines} from '../../../source/kafka/diagnosis/fatal-lines.ts';
import {serviceEntries} from '../../../source/kafka/diagnosis/table.ts';
import {fakeContext} from '../../helpers/context.ts';
import {fakeConnection} from '../../helpers/fake-connection.ts';

const context = fakeContext(fakeConnection([]));
const spec = {unit: 'kafka-connect', answers: {what: 'port 8083 to answer'}, fatal: ['Stopping after'], startSeconds: 60};
const frames = Array.from({length: 30}, (_, index) => `\tat org.example.Frame.run(Frame.java:${index})`);

describe('the error of a service that does not start', () => {
	it('shows the lines around the cause, however much came after it, and no frames of stack traces', () => {
		const cause = 'org.postgresql.util.PSQLException: FATAL: password authentication failed for user "app"';
		const noise = Array.from({length: 25}, (_, index) => `INFO closing part ${index}`);
		const error = notStarted(context, {...spec, causes: serviceEntries}, 'connect-standalone', {
			code: 3,
			stdout: [...noise, 'ERROR Stopping after connector error', cause, ...frames, ...noise].join('\n'),
			stderr: '',
		});
		expect(error.message).toBe('the database refused the user or the password, on kafka-01');
		expect(error.tail).toEqual([...noise.slice(-4), 'ERROR Stopping after connector error', cause, ...noise.slice(0, 2)]);
		expect(error.diagnosis?.id).toBe('database-login');
	});

	it('names the fatal line when nobody knows what it means', () => {
		const error = notStarted(context, spec, 'connect-standalone', {
			code: 3,
			stdout: 'INFO a\nERROR Stopping after x\n\t... 12 more\n',
			stderr: '',
		});
		expect(error.message).toBe('kafka-connect failed to start: ERROR Stopping after x, on kafka-01');
		expect(error.tail).toEqual(['INFO a', 'ERROR Stopping after x']);
		expect(error.hint).toContain('journalctl -u kafka-connect -n 50');
	});

	const infos = (count: number) =>
		Array.from({length: count}, (_, index) => `INFO [KafkaServer id=2] shutting down ${index} (kafka.server.KafkaServer)`);
	const kafka = {unit: 'confluent-kafka', answers: {what: 'port 9092 to answer'}, fatal: fatalLines.kafka, startSeconds: 60};

	// As Kafka 3.9 logs it.
	it.each([
		[
			'a value that is refused',
			3,
			[
				'ERROR Exiting Kafka due to fatal exception (kafka.Kafka$)',
				'org.apache.kafka.common.config.ConfigException: Invalid value 10 for configuration log.segment.bytes: Value must be at least 1048576',
				...frames,
			],
			'confluent-kafka failed to start: org.apache.kafka.common.config.ConfigException: Invalid value 10 for configuration log.segment.bytes: Value must be at least 1048576, on kafka-01',
		],
		[
			'an exception, and much that is said after it',
			3,
			[
				'ERROR [KafkaServer id=2] Fatal error during KafkaServer startup. Prepare to shutdown (kafka.server.KafkaServer)',
				'java.lang.RuntimeException: Error starting LogManager',
				...frames,
				'Caused by: org.apache.kafka.common.KafkaException: Found directory /d/x, x is not in the form of topic-partition',
				'\tat org.example.Frame.run(Frame.java:1)',
				'\t... 12 more',
				...infos(60),
				'ERROR Exiting Kafka due to fatal exception during startup. (kafka.Kafka$)',
				...infos(10),
			],
			'confluent-kafka failed to start: org.apache.kafka.common.KafkaException: Found directory /d/x, x is not in the form of topic-partition, on kafka-01',
		],
		[
			'a cause without words',
			4,
			[
				'ERROR [KafkaServer id=2] Fatal error during KafkaServer startup. Prepare to shutdown (kafka.server.KafkaServer)',
				'org.apache.kafka.common.KafkaException: it broke',
				'Caused by: java.lang.NullPointerException',
				'confluent-kafka.service: Main process exited, code=exited, status=1/FAILURE',
			],
			'confluent-kafka failed to start (exit status 1/FAILURE): java.lang.NullPointerException (org.apache.kafka.common.KafkaException: it broke), on kafka-01',
		],
	])('names the exception of %s, and shows the lines around it', (_what, code, said, message) => {
		const error = notStarted(context, kafka, 'kafka-server-start', {
			code,
			stdout: [...infos(30), ...said].join('\n'),
			stderr: '',
		});
		expect(error.message).toBe(message);
		const line = message.replace(/^.*?: |(?: \(org\.apache.*\))?, on kafka-01$/g, '');
		expect(error.tail!.some(one => one.endsWith(line))).toBe(true);
		expect(error.tail!.length).toBeLessThan(10);
	});

	it('blames no exception that was logged long before on a service that only does not answer', () => {
		const stdout = 'WARN it will be tried again\njava.net.ConnectException: Connection refused\nINFO ok\n';
		const error = notStarted(context, kafka, 'kafka-server-start', {code: 5, stdout, stderr: ''});
		expect(error.message).toBe('confluent-kafka runs, but is not ready after 60 s: waited for port 9092 to answer, on kafka-01');
	});
});
