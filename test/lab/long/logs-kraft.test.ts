import {describe, expect, it} from 'vitest';
import {clusterFile, kafkaSetup, lab} from '../../helpers/lab.ts';
import {exec, expectBounded, filesIn, folder, logsOf, rolled} from '../../helpers/logs-lab.ts';
import {noted} from '../../helpers/run-report.ts';

describe('logs of Kafka 4.3', () => {
	it('are in files of their own for controller and broker, and rolled by the configuration for Log4j 2', async () => {
		await lab('up', 'kafka-01');
		await lab('reset', 'kafka-01:debian');
		const one = ['kafka-01'];
		const changes = {
			hosts: one,
			roles: {controller: one, kafka: one, 'schema-registry': null, connect: null},
			controller: {heap: '256m'},
			connect: null,
		};
		const file = await clusterFile(changes, '--version', '8.3');
		const {code, stderr, events} = await kafkaSetup(['apply', file, '--reporter', 'json']);
		expect(code, stderr).toBe(0);
		expect(noted(events, 'log-space')).toContain('logs of KRaft controllers and Kafka: at most 2.1 GB in /var/log/kafka');
		expect(Object.keys(await filesIn('kafka-01', folder)).sort()).toEqual(
			[...logsOf('controller'), ...logsOf('kafka')].map(log => log.file).sort(),
		);
		const option = '-Dlog4j2.configurationFile=';
		await rolled('kafka-01', {
			unit: 'confluent-kcontroller',
			configuration: 'kafka-setup-controller-log4j2.yaml',
			option,
			port: 9093,
		});
		await rolled('kafka-01', {unit: 'confluent-kafka', configuration: 'kafka-setup-kafka-log4j2.yaml', option, port: 9092});
		await expectBounded('kafka-01', 'controller');
		await expectBounded('kafka-01', 'kafka');
		const faults =
			"journalctl -o cat -u confluent-kafka -u confluent-kcontroller | grep -cE ' (main|StatusLogger) (WARN|ERROR) ' || :";
		expect(await exec('kafka-01', faults)).toBe('0');
	});
});
