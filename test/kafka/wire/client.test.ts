import {describe, expect, test} from 'vitest';
import {apis} from '../../../source/kafka/wire/apis.ts';
import {WireError} from '../../../source/kafka/wire/bytes.ts';
import {openWire} from '../../../source/kafka/wire/client.ts';
import {textsIn} from '../../../source/kafka/wire/records.ts';
import {fakeBroker, framed, recorded} from './broker.ts';

const all = {topics: undefined, allowAutoTopicCreation: false, includeTopicAuthorizedOperations: false};
const answerTo = (name: string) => recorded.find(one => one.name === name)!.answer;

describe('a broker is asked', () => {
	test('with the header and the fields of Kafka’s definitions', async () => {
		const {channel, asked} = fakeBroker();
		const wire = openWire(channel);
		wire.ask(apis.metadata, all).catch(() => {});
		// Length, key 3, version 12, correlation 1, client id, no tags; null topics, two booleans, no tags.
		expect(asked[0]?.toString('hex')).toBe(`0000001a0003000c00000001000b${Buffer.from('kafka-setup').toString('hex')}0000000000`);
		wire.close();
	});

	test('several things at once, and its answers are read in whatever pieces they come', async () => {
		const {channel, send} = fakeBroker();
		const wire = openWire(channel);
		const asked = Promise.all([
			wire.ask(apis.metadata, all),
			wire.ask(apis.describeCluster, {includeClusterAuthorizedOperations: false, endpointType: 1}),
		]);
		const bytes = Buffer.concat([framed(1, answerTo('metadata')), framed(2, answerTo('describeCluster'))]);
		for (const byte of bytes) send(Buffer.of(byte));
		const [metadata, cluster] = await asked;
		expect(metadata.topics.map(({name, partitions}) => [name, partitions.length])).toEqual([['smoke', 3]]);
		expect(metadata.topics[0]?.partitions[0]).toMatchObject({leaderId: 1, replicaNodes: [1], isrNodes: [1], errorCode: 0});
		expect(cluster).toMatchObject({clusterId: 'AAAAAAAAAAAAAAAAAAAAAQ', brokers: [{brokerId: 1, port: 29092}]});
		wire.close();
	});

	test('and all that it answered to is understood, to the last byte', async () => {
		for (const {name, answer} of recorded) {
			const {channel, send} = fakeBroker();
			const wire = openWire(channel);
			// biome-ignore lint/suspicious/noExplicitAny: what is asked does not matter here, only what is answered
			const asked = wire.ask({...apis[name], request: {shape: '', write() {}, read() {}}} as any, undefined);
			send(framed(1, answer));
			await expect(asked, name).resolves.toBeTypeOf('object');
			wire.close();
		}
	});

	test('for records, which are the ones that were written', async () => {
		const {channel, send} = fakeBroker();
		const wire = openWire(channel);
		const asked = wire.ask(apis.fetch, {
			replicaId: -1,
			maxWaitMs: 0,
			minBytes: 1,
			maxBytes: 1,
			isolationLevel: 0,
			sessionId: 0,
			sessionEpoch: -1,
			topics: [],
			forgottenTopicsData: [],
			rackId: '',
		});
		send(framed(1, answerTo('fetch')));
		const {records} = (await asked).responses[0]!.partitions[0]!;
		expect(textsIn(records!)).toEqual(['written on kafka-01', 'written on kafka-02']);
		wire.close();
	});
});

describe('a broker that', () => {
	const failing = async (play: (broker: ReturnType<typeof fakeBroker>) => void, timeoutMs = 5000) => {
		const broker = fakeBroker();
		const wire = openWire(broker.channel, {timeoutMs});
		const asked = wire.ask(apis.metadata, all);
		play(broker);
		const error = await asked.catch(error => error);
		expect(error).toBeInstanceOf(WireError);
		expect(broker.stream.destroyed).toBe(true);
		await expect(wire.ask(apis.metadata, all)).rejects.toBe(error);
		return (error as Error).message;
	};
	const answer = framed(1, answerTo('metadata'));

	test('never answers is left after the time that it has', async () => {
		expect(await failing(() => {}, 50)).toBe('it gave no answer in 0.05 s');
	});

	test('answers in part, and then no more, as well', async () => {
		expect(await failing(({send}) => send(answer.subarray(0, 20)), 50)).toBe('it gave no answer in 0.05 s');
	});

	test('trickles for ever, as well', async () => {
		let trickle: NodeJS.Timeout | undefined;
		const play = ({send}: ReturnType<typeof fakeBroker>) => {
			send(Buffer.of(0, 0x70, 0, 0));
			trickle = setInterval(() => send(Buffer.of(0)), 5);
		};
		expect(await failing(play, 100)).toBe('it gave no answer in 0.1 s');
		clearInterval(trickle);
	});

	test('closes the connection is told so', async () => {
		expect(await failing(({end}) => end())).toBe('it closed the connection');
	});

	test.each([
		['a length that no answer has', Buffer.of(0x7f, 0xff, 0xff, 0xff)],
		['a length below zero', Buffer.of(0xff, 0xff, 0xff, 0xff)],
		['another protocol', Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')],
	])('sends %s is no Kafka', async (_what, bytes) => {
		expect(await failing(({send}) => send(bytes))).toMatch(/^it sent -?\d+ as the length of an answer: is it Kafka\?$/);
	});

	test('answers what nobody asked is not believed', async () => {
		expect(await failing(({send}) => send(framed(7, answerTo('metadata'))))).toBe('it answered what was not asked');
	});

	test('answers with more than the answer is not believed', async () => {
		const longer = Buffer.concat([answerTo('metadata'), Buffer.of(0)]);
		expect(await failing(({send}) => send(framed(1, longer)))).toBe('the answer is longer than it says');
	});
});
