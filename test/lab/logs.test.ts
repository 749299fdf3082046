import {beforeAll, describe, expect, it} from 'vitest';
import {kafkaLogDirectory} from '../../source/cluster/roles/logs.ts';
import {type Role, roleOf} from '../../source/cluster/roles.ts';
import {clusterFile, kafkaSetup, lab} from '../helpers/lab.ts';
import {changedSteps, noted, reported} from '../helpers/run-report.ts';

const exec = async (host: string, command: string) => (await lab('exec', host, command)).stdout.trim();

/** The files of a folder, with their sizes in bytes, by name. */
async function filesIn(host: string, folder: string): Promise<Readonly<Record<string, number>>> {
	const lines = await exec(host, `find ${folder} -maxdepth 1 -type f -printf '%f %s\\n'`);
	return Object.fromEntries(
		lines
			.split('\n')
			.filter(Boolean)
			.map(line => line.split(' '))
			.map(([name, size]) => [name!, Number(size)]),
	);
}

/** How many files there are of each log: `server.log`, `server.log.1` and so on are three of one. */
function counted(files: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
	const counts: Record<string, number> = {};
	for (const name of Object.keys(files)) {
		const log = name.replace(/\.log\.\d+$/, '.log');
		counts[log] = (counts[log] ?? 0) + 1;
	}
	return counts;
}

/** Where the services of these tests log. */
const folder = kafkaLogDirectory;
const logsOf = (role: Role) => {
	const {files, gc} = roleOf(role).logs;
	return [...files, ...(gc === undefined ? [] : [gc])];
};

/** Each file is rolled by the line that makes it too large; the longest is the list of all settings at a start. */
const limit = 4096;
const longest = 32_768;

/** Of each log of a server there are no more files than its configuration says, and no larger ones; the busy ones have as many. */
async function expectBounded(host: string, role: Role) {
	const files = await filesIn(host, folder);
	const counts = counted(files);
	const logs = logsOf(role);
	for (const {file, kept} of logs) expect(counts[file], file).toBeLessThanOrEqual(kept + 1);
	for (const {file, kept} of [logs[0]!, logs.at(-1)!]) expect([file, counts[file]]).toEqual([file, kept + 1]);
	expect(Object.entries(files).filter(([, size]) => size > limit + longest)).toEqual([]);
}

/** Bash that waits until a port of this host answers. */
const answers = (port: number) =>
	`for i in $(seq 240); do (exec 3<>/dev/tcp/$HOSTNAME/${port}) 2>/dev/null && exit; sleep 0.25; done; exit 1`;

const starts = 6;

/** A service is started a few times with an operator's drop-in that names a copy of its configuration with low limits. */
async function rolled(
	host: string,
	{unit, configuration, option, port}: Readonly<Record<'unit' | 'configuration' | 'option', string>> & {port: number},
) {
	const restart = `systemctl daemon-reload; systemctl restart ${unit}; ${answers(port)}`;
	const small = `/etc/kafka/small-${configuration}`;
	const drop = `/etc/systemd/system/${unit}.service.d`;
	await exec(
		host,
		`sed -E 's/=[0-9]+MB$/=4KB/; s/"[0-9]+MB"/"4KB"/' /etc/kafka/${configuration} >${small}
{ echo '[Service]'; sed -nE 's/^(Environment="KAFKA_GC_LOG_OPTS=.*filesize=).*/\\1${limit}"/p' ${drop}/kafka-setup.conf
echo 'Environment=KAFKA_LOG4J_OPTS=${option}${small}'; } >${drop}/override.conf`,
	);
	for (let start = 0; start < starts; start += 1) await exec(host, restart);
	return async () => exec(host, `rm ${drop}/override.conf ${small}; ${restart}`);
}

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

describe('logs of Kafka 4.3', () => {
	it('are in files of their own for controller and broker, and rolled by the configuration for Log4j 2', async () => {
		await lab('up', 'kafka-01');
		await lab('reset', 'kafka-01:debian');
		const one = ['kafka-01'];
		const file = await clusterFile({
			hosts: one,
			roles: {zookeeper: null, controller: one, kafka: one, 'schema-registry': null, connect: null},
			controller: {heap: '256m'},
			zookeeper: null,
			connect: null,
		});
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
