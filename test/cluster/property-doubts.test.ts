import {describe, expect, test} from 'vitest';
import type {Cluster, Properties} from '../../source/cluster/cluster.ts';
import {doubtsOf} from '../../source/cluster/doubts.ts';
import type {Role} from '../../source/cluster/roles.ts';
import {kraftCluster, sampleCluster} from '../helpers/sample-cluster.ts';

const withProperties = (role: Role, extraProperties: Properties, cluster = sampleCluster): Cluster => ({
	...cluster,
	[role]: {...cluster[role], extraProperties},
});
const standard = {'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer'};
const withZookeeper = {'authorizer.class.name': 'kafka.security.authorizer.AclAuthorizer'};
const users = {'super.users': 'User:admin;User:ANONYMOUS'};
const both = withProperties('controller', {...standard, ...users}, kraftCluster);
const source = (extraProperties: Properties): Cluster => ({
	...sampleCluster,
	connect: {...sampleCluster.connect, sources: sampleCluster.connect.sources.map(one => ({...one, extraProperties}))},
});
const nameless =
	'kafka has an authorizer, and super.users does not name User:ANONYMOUS: brokers, Schema Registry and Connect are that user here, and are refused where no ACL lets them';

describe('what works somewhere is said', () => {
	test.each<[Cluster, ...string[]]>([
		[withProperties('kafka', withZookeeper), nameless],
		[withProperties('kafka', {...withZookeeper, 'super.users': 'User:admin'}), nameless],
		[
			withProperties('kafka', {...withZookeeper, 'super.users': 'User:a,User:ANONYMOUS'}),
			'super.users of kafka has commas between users, and Kafka takes it for one user: write ; between them',
			nameless,
		],
		[
			withProperties('kafka', {...standard, ...users}, kraftCluster),
			'kafka has an authorizer, and controller has none: ACLs can be neither made nor changed',
		],
		[
			withProperties('zookeeper', {forceSync: 'no'}),
			'forceSync of zookeeper is no: a power cut can lose what was said to be written',
		],
		[
			withProperties('zookeeper', {maxClientCnxns: '1'}),
			'maxClientCnxns of zookeeper is 1: brokers, tools and the checks of one host come from one address, and have to share so few connections',
		],
		[
			withProperties('zookeeper', {dynamicConfigFile: '/etc/x', peerType: 'observer'}),
			'dynamicConfigFile of zookeeper is /etc/x: the members are taken from that file, and not from roles.zookeeper',
			'peerType of zookeeper is observer: roles.zookeeper makes each a participant, and that counts',
		],
		[
			withProperties('zookeeper', {clientPortAddress: '10.0.0.5'}),
			'clientPortAddress of zookeeper is 10.0.0.5 on all its hosts: set bind of each host in its place',
		],
		[
			withProperties('kafka', {'transaction.state.log.min.isr': '3', 'transaction.state.log.replication.factor': '2'}),
			'transaction.state.log.min.isr is 3 with 2 copies: no transaction can begin',
		],
		[
			withProperties('kafka', {'default.replication.factor': '1'}),
			'min.insync.replicas 2 with 1 copy of each record: no producer with acks=all can write to topics that ask for no more copies',
		],
		[
			withProperties('schema-registry', {'leader.eligibility': 'false'}),
			'leader.eligibility of schema-registry is false: it takes no new schema, unless a registry elsewhere on the same topic does',
		],
		[
			withProperties('schema-registry', {'kafkastore.topic.replication.factor': '5'}),
			'kafkastore.topic.replication.factor of schema-registry is 5, with 3 brokers: the registry makes its topic with 3 copies',
		],
		[
			withProperties(
				'schema-registry',
				{'kafkastore.topic.replication.factor': '3'},
				{...sampleCluster, roles: {...sampleCluster.roles, kafka: ['kafka-01']}},
			),
			'kafkastore.topic.replication.factor of schema-registry is 3, with 1 broker: the registry makes its topic with 1 copy',
		],
		[
			withProperties('kafka', {'super.users': 'User:a, User:b'}),
			'super.users of kafka has commas between users, and Kafka takes it for one user: write ; between them',
		],
		[
			withProperties('connect', {'topic.creation.enable': 'false'}),
			'topic.creation.enable of connect is false, and brokers make no topic by themselves: those of the sources have to be there',
		],
		[
			withProperties('kafka', {'log.cleanup.policy': 'compact'}),
			'log.cleanup.policy of kafka has compact: new topics refuse records without a key, as orders writes them',
		],
		[
			source({'topic.creation.default.replication.factor': '5'}),
			'topic.creation.default.replication.factor of source orders is 5, with 3 brokers: a topic that is not there yet cannot be made',
		],
		[
			{...sampleCluster, zookeeper: {...sampleCluster.zookeeper, heap: '16m'}},
			'zookeeper.heap is 16m: ZooKeeper may not start with so little',
		],
		...(['7.9', '8.3'] as const).map((version): [Cluster, ...string[]] => [
			{
				...kraftCluster,
				platform: {...kraftCluster.platform, version},
				connect: {...kraftCluster.connect, heap: '128m'},
			},
			...(version === '7.9' ? [] : ['connect.heap is 128m: Connect may not start with so little']),
		]),
		...['145m', '160m', '167m'].map((heap): [Cluster, string] => [
			{...sampleCluster, kafka: {...sampleCluster.kafka, heap}},
			`kafka.heap is ${heap}, of which the log cleaner takes 128 MB: Kafka may not start with what is left, 168m would do`,
		]),
		[{...sampleCluster, kafka: {...sampleCluster.kafka, heap: '168m'}}],
		[
			{
				...sampleCluster,
				kafka: {...sampleCluster.kafka, heap: '100m', extraProperties: {'log.cleaner.dedupe.buffer.size': '67108864'}},
			},
			'kafka.heap is 100m, of which the log cleaner takes 64 MB: Kafka may not start with what is left, 104m would do',
		],
		[
			{
				...sampleCluster,
				kafka: {...sampleCluster.kafka, heap: '96m', extraProperties: {'log.cleaner.dedupe.buffer.size': '8388608'}},
			},
		],
		...(
			[
				['num.partition', 'num.partitions'],
				['auto.create.topic.enable', 'auto.create.topics.enable'],
				['Log_Retention_Hours', 'log.retention.hours'],
				['retention.ms', 'log.retention.ms'],
				['cleanup.policy', 'log.cleanup.policy'],
				['segment.ms', 'log.roll.ms'],
				['max.message.bytes', 'message.max.bytes'],
				['min.insync.replica', 'min.insync.replicas'],
			] as const
		).map(([name, right]): [Cluster, string] => [
			withProperties('kafka', {[name]: '1'}),
			`kafka has no property ${name}, and ignores it: did you mean ${right}?`,
		]),
		...(
			[
				['zookeeper', 'maxClientCnxn', 'maxClientCnxns'],
				['zookeeper', 'autopurge.purgeinterval', 'autopurge.purgeInterval'],
				['schema-registry', 'kafkastore.init.timeout', undefined],
				['schema-registry', 'kafkastore.init.timout.ms', 'kafkastore.init.timeout.ms'],
				['schema-registry', 'schema.compatability.level', 'schema.compatibility.level'],
				['connect', 'producer.ack', 'producer.acks'],
				['connect', 'consumer.max.poll.record', 'consumer.max.poll.records'],
				['connect', 'admin.retry', undefined],
				['connect', 'admin.retry.backof.ms', 'admin.retry.backoff.ms'],
			] as const
		).map(([role, name, right]): [Cluster, ...string[]] => [
			withProperties(role, {[name]: '1'}),
			...(right === undefined ? [] : [`${role} has no property ${name}, and ignores it: did you mean ${right}?`]),
		]),
		[
			source({'batch.max.row': '1', 'producer.override.ack': 'all', 'transforms.a.b': 'x'}),
			'source orders has no property batch.max.row, and ignores it: did you mean batch.max.rows?',
			'source orders has no property producer.override.ack, and ignores it: did you mean producer.override.acks?',
		],
		[
			withProperties('connect', {'offset.flush.interval': '1', 'offset.flush.interval.m': '1'}),
			'connect has no property offset.flush.interval.m, and ignores it: did you mean offset.flush.interval.ms?',
		],
		[
			{
				...sampleCluster,
				hosts: sampleCluster.hosts.map(host => ({...host, properties: {kafka: {'num.io.thread': '9'}}})),
			},
			'kafka has no property num.io.thread, and ignores it: did you mean num.io.threads?',
		],
		...[
			['/etc/kafka/data', 'packages own what is there'],
			['/boot/kafka', 'packages own what is there'],
			['/usr/share/kafka', 'packages own what is there'],
			['/var/log/kafka', 'logs are rotated and removed there'],
			['/var/cache/kafka', 'a clean-up may empty it'],
		].map(([path, why]): [Cluster, string] => [
			{...sampleCluster, kafka: {...sampleCluster.kafka, dataDirs: [path!]}},
			`data lies in ${path}, and ${why}: /var/lib or a disk of its own is the place for it`,
		]),
	])('%#', (cluster, ...lines) => {
		expect(doubtsOf(cluster)).toEqual(lines);
	});
});

test.each<[string, Cluster]>([
	['an authorizer that lets brokers in', withProperties('kafka', {...withZookeeper, ...users})],
	['one that lets all in', withProperties('kafka', {...withZookeeper, 'allow.everyone.if.no.acl.found': 'true'})],
	['principals of another kind', withProperties('kafka', {...withZookeeper, 'principal.builder.class': 'x.Y'})],
	['a distinguished name', withProperties('kafka', {...withZookeeper, 'super.users': 'User:CN=a,OU=b;User:ANONYMOUS'})],
	['controllers that have it too', withProperties('kafka', {...standard, ...users}, both)],
	[
		'one address for one member',
		{...withProperties('zookeeper', {clientPortAddress: '10.0.0.5'}), roles: {...sampleCluster.roles, zookeeper: ['kafka-01']}},
	],
	[
		'properties of Kafka and of a plug-in',
		withProperties('kafka', {
			'num.io.threads': '9',
			'log.message.format.version': '3.0',
			'confluent.balancer.enable': 'true',
			'a.b': '1',
		}),
	],
	['every address', withProperties('zookeeper', {clientPortAddress: '0.0.0.0', maxClientCnxns: '60'})],
	[
		'topics that brokers make',
		withProperties('kafka', {'auto.create.topics.enable': 'true'}, withProperties('connect', {'topic.creation.enable': 'false'})),
	],
	['keys that transforms make', withProperties('kafka', {'log.cleanup.policy': 'compact'}, source({transforms: 'key'}))],
	[
		'as many copies as brokers',
		source({'topic.creation.default.replication.factor': '3', 'topic.creation.a.replication.factor': '-1'}),
	],
	['as many copies of the schemas', withProperties('schema-registry', {'kafkastore.topic.replication.factor': ' 3 '})],
	[
		'an ordinary place',
		{
			...sampleCluster,
			kafka: {...sampleCluster.kafka, dataDirs: ['/data/1', '/var/lib/kafka', '/usr/local/kafka', '/home/kafka/data']},
		},
	],
])('%s leaves no doubt', (_, cluster) => {
	expect(doubtsOf(cluster)).toEqual([]);
});
