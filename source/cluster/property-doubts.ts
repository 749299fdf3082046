import {cleanerBytes, enough, heapBytes} from './checks/heaps.ts';
import {forKraft} from './checks/server-rules.ts';
import type {Cluster, Properties} from './cluster.ts';
import {misspelt} from './misspelt-properties.ts';
import {ownProperties} from './properties.ts';
import {metadataRole, roles} from './roles.ts';
import {versionOf} from './versions.ts';

/** Everybody who comes by PLAINTEXT, brokers included. */
const anonymous = 'User:ANONYMOUS';

const isTrue = (value = '') => value.trim().toLowerCase() === 'true';

/** An authorizer with which brokers and clients, who have no name here, are refused. */
function authorizer(cluster: Cluster): readonly string[] {
	const {kafka, controller} = cluster;
	const {
		'authorizer.class.name': name,
		'super.users': users = '',
		'allow.everyone.if.no.acl.found': everyone,
		'principal.builder.class': builder,
	} = kafka.extraProperties;
	const commas = /,\s*User:/.test(users)
		? ['super.users of kafka has commas between users, and Kafka takes it for one user: write ; between them']
		: [];
	if (name === undefined) return commas;
	const isCommon = /\.(?:AclAuthorizer|StandardAuthorizer)$/.test(name.trim());
	const isAlone = !controller.combined && controller.extraProperties['authorizer.class.name'] === undefined;
	const named = users.split(';').map(user => user.trim());
	return [
		...commas,
		...(isCommon && builder === undefined && !named.includes(anonymous) && !isTrue(everyone)
			? [
					`kafka has an authorizer, and super.users does not name ${anonymous}: brokers, Schema Registry and Connect are that user here, and are refused where no ACL lets them`,
				]
			: []),
		...(name.trim() === forKraft && isAlone
			? ['kafka has an authorizer, and controller has none: ACLs can be neither made nor changed']
			: []),
	];
}

/** Properties of ZooKeeper that work, each with when and why not. */
const ofZookeeper: readonly {readonly key: string; readonly when: (value: string) => boolean; readonly why: string}[] = [
	{key: 'forceSync', when: value => value === 'no', why: 'a power cut can lose what was said to be written'},
	{
		key: 'maxClientCnxns',
		when: value => /^[1-4]$/.test(value),
		why: 'brokers, tools and the checks of one host come from one address, and have to share so few connections',
	},
	{key: 'dynamicConfigFile', when: () => true, why: 'the members are taken from that file, and not from roles.zookeeper'},
	{key: 'peerType', when: value => value === 'observer', why: 'roles.zookeeper makes each a participant, and that counts'},
];

function zookeeper(cluster: Cluster): readonly string[] {
	const {roles: members, zookeeper} = cluster;
	if (members.zookeeper.length === 0) return [];
	const lines = ofZookeeper.flatMap(({key, when, why}) => {
		const value = zookeeper.extraProperties[key]?.trim();
		return value !== undefined && when(value) ? [`${key} of zookeeper is ${value}: ${why}`] : [];
	});
	const address = zookeeper.extraProperties.clientPortAddress?.trim() ?? '';
	const isOne = address !== '' && !/^(?:0\.0\.0\.0|::|\[::\])$/.test(address);
	return isOne && members.zookeeper.length > 1
		? [...lines, `clientPortAddress of zookeeper is ${address} on all its hosts: set bind of each host in its place`]
		: lines;
}

const counted = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;

/** A registry of which no member writes, and one whose topic gets fewer copies than it asks for: of more than there are brokers it takes as many as there are. */
function registry(cluster: Cluster): readonly string[] {
	if (cluster.roles['schema-registry'].length === 0) return [];
	const all = cluster['schema-registry'].extraProperties;
	const no = ['leader.eligibility', 'master.eligibility'].find(key => all[key]?.trim().toLowerCase() === 'false');
	const factor = 'kafkastore.topic.replication.factor';
	const wanted = all[factor]?.trim() ?? '';
	const brokers = cluster.roles.kafka.length;
	return [
		...(no === undefined
			? []
			: [`${no} of schema-registry is false: it takes no new schema, unless a registry elsewhere on the same topic does`]),
		...(brokers > 0 && Number(wanted) > brokers
			? [
					`${factor} of schema-registry is ${wanted}, with ${counted(brokers, 'broker', 'brokers')}: the registry makes its topic with ${counted(brokers, 'copy', 'copies')}`,
				]
			: []),
	];
}

/** Copies that Connect asks for: where a topic is there already, it asks for none. */
function sources({roles: {kafka}, connect}: Cluster): readonly string[] {
	return connect.sources.flatMap(({name, extraProperties}) =>
		Object.entries(extraProperties).flatMap(([key, value]) =>
			/^topic\.creation\..+\.replication\.factor$/.test(key) && Number(value) > kafka.length
				? [`${key} of source ${name} is ${value}, with ${kafka.length} brokers: a topic that is not there yet cannot be made`]
				: [],
		),
	);
}

/** What a topic of a source needs of the brokers, or of Connect: neither is asked for by the file's own defaults. */
function sourceTopics({kafka, connect}: Cluster): readonly string[] {
	const isOff = connect.extraProperties['topic.creation.enable']?.trim().toLowerCase() === 'false';
	const compacts = kafka.extraProperties['log.cleanup.policy']?.split(',').some(word => word.trim() === 'compact') === true;
	const plain = connect.sources.filter(
		({extraProperties}) => !('transforms' in extraProperties || 'topic.creation.default.cleanup.policy' in extraProperties),
	);
	return [
		...(connect.sources.length > 0 && isOff && !isTrue(kafka.extraProperties['auto.create.topics.enable'])
			? [
					'topic.creation.enable of connect is false, and brokers make no topic by themselves: those of the sources have to be there',
				]
			: []),
		...(compacts && plain.length > 0
			? [
					`log.cleanup.policy of kafka has compact: new topics refuse records without a key, as ${plain.map(({name}) => name).join(', ')} writes them`,
				]
			: []),
	];
}

/** A topic's records have to be on more brokers than there are copies. */
function transactions({kafka: {extraProperties}, roles: {kafka}}: Cluster): readonly string[] {
	const number = (key: string, usual: number) => Number(extraProperties[key] ?? usual);
	const [copies, least] = [
		number('transaction.state.log.replication.factor', Math.min(3, kafka.length)),
		number('transaction.state.log.min.isr', Math.min(2, kafka.length)),
	];
	if (!(least > copies)) return [];
	return [`transaction.state.log.min.isr is ${least} with ${copies} copies: no transaction can begin`];
}

/** No JVM of ours is known to start with less. */
const leastHeap = 64 * 1024 ** 2;
/** A worker of Kafka 4.3.1 ended in its look at the plug-ins with 128 MB, and ran with 200; one of 3.9.2 ran with 128. */
const leastWorkerHeap = 200 * 1024 ** 2;

/** A broker whose log cleaner leaves it so little that it may not start. */
function brokerHeap(cluster: Cluster): readonly string[] {
	const {heap, extraProperties} = cluster.kafka;
	const bytes = heap === undefined ? undefined : heapBytes(heap);
	if (bytes === undefined || bytes < leastHeap) return [];
	const taken = cluster.roles.kafka.map(host => {
		const own = ownProperties(cluster, host, 'kafka');
		return cleanerBytes(key => (own[key] ?? extraProperties[key])?.trim()) ?? 0;
	});
	const most = Math.max(0, ...taken);
	if (most === 0 || bytes >= most + enough) return [];
	const mb = (size: number) => Math.ceil(size / 1024 ** 2);
	return [
		`kafka.heap is ${heap}, of which the log cleaner takes ${mb(most)} MB: Kafka may not start with what is left, ${mb(most + enough)}m would do`,
	];
}

function heaps(cluster: Cluster): readonly string[] {
	return roles.flatMap(({id, title}) => {
		const {heap} = cluster[id] as {readonly heap: string | undefined; readonly extraProperties: Properties};
		const bytes = heap === undefined || cluster.roles[id].length === 0 ? undefined : heapBytes(heap);
		const least = id === 'connect' && versionOf(cluster).java.oldest >= 17 ? leastWorkerHeap : leastHeap;
		return bytes === undefined || bytes >= least ? [] : [`${id}.heap is ${heap}: ${title} may not start with so little`];
	});
}

/** Properties and heaps that work somewhere, and few would want. */
export const propertyDoubts = (cluster: Cluster): readonly string[] => [
	...(metadataRole(cluster).id === 'zookeeper' ? zookeeper(cluster) : []),
	...authorizer(cluster),
	...transactions(cluster),
	...registry(cluster),
	...sources(cluster),
	...sourceTopics(cluster),
	...heaps(cluster),
	...brokerHeap(cluster),
	...misspelt(cluster),
];
