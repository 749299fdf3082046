import {describe, expect, it} from 'vitest';
import {diagnose} from '../../../source/host/diagnosis/diagnose.ts';
import {everyEntry} from '../../../source/kafka/diagnosis/table.ts';

const verdict = (...lines: readonly string[]) => diagnose(everyEntry, {source: 'log', lines});

const at = '[2026-11-23 10:05:00,200]';
const unknown = ['org.example.OddException: not seen before', '\tat org.example.Odd.start(Odd.java:1)'];
const ends = {
	node: `${at} ERROR Exiting Kafka due to fatal exception during startup. (kafka.Kafka$)`,
	registry: `${at} ERROR Server died unexpectedly:  (io.confluent.kafka.schemaregistry.rest.SchemaRegistryMain)`,
};
const up = {
	registry: `${at} INFO Server started, listening for requests... (io.confluent.kafka.schemaregistry.rest.SchemaRegistryMain)`,
	connect: `${at} INFO Kafka Connect started (org.apache.kafka.connect.runtime.Connect:59)`,
	broker: `${at} INFO [KafkaServer id=1] started (kafka.server.KafkaServer)`,
	node: `${at} INFO [KafkaRaftServer nodeId=1] Kafka Server started (kafka.server.KafkaRaftServer)`,
	leader: `${at} INFO LEADING - LEADER ELECTION TOOK - 12 MS (org.apache.zookeeper.server.quorum.Leader)`,
};
const registry = (thrown: string, ...causes: readonly string[]) => [
	`${at} ERROR Request Failed with exception  (io.confluent.rest.exceptions.DebuggableExceptionMapper)`,
	thrown,
	'\tat io.confluent.kafka.schemaregistry.rest.exceptions.Errors.subjectNotFoundException(Errors.java:77)',
	...causes,
];
const worker = (path: string, thrown: string) => [
	`${at} ERROR Uncaught exception in REST call to ${path} (org.apache.kafka.connect.runtime.rest.errors.ConnectExceptionMapper:64)`,
	thrown,
	'\tat org.glassfish.jersey.server.ServerRuntime$1.run(ServerRuntime.java:252)',
];
const learner = (said: string, thrown: string) => [
	`${at} ERROR ${said} (org.apache.zookeeper.server.quorum.LearnerHandler)`,
	thrown,
	'\tat java.base/java.io.DataInputStream.readInt(DataInputStream.java:397)',
	`${at} WARN ******* GOODBYE /10.0.0.2:43210 ******** (org.apache.zookeeper.server.quorum.LearnerHandler)`,
];
const rest = 'io.confluent.kafka.schemaregistry.rest.exceptions';
const asked = registry(`${rest}.RestSubjectNotFoundException: Subject 'shop-orders-value' not found.`);
const moved = [
	`${at} ERROR [ReplicaFetcher replicaId=1, leaderId=2, fetcherId=0] Error for partition orders-0 at offset 55 (kafka.server.ReplicaFetcherThread)`,
	'org.apache.kafka.common.errors.NotLeaderOrFollowerException: For requests intended only for the leader, this error indicates that the broker is not the current leader.',
];
const incompatible =
	'Schema being registered is incompatible with an earlier schema for subject "shop-orders-value", details: []';

describe('what a service that is up says every day', () => {
	it.each([
		['a subject that is not there', up.registry, asked],
		[
			'a schema that does not fit',
			up.registry,
			registry(
				`${rest}.RestIncompatibleSchemaException: ${incompatible}`,
				`Caused by: io.confluent.kafka.schemaregistry.exceptions.IncompatibleSchemaException: ${incompatible}`,
			),
		],
		[
			'a schema that is none',
			up.registry,
			registry(
				`${rest}.RestInvalidSchemaException: Invalid schema {subject=shop-orders-value,version=0}, details: Undefined name: x`,
			),
		],
		[
			'a version that is none',
			up.registry,
			registry(
				`${rest}.RestInvalidVersionException: The specified version 'x' is not a valid version id. Allowed values are between [1, 2^31-1]`,
			),
		],
		['a path of Schema Registry', up.registry, registry('javax.ws.rs.NotFoundException: HTTP 404 Not Found')],
		['a method', up.registry, registry('jakarta.ws.rs.NotAllowedException: HTTP 405 Method Not Allowed')],
		['a path of a worker', up.connect, worker('/', 'jakarta.ws.rs.NotFoundException: HTTP 404 Not Found')],
		['the icon that a browser asks for', up.connect, worker('/favicon.ico', 'javax.ws.rs.NotFoundException: HTTP 404 Not Found')],
		[
			'a connector that is not there',
			up.connect,
			worker('/connectors/foo/status', 'org.apache.kafka.connect.errors.NotFoundException: No status found for connector foo'),
		],
		['a partition that has moved', up.broker, moved],
		['a follower that was restarted', up.leader, learner('Unexpected exception in LearnerHandler:', 'java.io.EOFException')],
		[
			'a follower that was restarted, by an older leader',
			up.leader,
			learner('Unexpected exception causing shutdown while sock still open', 'java.io.EOFException'),
		],
		[
			'a follower that lost power',
			up.leader,
			learner('Unexpected exception in LearnerHandler:', 'java.net.SocketTimeoutException: Read timed out'),
		],
	])('is no failure: %s', (_what, isUp, said) => {
		expect(verdict(isUp, ...said)).toEqual({chain: []});
		// A log that was rotated begins behind the line that says so.
		expect(verdict(...said)).toEqual({chain: []});
	});

	it('does not hide what is one, nor what ended it', () => {
		const taken = [`${at} ERROR Odd (a.B)`, 'java.net.BindException: Address already in use'];
		expect(verdict(up.broker, ...moved, ...taken, ...moved).diagnosis?.id).toBe('port-taken');
		expect(verdict(up.broker, ...moved, ends.node, ...unknown).headline).toBe(unknown[0]);
		expect(verdict(ends.registry, ...asked.slice(1)).headline).toContain('RestSubjectNotFoundException');
		const store = `${rest}.RestSchemaRegistryStoreException: Register schema operation failed while writing to the Kafka store`;
		expect(verdict(up.registry, ...registry(store)).headline).toBe(store);
		const inside = 'org.apache.kafka.connect.errors.ConnectException: not seen before';
		expect(verdict(up.connect, ...worker('/connectors', inside)).headline).toBe(inside);
		const flood = learner('Unexpected exception in LearnerHandler:', 'java.io.IOException: No space left on device');
		expect(verdict(up.leader, ...flood).diagnosis?.id).toBe('disk-full');
	});
});

describe('a node of KRaft', () => {
	const raft = (said: string) => `${at} INFO [RaftManager id=101] ${said} (org.apache.kafka.raft.QuorumState)`;
	const candidate = (retries: number) =>
		raft(`Completed transition to CandidateState(localId=101, epoch=${retries}, retries=${retries}, voteStates={101=GRANTED})`);
	const again = raft('Election has timed out, backing off for 100ms before becoming a candidate again');
	const prospective = raft('Completed transition to ProspectiveState(epoch=4, leaderId=OptionalInt.empty)');

	it('that did not take leave of the others in time when it was stopped has ended well', () => {
		const stopped = [
			`${at} INFO Terminating process due to signal SIGTERM (org.apache.kafka.common.utils.LoggingSignalHandler)`,
			`${at} INFO [BrokerServer id=1] Transition from STARTED to SHUTTING_DOWN (kafka.server.BrokerServer)`,
			`${at} ERROR Graceful shutdown of RaftClient failed (org.apache.kafka.raft.KafkaRaftClientDriver)`,
			'java.util.concurrent.TimeoutException: Timeout expired before graceful shutdown completed',
			`${at} INFO App info kafka.server for 1 unregistered (org.apache.kafka.common.utils.AppInfoParser)`,
		];
		expect(verdict(up.node, ...stopped)).toEqual({chain: []});
	});

	it.each([
		['of one round', [candidate(1)]],
		['that it won', [candidate(1), again, candidate(2), raft('Completed transition to Leader(localReplicaKey=…)')]],
		['that another won', [prospective, raft('Completed transition to FollowerState(fetchTimeoutMs=2000, epoch=3)')]],
		['that it won before it said that it is up', [candidate(1), again, candidate(2), up.node]],
	])('is not reported for an election %s', (_what, lines) => {
		expect(verdict(...lines)).toEqual({chain: []});
	});

	it('is reported for one without end, with whom it does not reach', () => {
		const lost = `${at} WARN [RaftManager id=101] Connection to node 102 (kafka-02/10.0.0.2:9093) could not be established. Node may not be available. (org.apache.kafka.clients.NetworkClient)`;
		expect(verdict(candidate(1), lost, again, candidate(2), lost).diagnosis?.cause).toBe(
			'the controllers elect none that leads, no majority of them finds each other (not reached: kafka-02/10.0.0.2:9093)',
		);
		const name = [
			`${at} WARN [RaftManager id=101] Error connecting to node kafka-02:9093 (id: 102 rack: null) (org.apache.kafka.clients.NetworkClient)`,
			'java.net.UnknownHostException: kafka-02',
		];
		expect(verdict(candidate(1), ...name, again, candidate(2)).diagnosis?.id).toBe('server-unresolved');
		const {diagnosis, runs} = verdict(up.node, prospective);
		expect([diagnosis?.id, runs]).toEqual(['kraft-no-quorum', true]);
	});
});

describe('ZooKeeper is up once it has its port', () => {
	const binding = `${at} INFO binding to port 0.0.0.0/0.0.0.0:2181 (org.apache.zookeeper.server.NettyServerCnxnFactory)`;
	const odd = [`${at} ERROR Odd (a.B)`, ...unknown];
	it.each([
		[undefined, binding],
		[true, `${at} INFO bound to port 2181 (org.apache.zookeeper.server.NettyServerCnxnFactory)`],
		[
			true,
			`${at} INFO PrepRequestProcessor (sid:0) started, reconfigEnabled=false (org.apache.zookeeper.server.PrepRequestProcessor)`,
		],
	])('%s: %s', (runs, said) => {
		expect(verdict(binding, said, ...odd).runs).toBe(runs);
	});
});

describe('which cause is told, and with what', () => {
	it('a port is named, and one below 1024 is told as such', () => {
		const end = `${at} ERROR Fatal error during KafkaServer startup. Prepare to shutdown (kafka.server.KafkaServer)`;
		const bind = (where: string) =>
			verdict(
				end,
				`org.apache.kafka.common.KafkaException: Socket server failed to bind to ${where}: Permission denied.`,
				'Caused by: java.net.BindException: Permission denied',
			).diagnosis;
		expect(['0.0.0.0:80', ':::443', 'fe80::1:1023'].map(where => bind(where)?.id)).toEqual(Array(3).fill('port-privileged'));
		expect(bind('fe80::1:9092')?.cause).toMatch(/on its port: 9092$/);
		expect(bind('0.0.0.0:1024')?.cause).toMatch(/on its port: 1024$/);
	});

	it('the peer of a client that is too old is named, and what ended the broker comes before it', () => {
		const old = [
			`${at} ERROR Exception while processing request from 10.0.0.1:9092-10.0.0.5:50212-12 (kafka.network.Processor)`,
			'org.apache.kafka.common.errors.InvalidRequestException: Received request api key METADATA with version 0 which is not enabled',
		];
		const {diagnosis, runs} = verdict(up.node, ...old);
		expect([diagnosis?.cause, runs]).toEqual(['a client is too old for this Kafka: one at 10.0.0.5', true]);
		const killed = 'confluent-kafka.service: Main process exited, code=killed, status=9/KILL';
		expect(verdict(up.node, ...old, killed).diagnosis?.id).toBe('killed');
	});

	it('a source that is not reached does not hide that the package is nowhere else', () => {
		const {diagnosis} = verdict(
			'Err:2 http://foreign.example/apt stable InRelease',
			"  Could not resolve 'foreign.example'",
			'Reading package lists...',
			'E: Unable to locate package confluent-kafka',
		);
		expect(diagnosis?.cause).toBe('the package mirror foreign.example is not reached, and no other source has the package');
	});
});
