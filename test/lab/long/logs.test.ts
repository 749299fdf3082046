import {beforeAll, describe, expect, it} from 'vitest';
import {clusterFile, kafkaSetup, lab} from '../../helpers/lab.ts';
import {exec, expectBounded, filesIn, folder, logsOf, rolled} from '../../helpers/logs-lab.ts';
import {changedSteps, noted, reported} from '../../helpers/run-report.ts';

describe('logs of Kafka 3.9', () => {
	let file = '';

	beforeAll(async () => {
		await lab('up', 'kafka-01', 'kafka-02', '--db');
		await lab('reset', 'kafka-01:debian', 'kafka-02:rpm', 'db-01');
		const first = ['kafka-01'];
		const brokers = ['kafka-01', 'kafka-02'];
		file = await clusterFile({
			hosts: brokers,
			roles: {zookeeper: first, kafka: brokers, 'schema-registry': first, connect: first},
		});
	});

	it('are told of by the plan, and are in files of their own and in the journal', async () => {
		const first = await kafkaSetup(['apply', file, '--reporter', 'json']);
		expect(first.code, first.stderr).toBe(0);
		const bounds = [
			'logs of ZooKeeper, Kafka, Schema Registry and Connect: at most 1.9 GB in /var/log/kafka and /var/log/confluent/schema-registry',
			'logs of Kafka: at most 1.1 GB in /var/log/kafka',
		];
		expect(noted(first.events, 'log-space')).toEqual(expect.arrayContaining(bounds));
		expect(reported(first.events, 'log-space')).toHaveLength(3);
		expect(reported(first.events, 'todo')).toEqual([]);

		const there = await filesIn('kafka-01', folder);
		expect(Object.keys(there).sort()).toEqual(
			[...logsOf('zookeeper'), ...logsOf('kafka'), ...logsOf('connect')].map(log => log.file).sort(),
		);
		for (const log of ['server.log', 'zookeeper.log', 'connect.log', 'kafkaServer-gc.log'])
			expect(there[log], log).toBeGreaterThan(0);
		expect(await exec('kafka-01', `grep -c 'started (kafka.server.KafkaServer)' ${folder}/server.log`)).toBe('1');
		expect(await exec('kafka-01', "journalctl -o cat -u confluent-kafka | grep -c 'started (kafka.server.KafkaServer)'")).toBe(
			'1',
		);
		const second = await kafkaSetup(['plan', file, '--reporter', 'json']);
		expect([changedSteps(second.events), noted(second.events, 'log-space')]).toEqual([[], []]);
	});

	it('are rolled, and the oldest deleted, when an own drop-in sets lower limits', async () => {
		const broker = {unit: 'confluent-kafka', configuration: 'kafka-setup-kafka-log4j.properties', port: 9092};
		const undo = await rolled('kafka-02', {...broker, option: '-Dlog4j.configuration=file:'});
		await expectBounded('kafka-02', 'kafka');
		await undo();
	});

	it('that an operator has set up otherwise are told of before ours take their place', async () => {
		for (const host of ['kafka-01', 'kafka-02']) {
			await exec(
				host,
				`rm /etc/kafka/kafka-setup-kafka-log4j.properties; echo log4j.logger.kafka.log=WARN >>/etc/kafka/log4j.properties
printf '[Service]\\nEnvironment=LOG_DIR=/big\\n' >/etc/systemd/system/confluent-kafka.service.d/10-logs.conf`,
			);
		}
		const {events} = await kafkaSetup(['plan', file, '--reporter', 'json']);
		const todos = [
			expect.stringMatching(/^\/etc\/kafka\/log4j\.properties was edited, and confluent-kafka no longer reads it/),
			expect.stringMatching(/confluent-kafka\.service\.d\/10-logs\.conf sets how confluent-kafka logs/),
		];
		expect(noted(events, 'log-configuration')).toEqual([...todos, ...todos]);
	});
});
