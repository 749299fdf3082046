import {beforeAll, describe, expect, it} from 'vitest';
import {roleOf} from '../../source/cluster/roles.ts';
import {logText} from '../../source/kafka/logs/text.ts';
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

const {files: brokerLogs, gc} = roleOf('kafka').logs;
const all = [...brokerLogs, gc!];
/** Of each log so many files at most. */
const most = Object.fromEntries(all.map(({file, kept}) => [file, kept + 1]));

/** Each file is rolled by the line that makes it too large; the longest is the list of all settings at a start. */
const limit = 4096;
const longest = 32_768;

function expectBounded(files: Readonly<Record<string, number>>) {
	const counts = counted(files);
	for (const [log, count] of Object.entries(counts)) expect(count, log).toBeLessThanOrEqual(most[log] ?? 0);
	// These were written to the last of what they may have.
	expect(counts).toMatchObject({'server.log': most['server.log'], 'kafkaServer-gc.log': most['kafkaServer-gc.log']});
	const large = Object.entries(files).filter(([, size]) => size > limit + longest);
	expect(large).toEqual([]);
}

/** Bash that waits until a port of this host answers. */
const answers = (port: number) =>
	`for i in $(seq 240); do (exec 3<>/dev/tcp/$HOSTNAME/${port}) 2>/dev/null && exit; sleep 0.25; done; exit 1`;

const smaller = 's/=[0-9]+MB$/=4KB/; s/"[0-9]+MB"/"4KB"/';
const starts = 6;

describe('logs of Kafka 3.9', () => {
	const kafka = '/var/log/kafka';
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

		const there = await filesIn('kafka-01', kafka);
		expect(Object.keys(there).sort()).toEqual(
			[...brokerLogs.map(one => one.file), 'connect.log', 'kafkaServer-gc.log', 'zookeeper-gc.log', 'zookeeper.log'].sort(),
		);
		for (const log of ['server.log', 'zookeeper.log', 'connect.log', 'kafkaServer-gc.log'])
			expect(there[log], log).toBeGreaterThan(0);
		expect(await exec('kafka-01', `grep -c 'started (kafka.server.KafkaServer)' ${kafka}/server.log`)).toBe('1');
		expect(await exec('kafka-01', "journalctl -o cat -u confluent-kafka | grep -c 'started (kafka.server.KafkaServer)'")).toBe(
			'1',
		);
		const second = await kafkaSetup(['plan', file, '--reporter', 'json']);
		expect([changedSteps(second.events), noted(second.events, 'log-space')]).toEqual([[], []]);
	});

	it('are rolled, and the oldest deleted, when an own drop-in sets lower limits', async () => {
		const set = `cd /etc/kafka && sed -E '${smaller}' kafka-setup-kafka-log4j.properties >small.properties
folder=/etc/systemd/system/confluent-kafka.service.d
{ echo '[Service]'; sed -nE 's/^(Environment="KAFKA_GC_LOG_OPTS=.*filesize=).*/\\1${limit}"/p' $folder/kafka-setup.conf
echo 'Environment=KAFKA_LOG4J_OPTS=-Dlog4j.configuration=file:/etc/kafka/small.properties'; } >$folder/override.conf
systemctl daemon-reload`;
		await exec('kafka-02', set);
		for (let start = 0; start < starts; start += 1) {
			await exec('kafka-02', `systemctl restart confluent-kafka; ${answers(9092)}`);
		}
		expectBounded(await filesIn('kafka-02', kafka));
		await exec(
			'kafka-02',
			`rm /etc/systemd/system/confluent-kafka.service.d/override.conf /etc/kafka/small.properties; systemctl daemon-reload; systemctl restart confluent-kafka; ${answers(9092)}`,
		);
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
	it('are rolled, and the oldest deleted, by the configuration for Log4j 2', async () => {
		await lab('up', 'kafka-01');
		await lab('reset', 'kafka-01:debian');
		const text = Buffer.from(logText({name: 'lab'}, 'kafka', 'log4j2')).toString('base64');
		const gcOptions = `-Xlog:gc*:file=/var/log/kafka/kafkaServer-gc.log:time,tags:filecount=${gc!.kept},filesize=${limit}`;
		// This version is not installed by kafka-setup yet, but its packages are there.
		await exec(
			'kafka-01',
			`mkdir -p /etc/apt/keyrings && curl -fsS http://packages.lab/deb/8.3/archive.key -o /etc/apt/keyrings/confluent.asc
echo 'deb [signed-by=/etc/apt/keyrings/confluent.asc] http://packages.lab/deb/8.3 stable main' >/etc/apt/sources.list.d/confluent.list
apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y openjdk-17-jre-headless confluent-kafka >/dev/null 2>&1
printf '%s\\n' process.roles=broker,controller node.id=1 listeners=PLAINTEXT://:9092,CONTROLLER://:9093 \\
	advertised.listeners=PLAINTEXT://kafka-01:9092 controller.listener.names=CONTROLLER controller.quorum.bootstrap.servers=kafka-01:9093 \\
	log.dirs=/var/lib/kafka/data log.cleaner.dedupe.buffer.size=2097152 >/etc/kafka/server.properties
install -d -o cp-kafka -g confluent /var/lib/kafka/data
runuser -u cp-kafka -- kafka-storage format --standalone --cluster-id="$(kafka-storage random-uuid)" -c /etc/kafka/server.properties
base64 -d <<<${text} | sed -E '${smaller}' >/etc/kafka/small.yaml
mkdir -p /etc/systemd/system/confluent-kafka.service.d
printf '%s\\n' '[Service]' Environment=KAFKA_HEAP_OPTS=-Xmx320M Environment=LOG_DIR=/var/log/kafka 'Environment="KAFKA_GC_LOG_OPTS=${gcOptions}"' \\
	Environment=KAFKA_LOG4J_OPTS=-Dlog4j2.configurationFile=/etc/kafka/small.yaml >/etc/systemd/system/confluent-kafka.service.d/small.conf
systemctl daemon-reload`,
		);
		for (let start = 0; start < starts; start += 1) {
			await exec('kafka-01', `systemctl restart confluent-kafka; ${answers(9092)}`);
		}
		expectBounded(await filesIn('kafka-01', '/var/log/kafka'));
		expect(
			await exec('kafka-01', 'journalctl -o cat -u confluent-kafka | grep -cE " (main|StatusLogger) (WARN|ERROR) " || :'),
		).toBe('0');
		expect(await exec('kafka-01', "journalctl -o cat -u confluent-kafka | grep -c 'Kafka Server started'")).toBe(String(starts));
	});
});
