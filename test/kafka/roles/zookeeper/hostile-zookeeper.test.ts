import {existsSync, readFileSync} from 'node:fs';
import {createServer} from 'node:net';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {rawCommand} from '../../../../source/core/command.ts';
import {DialError} from '../../../../source/core/errors.ts';
import {brokerAnswers} from '../../../../source/kafka/roles/broker/broker-answers.ts';
import {beforeBroker, isController} from '../../../../source/kafka/roles/broker/gate.ts';
import {readController, readRegistered} from '../../../../source/kafka/roles/zookeeper/registered.ts';
import {fakeContext} from '../../../helpers/context.ts';
import {localConnection} from '../../../helpers/local-connection.ts';
import {sampleCluster} from '../../../helpers/sample-cluster.ts';
import {shims} from '../../../helpers/shims.ts';
import {tempDir} from '../../../helpers/temp-dir.ts';
import {zookeeperAnswers} from '../../../helpers/zookeeper-answers.ts';

const [one] = sampleCluster.hosts;
const quick = {limitMs: 60_000, pollMs: 1};
const node = (endpoint: string) => JSON.stringify({endpoints: [endpoint], host: 'kafka-01', port: 9092, version: 5});
const controller = '{"version":2,"brokerid":3,"timestamp":"0","kraftControllerEpoch":-1}';

/**
 * A host on which ZooKeeper answers with these contents: the ids, the controller, and each broker. Channels are noted and, as
 * none is opened, kafka-topics is called, which keeps its words.
 */
function host(contents: Parameters<typeof zookeeperAnswers>[0]) {
	const all = Array.from({length: 4 + sampleCluster.roles.kafka.length}, (_, index) => contents[index]);
	const dir = tempDir();
	const words = join(dir, 'words');
	const prefix = shims({
		base64: `[ "$1" = -d ] && exec cat; cat >/dev/null; printf %s ${zookeeperAnswers(all)}`,
		'kafka-topics': `printf '%s\\n' "$@" >${words}
printf '\\tTopic: a\\tPartition: 0\\tLeader: 1\\tReplicas: 1,2,3\\tIsr: 1,2,3\\n'`,
	});
	const dialed: string[] = [];
	// In place of ZooKeeper and of a broker that answers, something that takes a request.
	const nowhere = {
		'/dev/tcp/kafka-01/2181': '/dev/null',
		'/dev/tcp/kafka-03/9093': '/dev/zero',
		'/dev/tcp/kafka-03/9092': '/dev/zero',
	};
	const context = fakeContext({
		...localConnection({prefix, paths: nowhere}),
		async dial(name, port) {
			dialed.push(`${name}:${port}`);
			throw new DialError('no', {noWay: true});
		},
	});
	return {context, dialed, words: () => readFileSync(words, 'utf8').split('\n')};
}

test.each([
	['a command substitution', (file: string) => `PLAINTEXT://$(id>${file})`],
	['a second command', (file: string) => `PLAINTEXT://kafka-01:9092;id>${file};`],
	['backticks behind an address that is right', (file: string) => `PLAINTEXT://kafka-02:9092\`id>${file}\``],
	['a closing quote', (file: string) => `PLAINTEXT://';id>${file};'`],
	['a line end', (file: string) => `PLAINTEXT://kafka-01:9092\nid>${file}\n`],
	['another option', () => 'PLAINTEXT://kafka-01:9092 --delete'],
	['a host that the cluster file does not have', () => 'PLAINTEXT://evil.example:9092'],
	['a port that is none', () => 'PLAINTEXT://kafka-01:99999'],
])('an endpoint in ZooKeeper that holds %s is dropped, and nothing of it is run', async (_what, endpoint) => {
	const pwned = join(tempDir(), 'PWNED');
	const evil = host([['1', '2', '3'], controller, [], [], node('PLAINTEXT://kafka-03:9093'), node(endpoint(pwned))]);
	await beforeBroker(evil.context, sampleCluster, one!, quick);
	expect(existsSync(pwned)).toBe(false);
	expect(evil.dialed).toEqual(['kafka-03:9093']);
	expect(evil.words()).toEqual(['--bootstrap-server', 'kafka-03:9093', '--describe', '']);
});

test('where no endpoint is left, the addresses of the cluster file are asked', async () => {
	const evil = host([['1', '2', '3'], controller, [], [], node('PLAINTEXT://$(id)')]);
	await beforeBroker(evil.context, sampleCluster, one!, quick);
	expect(evil.dialed).toEqual(['kafka-03:9092']);
	expect(evil.words()[1]).toBe('kafka-01:9092,kafka-02:9092,kafka-03:9092');
});

test.each([
	['text', 'brokerid 1 "brokerid":1,'],
	['a number in quotes', '{"brokerid":"1"}'],
	['no whole number', '{"brokerid":1.5}'],
	['a negative one', '{"brokerid":-1}'],
	['half a line', '{"brokerid":1'],
	['a list', '[{"brokerid":1}]'],
	['nothing', 'null'],
])('a controller that is %s is none', async (_what, line) => {
	expect(readController(`Connecting to kafka-01\n${line}\n`)).toBeUndefined();
	expect(await isController(host([['1'], line]).context, sampleCluster, one!)).toBe(false);
	expect(await isController(host([['1'], '{"brokerid":1}']).context, sampleCluster, one!)).toBe(true);
});

test('ids are numbers, or there is no answer', () => {
	expect(readRegistered(sampleCluster, [{children: ['1', '$(id)']}])).toBeUndefined();
	expect(readRegistered(sampleCluster, [{data: '[1]'}])).toBeUndefined();
	expect(readRegistered(sampleCluster, [{error: -101}])).toBeUndefined();
	const none = {ids: [], endpoints: [], controller: undefined, topics: []};
	expect(readRegistered(sampleCluster, [{children: []}, {error: -101}])).toEqual(none);
	const strange = ['{"endpoints":"PLAINTEXT://kafka-01:9092"}', '{"endpoints":[7]}', '{', '{}'].map(data => ({data}));
	expect(readRegistered(sampleCluster, [{children: ['1']}, {error: -101}, {error: -101}, {error: -101}, ...strange])).toEqual({
		...none,
		ids: [1],
	});
});

test('a broker answers when it answers a request; an open port alone is no sign of life', async () => {
	const local = localConnection();
	const received: string[] = [];
	const server = createServer(socket => {
		socket.on('data', bytes => {
			received.push(bytes.toString('hex'));
			// The length of the answer, and its first bytes.
			if (server.listenerCount('hangs') === 0) socket.end(Buffer.from('0000001c00000001', 'hex'));
		});
		socket.on('error', () => {});
	});
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	const {port} = server.address() as {port: number};
	expect((await local.exec(brokerAnswers('127.0.0.1', port))).code).toBe(0);
	// ApiVersions: its length, key 18, version 0, a correlation id, no client id.
	expect(received.join('')).toBe('0000000a0012000000000001ffff');
	server.on('hangs', () => {});
	const silent = brokerAnswers('127.0.0.1', port).text.replace('timeout 5', 'timeout 0.5');
	expect((await local.exec(rawCommand(silent))).code).toBe(124);
	await new Promise(resolve => server.close(resolve));
	expect((await local.exec(brokerAnswers('127.0.0.1', port))).code).toBe(1);
});
