import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {answersIn, askZookeeper, type Read} from '../../../../source/kafka/roles/zookeeper/wire.ts';

const reads = [{get: '/cluster/id'}, {list: '/brokers/ids'}] as const satisfies readonly Read[];

/** What ZooKeeper 3.8.4 sent for these reads, with a close at the end. */
const recorded =
	'00000025000000000000271002000014840e0003000000109dd54a22dd0ef51e195e8c98bbe6e3b60000000085000000010000000100000086000000000000002d7b2276657273696f6e223a2231222c226964223a227244384f38307630546e61684644446b354f61734867227d00000001000000270000000100000027000001a222e5cf46000001a222e5cf4600000000000000000000000000000000000000000000002d0000000000000001000000270000002300000002000000010000008600000000000000030000000131000000013200000001330000001000000009000000010000008700000000';
const bytes = Buffer.from(recorded, 'hex');

test('what a real server sent is read', () => {
	expect(answersIn(bytes.toString('base64'), reads)).toEqual([
		{data: '{"version":"1","id":"rD8O80v0TnahFDDk5OasHg"}'},
		{children: ['1', '2', '3']},
	]);
});

test('an answer that is cut anywhere is no answer', () => {
	// The last frame is of the close.
	for (let size = 0; size < bytes.length - 20; size++) {
		expect(answersIn(bytes.subarray(0, size).toString('base64'), reads)).toBeUndefined();
	}
});

test('any bytes at all are read without an error', () => {
	fc.assert(
		fc.property(fc.uint8Array({maxLength: 300}), garbage => {
			answersIn(Buffer.from(garbage).toString('base64'), reads);
			answersIn(Buffer.concat([bytes.subarray(0, 41), garbage]).toString('base64'), reads);
		}),
	);
});

describe('the request', () => {
	test('quotes what it is given', () => {
		const {text} = askZookeeper('$(id)', 2181, [{get: '/a b'}]);
		expect(text).toContain(`'\\''$(id)'\\''`);
	});

	test('of a node that is not there is answered with the code of that', () => {
		const session = bytes.subarray(0, 41);
		const reply = Buffer.alloc(20);
		reply.writeInt32BE(16, 0);
		reply.writeInt32BE(1, 4);
		reply.writeInt32BE(-101, 16);
		expect(answersIn(Buffer.concat([session, reply]).toString('base64'), [{get: '/none'}])).toEqual([{error: -101}]);
	});
});
