import {describe, expect, it} from 'vitest';
import {diagnose} from '../../../source/host/diagnosis/diagnose.ts';
import {everyEntry} from '../../../source/kafka/diagnosis/table.ts';
import {failures, healthy} from './logs.ts';

const verdict = (...lines: readonly string[]) => diagnose(everyEntry, {source: 'log', lines});
const linesOf = (name: string) => [...failures, ...healthy].find(log => log.name === name)!.lines;

const unknown = ['org.example.OddException: not seen before', '\tat org.example.Odd.start(Odd.java:1)'];
const ends = {
	broker:
		'[2026-11-23 11:00:01,000] ERROR Fatal error during KafkaServer startup. Prepare to shutdown (kafka.server.KafkaServer)',
	node: '[2026-11-23 11:00:01,000] ERROR Exiting Kafka due to fatal exception during startup. (kafka.Kafka$)',
	zookeeper: '2026-11-23 11:00:01,000 [myid:1] - ERROR [main:QuorumPeerMain@114] - Unexpected exception, exiting abnormally',
	registry:
		'[2026-11-23 11:00:01,000] ERROR Server died unexpectedly:  (io.confluent.kafka.schemaregistry.rest.SchemaRegistryMain)',
	connect: '[2026-11-23 11:00:01,000] ERROR Stopping due to error (org.apache.kafka.connect.cli.AbstractConnectCli:99)',
};
const begins = {
	broker: '[2026-11-23 11:00:00,000] INFO Registered `kafka:type=kafka.Log4jController` MBean (kafka.utils.Log4jController$)',
	zookeeper: '2026-11-23 11:00:00,000 [myid:] - INFO [main:QuorumPeerConfig@177] - Reading configuration from: /etc/z.properties',
	registry:
		'[2026-11-23 11:00:00,000] INFO SchemaRegistryConfig values:  (io.confluent.kafka.schemaregistry.SchemaRegistryConfig)',
	rest: '[2026-11-23 11:00:00,000] INFO KafkaRestConfig values:  (io.confluent.kafkarest.KafkaRestConfig)',
	connect:
		'[2026-11-23 11:00:00,000] INFO Kafka Connect worker initializing ... (org.apache.kafka.connect.cli.AbstractConnectCli:114)',
};

describe('of several starts in one log the last decides', () => {
	it.each([
		['a broker', 'port-taken', begins.broker, ends.broker],
		['a controller', 'kraft-not-a-voter', begins.broker, ends.node],
		['ZooKeeper', 'zookeeper-no-snapshot', begins.zookeeper, ends.zookeeper],
		['Schema Registry', 'registry-topic', begins.registry, ends.registry],
		['Kafka REST', 'registry-topic', begins.rest, ends.registry],
		['Connect', 'brokers-not-reached', begins.connect, ends.connect],
	])('of %s', (_what, earlier, begin, end) => {
		const {diagnosis, headline, chain} = verdict(...linesOf(earlier), begin, end, ...unknown);
		expect([diagnosis?.id, headline]).toEqual([undefined, unknown[0]]);
		expect(chain.map(({text}) => text)).toEqual([end, unknown[0]]);
		expect(verdict(begin, end, ...unknown, ...linesOf(earlier)).diagnosis?.id).toBe(earlier);
	});

	it.each(Object.entries(ends))('of which only the errors were kept (%s)', (_what, end) => {
		const known = 'java.net.BindException: Address already in use';
		const later = end.replace('11:00', '11:05');
		expect(verdict(end, known, later, ...unknown).headline).toBe(unknown[0]);
		expect(verdict(end, ...unknown, later, known).diagnosis?.id).toBe('port-taken');
	});

	it('and what is thrown while it goes down does not hide why', () => {
		const fault =
			'[2026-11-23 10:00:03,000] ERROR Encountered fatal fault: caught exception (org.apache.kafka.server.fault.ProcessTerminatingFaultHandler)';
		expect(verdict(...linesOf('port-taken').slice(0, 14), fault, ...unknown, ends.node).diagnosis?.id).toBe('port-taken');
	});
});

describe('a start that dies before it logs anything is seen behind one that ran', () => {
	const started = 'Nov 23 10:00:00 kafka-01 systemd[1]: Started confluent-kafka.service - Apache Kafka - broker.';
	const failed =
		'Nov 23 10:01:00 kafka-01 systemd[1]: confluent-kafka.service: Main process exited, code=exited, status=1/FAILURE';
	it.each([
		['main-class-missing', 'Error: Could not find or load main class kafka.Kafka'],
		['jvm-option', "Unrecognized VM option 'UseConcMarkSweepGC'"],
		['jvm-option', "Improperly specified VM option 'MaxGCPauseMillis=x'"],
		[
			'jvm-option',
			'Conflicting collector combinations in option list; please refer to the release notes for the combinations allowed',
		],
		['heap-larger-than-memory', 'Could not reserve enough space for 8388608KB object heap'],
		['java-missing', '/usr/bin/kafka-run-class: line 358: exec: java: not found'],
		['file-permission', "mkdir: cannot create directory '/usr/bin/../logs': Permission denied"],
	])('%s: %s', (id, said) => {
		const ran = [started, ...linesOf('broker-zookeeper')];
		const created = /option|Conflicting/.test(said) ? ['Error: Could not create the Java Virtual Machine.'] : [];
		expect(verdict(...ran, started, said, ...created, failed).diagnosis?.id).toBe(id);
		// Of a container there is no line of systemd.
		if (!said.startsWith('mkdir')) expect(verdict(...linesOf('broker-zookeeper'), said, ...created).diagnosis?.id).toBe(id);
	});
});

it('a start that waits for others is seen behind one that ran', () => {
	const {diagnosis, runs} = verdict(...linesOf('zookeeper'), ...linesOf('zookeeper-peer-route'));
	expect([diagnosis?.id, runs]).toEqual(['zookeeper-peer-route', undefined]);
	const again = 'Nov 23 10:02:00 kafka-01 systemd[1]: Started kafka-connect-standalone.service - Kafka Connect.';
	expect(verdict(...linesOf('connect'), ...linesOf('tables-not-found').slice(8), again).diagnosis?.id).toBe('tables-not-found');
	expect(verdict(...linesOf('zookeeper-no-snapshot'), ...linesOf('zookeeper-peer-route')).diagnosis?.id).toBe(
		'zookeeper-no-snapshot',
	);
});

describe('what a service says that goes on', () => {
	it.each([
		['zookeeper', 'zookeeper-peer-refused', 2],
		['broker-zookeeper', 'tls-on-plaintext-port', 0],
		['controller', 'kraft-broker-registered', 1],
		['connect', 'database-connection-lost', 3],
	])('of %s: %s ended nothing', (service, id, from) => {
		const {diagnosis, runs} = verdict(...linesOf(service), ...linesOf(id).slice(from));
		expect([diagnosis?.id, runs]).toEqual([id, true]);
	});

	it('ended it where it gave up, was killed or did not come up, and ended a task that is gone', () => {
		const lost = linesOf('database-connection-lost').slice(3);
		expect(verdict(...linesOf('connect'), ...lost, ends.connect, ...unknown).runs).toBeUndefined();
		const killed = 'kafka-connect.service: Main process exited, code=killed, status=9/KILL';
		expect(verdict(...linesOf('connect'), ...lost, killed).runs).toBeUndefined();
		expect(verdict(...linesOf('zookeeper-peer-refused')).runs).toBeUndefined();
		expect(verdict(...linesOf('connect'), ...linesOf('database-connection-lost.2')).runs).toBeUndefined();
	});

	it('ends a task by what killed it, whatever was refused before', () => {
		const lost = linesOf('database-connection-lost').slice(3);
		const task =
			'[2026-11-23 10:05:00,000] ERROR [orders|task-0] WorkerSourceTask{id=orders-0} Task threw an uncaught and unrecoverable exception. Task is being killed and will not recover until manually restarted (org.apache.kafka.connect.runtime.WorkerTask:233)';
		expect(verdict(...linesOf('connect'), ...lost, task, ...unknown).headline).toBe(unknown[0]);
	});
});

describe('a service that was stopped has ended, whatever it said before', () => {
	const odd = ['[2026-11-23 10:05:00,000] ERROR Odd thing (kafka.server.X)', 'a.OddException: not seen before'];
	const asked =
		'[2026-11-23 10:06:00,000] INFO Terminating process due to signal SIGTERM (org.apache.kafka.common.utils.LoggingSignalHandler)';
	const completed = '[2026-11-23 10:06:01,000] INFO [KafkaServer id=1] shut down completed (kafka.server.KafkaServer)';
	const [stopping, stopped] = ['Stopping', 'Stopped'].map(word => `${word} confluent-kafka.service - Apache Kafka - broker...`);
	const signalled = [
		'confluent-kafka.service: Main process exited, code=exited, status=143/n/a',
		"confluent-kafka.service: Failed with result 'exit-code'.",
	];
	const failed = [
		'confluent-kafka.service: Main process exited, code=exited, status=1/FAILURE',
		"confluent-kafka.service: Failed with result 'exit-code'.",
	];
	const ran = [...linesOf('broker-zookeeper'), ...odd];

	it.each([
		['its own words', [asked, completed]],
		['a journal', [stopping!, asked, completed, stopped!]],
		['a journal of a service that logs no signal', [stopping!, stopped!]],
		['a journal from which the request is cut off', [stopped!]],
		['a journal of a unit that takes 143 for a failure', [stopping!, asked, completed, ...signalled, stopped!]],
		['the same up to its exit', [asked, completed, ...signalled]],
		['a container', [asked, completed, 'kafka-1 exited with code 143']],
		['a container of a service that logs no signal', ['kafka-1 exited with code 130']],
		['a container that ended by itself', ['kafka-1 exited with code 0']],
	])('as %s tells', (_what, end) => {
		expect(verdict(...ran, ...end)).toEqual({chain: []});
	});

	it.each([
		['it did not come up before', [...odd, asked, completed]],
		['it says no more than that it goes down', [...ran, completed]],
		['systemd only tidied up behind it', [...ran, ...failed, stopped!]],
		['it did not end as it was asked to', [...linesOf('broker-zookeeper'), asked, ...odd, ...failed, stopped!]],
		['it gave up before', [...linesOf('broker-zookeeper'), ends.node, ...odd.slice(1), asked, completed]],
		['another unit was stopped', [...ran, 'Stopped Daily apt download activities.', ...failed]],
	])('but not well where %s', (_what, lines) => {
		const {headline, runs} = verdict(...lines);
		expect([headline, runs]).toEqual([odd[1], undefined]);
	});
});

it('a container that is stopped by hand did not fail', () => {
	const completed = '[2026-11-23 10:06:01,000] INFO [KafkaServer id=1] shut down completed (kafka.server.KafkaServer)';
	for (const code of [143, 130, 0]) expect(verdict(completed, `kafka-1 exited with code ${code}`)).toEqual({chain: []});
	expect(verdict(completed, 'kafka-1 exited with code 14').headline).toBe('kafka-1 exited with code 14');
});
