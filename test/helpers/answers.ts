import {remoteWords} from '../../source/core/text.ts';
import {diagnose} from '../../source/host/diagnosis/diagnose.ts';
import {explain} from '../../source/host/explain.ts';
import {parseFacts} from '../../source/host/facts.ts';
import {parseFirewalld} from '../../source/host/firewall/firewall-firewalld-state.ts';
import {parseNft} from '../../source/host/firewall/firewall-nftables-state.ts';
import {comesFrom, isOwn, parsePeers} from '../../source/host/firewall/firewall-peers.ts';
import {ufw} from '../../source/host/firewall/firewall-ufw.ts';
import {parseStat} from '../../source/host/inspect.ts';
import {readClaim, readHolder, readStragglers} from '../../source/host/lock/host-lock.ts';
import {newestLines} from '../../source/host/newest-lines.ts';
import {explainPackages} from '../../source/host/packages/package-explain.ts';
import {fingerprintsOf} from '../../source/host/packages/repository-key.ts';
import {parseState} from '../../source/host/service/service-state.ts';
import {told} from '../../source/host/told.ts';
import {everyEntry} from '../../source/kafka/diagnosis/table.ts';
import {parseDescribe} from '../../source/kafka/roles/broker/partitions.ts';
import {readStatus, readTablesRead, readTopics} from '../../source/kafka/roles/connect/connector-status.ts';
import {parseReplication} from '../../source/kafka/roles/controller/state.ts';
import {modeIn} from '../../source/kafka/roles/zookeeper/four-letter-words.ts';
import {readController, readRegistered, readsOf} from '../../source/kafka/roles/zookeeper/registered.ts';
import {answersIn} from '../../source/kafka/roles/zookeeper/wire.ts';
import {readDisks, readLook} from '../../source/kafka/settled/look.ts';
import {formattedIn, parseRecord} from '../../source/kafka/settled/record.ts';
import {fakeContext} from './context.ts';
import {fakeConnection} from './fake-connection.ts';
import {sampleCluster} from './sample-cluster.ts';

const context = fakeContext(fakeConnection([]));
const reads = readsOf(sampleCluster);

const ok = (stdout: string) => ({code: 0, stdout, stderr: ''});

/** Every reader of what a host says: what reads an answer, and words that make one, so that what comes behind them is read too. */
export const readers: Readonly<Record<string, readonly [read: (text: string) => unknown, words: string]>> = {
	facts: [
		text => parseFacts(text, 0, 0),
		'clock 1.5|os ID=|os ID_LIKE=|os PRETTY_NAME="|tool dnf|systemd systemd |hostname |machine-id |memory |cores |unit firewalld |ufw |nft ',
	],
	'a file’s owner and mode': [parseStat, '81a4 |root |12| loose'],
	'the holder of a lock': [text => readHolder(ok(text)), 'token |who |cluster |since |step |pid |quiet |running |epoch '],
	'a claim': [text => readClaim(ok(text)), 'taken |held|lost|token |straggler '],
	stragglers: [text => readStragglers(ok(text)), 'straggler 7 '],
	texts: [text => [...told(text)], 'a |b '],
	'what is settled': [readLook, 'record |units |settings-|marker |{"format":1'],
	disks: [readDisks, 'meta.properties-1 |myid-1 |zookeeper '],
	'a record': [parseRecord, '{"|":"|","format":1|}|[|]'],
	'what was formatted': [formattedIn, '/data |/data2'],
	firewalld: [parseFirewalld, 'zone |runtime-set |runtime-rules |as 1 "'],
	nftables: [text => parseNft(text, 'kafka-setup zookeeper'), 'main 1\n|{"nftables":[|{"chain":{|"family":"inet"|}]}|"rule":'],
	ufw: [text => ufw.parse(text, 'shop'), '### tuple ### allow tcp 2181 0.0.0.0/0 any |10.0.0.2| in comment=6b61\n'],
	'addresses of hosts': [
		text => {
			comesFrom(text)('10.0.0.2');
			isOwn(text, '10.0.0.2');
			return parsePeers(context, text, ['a', 'b']);
		},
		'== own\n|10.0.0.1\n|== host a\n|== host b\n|fe80::1\n',
	],
	'a unit': [
		text => parseState(text, ['/etc/a.conf', '/etc/systemd/system/u.service.d/b.conf']),
		'ExecStart={ path=/a ; argv[]=|/usr/bin/a b| ; ignore_errors=no\n|ActiveState=active\n|DropInPaths=/etc/a |\n== started\n|/etc/a.conf 1 2\n|== now\n|== answers\nyes',
	],
	'a key': [
		text => fingerprintsOf(Buffer.from(text, 'latin1')),
		'-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n|-----END PGP PUBLIC KEY BLOCK-----\n|mDMEawSN|\x99\x01\x0d\x04',
	],
	'a connector': [readStatus, '{"connector":{|"state":"RUNNING"|"tasks":[|"trace":"|]}|}'],
	topics: [text => readTopics(text, 'shop'), '{"shop":{"topics":["|",|"]}}'],
	offsets: [readTablesRead, '{"offsets":[{"partition":{"table":"|"},"offset":{"incrementing":1}}]}'],
	quorum: [parseReplication, 'NodeId\t|Leader\t|Follower\t|1\t|LogEndOffset\t'],
	'a mode of ZooKeeper': [modeIn, 'Mode: |leader|standalone'],
	'a controller': [readController, '{"brokerid":|"version":1|}'],
	'what is registered': [
		text =>
			readRegistered(
				sampleCluster,
				reads.map(read => ('list' in read ? {children: text.split('\n')} : {data: text})),
			),
		'{"brokerid":1}|{"endpoints":["PLAINTEXT://kafka-01:9092"|,"]}|\n|1|2',
	],
	partitions: [
		parseDescribe,
		'Topic: a\t|Partition: 0\t|Leader: 1\t|Replicas: 1,2|\tIsr: 1|\tConfigs: a=b,|min.insync.replicas=1\n',
	],
	'answers of ZooKeeper': [text => answersIn(text, [{get: '/a'}]), 'AAAA|////|='],
	'a failure': [explain, 'No space left|Permission denied: |E: '],
	'a failure of packages': [text => explainPackages(newestLines(text), 100, 'job'), 'E: |404 Not Found|NO_PUBKEY '],
	'a log': [
		text => diagnose(everyEntry, {source: 'log', lines: newestLines(text)}).diagnosis?.cause,
		'ERROR Fatal error during KafkaServer startup|x.Exception: |Caused by: |Missing required configuration "|"|\tat |Found directory |, is not in the form of topic-partition',
	],
	'words of a sentence': [remoteWords, 'a|b'],
};
