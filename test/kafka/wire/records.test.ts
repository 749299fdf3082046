import {expect, test} from 'vitest';
import {crc32c} from '../../../source/kafka/wire/crc32c.ts';
import {batchOf, textsIn} from '../../../source/kafka/wire/records.ts';

test('the checksum is CRC-32C: the value of its definition', () => {
	expect(crc32c(Buffer.from('123456789'))).toBe(0xe3069283);
});

test('what is written is read back', () => {
	const texts = ['written on kafka-01', '', 'ä'.repeat(200)];
	expect(textsIn(batchOf(texts, 1_700_000_000_000))).toEqual(texts);
	expect(textsIn(Buffer.concat([batchOf(['a'], 1), batchOf(['b', 'c'], 2)]))).toEqual(['a', 'b', 'c']);
	expect(textsIn(Buffer.alloc(0))).toEqual([]);
});

test('a batch that is cut at the end of an answer is left out', () => {
	const bytes = Buffer.concat([batchOf(['a'], 1), batchOf(['b'], 2)]);
	expect(textsIn(bytes.subarray(0, -1))).toEqual(['a']);
});

test('a batch of which a bit is wrong is refused', () => {
	const bytes = batchOf(['written on kafka-01'], 1);
	for (let at = 16; at < bytes.length; at++) {
		const wrong = Buffer.from(bytes);
		wrong[at]! ^= 1;
		expect(() => textsIn(wrong)).toThrow(/^records /);
	}
});
