import {expect, test} from 'vitest';
import type {Cluster} from '../../source/cluster/cluster.ts';
import {doubtsOf} from '../../source/cluster/doubts.ts';
import {doubts} from '../../source/kafka/preflight/doubts.ts';
import {checkStep} from '../../source/kafka/preflight/host-check.ts';
import {fakeContext} from '../helpers/context.ts';
import {fakeConnection} from '../helpers/fake-connection.ts';
import {sampleCluster} from '../helpers/sample-cluster.ts';

const withKafka = (extraProperties: Cluster['kafka']['extraProperties'], port = 9092): Cluster => ({
	...sampleCluster,
	kafka: {...sampleCluster.kafka, extraProperties, port},
});
const withRacks = (...racks: readonly (string | undefined)[]): Cluster => ({
	...sampleCluster,
	hosts: sampleCluster.hosts.map((host, index) => (racks[index] === undefined ? host : {...host, rack: racks[index]})),
});

test.each<[string, Cluster, readonly string[]]>([
	['an ordinary cluster', sampleCluster, []],
	['a rack for each broker', withRacks('a', 'b', 'a'), []],
	[
		'a broker without a rack',
		withRacks('a', undefined, 'b'),
		['kafka-02 has no rack: Kafka spreads copies over racks only where every broker has one'],
	],
	[
		'one rack for all',
		withRacks('a', 'a', 'a'),
		['all brokers are in the rack a: that spreads no copies. Set rack of each host to where it stands'],
	],
	[
		'one rack for all by a property',
		withKafka({'broker.rack': 'r1'}),
		['all brokers are in the rack r1: that spreads no copies. Set rack of each host to where it stands'],
	],
	[
		'a port below 1024',
		withKafka({}, 443),
		[
			'kafka.port is 443: below 1024 only root may listen, and the services do not run as root. Take one from 1024 on, or let the hosts allow it (net.ipv4.ip_unprivileged_port_start)',
		],
	],
	[
		'as many in sync as there are copies',
		withKafka({'min.insync.replicas': '3'}),
		[
			'min.insync.replicas 3 with 3 copies of each record: while one broker is down or restarted, producers with acks=all cannot write',
		],
	],
	[
		'the same by fewer copies',
		withKafka({'default.replication.factor': '2'}),
		[
			'min.insync.replicas 2 with 2 copies of each record: while one broker is down or restarted, producers with acks=all cannot write',
		],
	],
	[
		'a URL that leads elsewhere than it looks',
		{
			...sampleCluster,
			connect: {
				...sampleCluster.connect,
				sources: sampleCluster.connect.sources.map(source => ({...source, url: 'jdbc:postgresql://db5432/shop'})),
			},
		},
		['the URL of source orders names the host db5432 and no port: is a colon missing before 5432?'],
	],
	[
		"a topic that looks like one of Kafka's own",
		{
			...sampleCluster,
			connect: {...sampleCluster.connect, sources: sampleCluster.connect.sources.map(source => ({...source, topicPrefix: '__'}))},
		},
		["source orders writes into __orders: topics of Kafka's own begin with __, and tools hide such"],
	],
	['one copy, which has to be there', withKafka({'default.replication.factor': '1', 'min.insync.replicas': '1'}), []],
])('%s', (_what, cluster, expected) => {
	expect(doubtsOf(cluster)).toEqual(expected);
});

test('a plan says them', async () => {
	const context = fakeContext(fakeConnection([]));
	expect(await checkStep(doubts(withKafka({}, 80)), false).check!(context)).toEqual([]);
	expect(context.seen.notes).toEqual([expect.stringContaining('kafka.port is 80')]);
});
