import {expect, test} from 'vitest';
import {openWire} from '../../../source/kafka/wire/client.ts';
import {quorumAt} from '../../../source/kafka/wire/quorum.ts';
import {fakeKafka} from '../../helpers/fake-kafka.ts';
import {quorumAnswer} from '../../helpers/fake-quorum.ts';
import {fakeBroker, framed, recorded} from './broker.ts';

type Answer = ReturnType<typeof quorumAnswer>;

const asked = async (answer: Answer) => {
	const wire = openWire(fakeKafka({describeQuorum: () => answer})().channel);
	try {
		return await quorumAt(wire);
	} finally {
		wire.close();
	}
};
const good = quorumAnswer({
	leader: 'kafka-02',
	voters: {'kafka-01': {behind: 40}, 'kafka-02': {}},
	observers: {1: 'AAECAwQFBgcICQoLDA0ODw'},
});
const [topic] = good.topics;
const [partition] = topic!.partitions;
const withPartition = (change: Partial<NonNullable<typeof partition>>): Answer => ({
	...good,
	topics: [{...topic!, partitions: [{...partition!, ...change}]}],
});

test('the answer of Kafka 3.9.2, as it was recorded, is read: its directories have no ids', async () => {
	const {channel, send} = fakeBroker();
	const wire = openWire(channel);
	const state = quorumAt(wire);
	send(framed(1, recorded.find(({name}) => name === 'describeQuorum')!.answer));
	expect(await state).toEqual({
		leader: 1,
		highWatermark: 120,
		voters: [{id: 1, directoryId: '', endOffset: 120, lastCaughtUp: 1_795_935_137_552}],
		observers: [],
	});
	wire.close();
});

test('directory ids are read as Kafka writes them, and who only looks is told from who votes', async () => {
	expect(await asked(good)).toMatchObject({
		leader: 102,
		voters: [{id: 101}, {id: 102, endOffset: 1000}],
		observers: [{id: 1, directoryId: 'AAECAwQFBgcICQoLDA0ODw'}],
	});
});

test.each<[string, Answer]>([
	['another than the active one was asked', withPartition({errorCode: 6})],
	['nobody is active', withPartition({leaderId: -1})],
	['it may not be asked', {...good, errorCode: 31}],
	['nothing is said of the log', {...good, topics: []}],
	['nothing is said of its partition', {...good, topics: [{...topic!, partitions: []}]}],
])('no state where %s', async (_, answer) => {
	expect(await asked(answer)).toBeUndefined();
});
