import {describe, expect, it} from 'vitest';
import {diagnose} from '../../../source/host/diagnosis/diagnose.ts';
import {everyEntry} from '../../../source/kafka/diagnosis/table.ts';

const verdict = (...lines: readonly string[]) => diagnose(everyEntry, {source: 'log', lines});
const begins = {
	broker: '[2026-11-23 10:00:00,000] INFO starting (kafka.server.KafkaServer)',
	zookeeper: '2026-11-23 10:00:00,000 [myid:] - INFO [main:QuorumPeerConfig@177] - Reading configuration from: /etc/z.properties',
	registry:
		'[2026-11-23 10:00:00,000] INFO SchemaRegistryConfig values:  (io.confluent.kafka.schemaregistry.SchemaRegistryConfig)',
	connect:
		'[2026-11-23 10:00:00,000] INFO Kafka Connect worker initializing ... (org.apache.kafka.connect.cli.AbstractConnectCli:114)',
};

describe('a service that waits without end', () => {
	const at = '[2026-11-23 10:00:06,100]';
	const unreached = `${at} WARN [AdminClient clientId=adminclient-1] Connection to node -1 (kafka-01/10.0.0.1:9092) could not be established. Node may not be available. (org.apache.kafka.clients.NetworkClient)`;
	const older = unreached.replace('Node may', 'Broker may');
	const apart = `${at} INFO [AdminClient clientId=adminclient-1] Node -1 disconnected. (org.apache.kafka.clients.NetworkClient)`;
	const session = `${at} WARN Session 0x0 for server zk-01/10.0.0.1:2181, Closing socket connection. Attempting reconnect except it is a SessionExpiredException. (org.apache.zookeeper.ClientCnxn)`;
	const refused = 'java.net.ConnectException: Connection refused';
	const opening = `${at} INFO Opening socket connection to server zk-01/10.0.0.1:2181. (org.apache.zookeeper.ClientCnxn)`;
	const unregistered = `${at} INFO [BrokerLifecycleManager id=1] Unable to register the broker because the RPC got timed out before it could be sent. (kafka.server.BrokerLifecycleManager)`;
	const registered = `${at} INFO [BrokerLifecycleManager id=1] Successfully registered broker 1 with broker epoch 12 (kafka.server.BrokerLifecycleManager)`;
	const looking =
		'2026-11-23 10:00:00,200 [myid:1] - WARN  [QuorumPeer[myid=1]:o.a.z.s.q.QuorumPeer@1435] - PeerState set to LOOKING';
	const closed = [
		'2026-11-23 10:00:01,200 [myid:1] - WARN  [NIOWorkerThread-1:o.a.z.s.NIOServerCnxn@371] - Close of session 0x0',
		'java.io.IOException: ZooKeeperServer not running',
	];
	const bound =
		'2026-11-23 10:00:00,100 [myid:1] - INFO  [main:o.a.z.s.NIOServerCnxnFactory@660] - binding to port 0.0.0.0/0.0.0.0:2181';
	const elected =
		'2026-11-23 10:00:00,100 [myid:1] - INFO  [QuorumPeer[myid=1]:o.a.z.s.q.Follower@77] - FOLLOWING - LEADER ELECTION TOOK - 20 MS';
	const peer = [
		'2026-11-23 10:00:00,300 [myid:1] - WARN  [QuorumConnectionThread-[myid=1]-3:o.a.z.s.q.QuorumCnxManager@401] - Cannot open channel to 2 at election address zk-02/10.0.0.2:3888',
		refused,
	];
	it.each([
		[
			'brokers-not-reached',
			'it did not reach the brokers: kafka-01/10.0.0.1:9092',
			[begins.connect, unreached, apart, unreached, apart],
		],
		['brokers-not-reached', 'it did not reach the brokers: kafka-01/10.0.0.1:9092', [begins.registry, older, apart, older]],
		['kraft-no-controller', 'the broker did not reach an active controller', [begins.broker, unregistered, unregistered]],
		[
			'zookeeper-not-reached',
			'the broker did not reach ZooKeeper: zk-01/10.0.0.1:2181',
			[begins.broker, opening, session, refused, opening],
		],
		[
			'zookeeper-not-serving',
			'ZooKeeper runs, but serves nobody: it has no majority of the ensemble',
			[begins.zookeeper, looking, ...closed],
		],
		[
			'zookeeper-not-serving',
			'ZooKeeper runs, but serves nobody: it has no majority of the ensemble',
			[begins.zookeeper, bound, looking.replace('PeerState set to ', ''), ...closed],
		],
		['zookeeper-not-serving', 'ZooKeeper runs, but serves nobody: it has no majority of the ensemble', [elected, looking]],
		['zookeeper-not-serving', 'ZooKeeper runs, but serves nobody: it has no majority of the ensemble', closed],
		[
			'zookeeper-peer-refused',
			'another member does not listen for elections, it is down or binds to a loopback address: zk-02/10.0.0.2:3888',
			[begins.zookeeper, looking, ...peer, ...closed],
		],
	])('is told as %s: %s', (id, cause, lines) => {
		const {diagnosis} = verdict(...lines);
		expect([diagnosis?.id, diagnosis?.cause]).toEqual([id, cause]);
	});

	const established = `${at} INFO Session establishment complete on server zk-02/10.0.0.2:2181 (org.apache.zookeeper.ClientCnxn)`;
	it.each([
		[[begins.connect, unreached, `${at} INFO Kafka cluster ID: abc (org.apache.kafka.connect.runtime.WorkerConfig)`]],
		[[begins.connect, unreached, `${at} INFO [Producer clientId=p] Cluster ID: abc (org.apache.kafka.clients.Metadata)`]],
		[[begins.broker, unregistered, registered]],
		[
			[
				begins.broker,
				`${at} INFO [BrokerServer id=1] Waiting for the controller to acknowledge that we are caught up (kafka.server.BrokerServer)`,
				`${at} INFO [BrokerServer id=1] Finished waiting for the controller to acknowledge that we are caught up (kafka.server.BrokerServer)`,
			],
		],
		[[unreached, 'the first record', 'the second record']],
		[[begins.broker, session, refused, opening, established]],
		[[begins.broker, session, refused, opening, `${at} INFO Cluster ID = abc (kafka.server.KafkaServer)`]],
		[[begins.zookeeper, looking, ...closed, elected, ...closed]],
		[[looking, looking.replace('PeerState set to LOOKING', 'QuorumPeer main thread exited')]],
	])('and not if it went on: %j', lines => {
		expect(verdict(...lines)).toEqual({chain: []});
	});
});

it('records that were not taken in time are told by what the brokers answered before', () => {
	const warned =
		'[2026-11-23 10:05:00,200] WARN [Producer clientId=connector-producer-shop-0] Got error produce response with correlation id 12 on topic-partition shop-orders-0, retrying (2147483646 attempts left). Error: NOT_ENOUGH_REPLICAS (org.apache.kafka.clients.producer.internals.Sender)';
	const expired = [
		'[2026-11-23 10:07:05,201] ERROR WorkerSourceTask{id=shop-0} failed to send record to shop-orders:  (org.apache.kafka.connect.runtime.AbstractWorkerSourceTask)',
		'org.apache.kafka.common.errors.TimeoutException: Expiring 5 record(s) for shop-orders-0:120000 ms has passed since batch creation',
	];
	expect(verdict(...expired).diagnosis?.cause).toBe('the brokers did not take records in time: shop-orders-0');
	expect(verdict(warned, ...expired).diagnosis?.id).toBe('not-enough-replicas');
	// Without what came of it, it was tried again.
	expect(verdict(warned)).toEqual({chain: []});
});
