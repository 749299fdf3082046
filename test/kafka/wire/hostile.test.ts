import {expect, test} from 'vitest';
import {apis} from '../../../source/kafka/wire/apis.ts';
import {readerOf, WireError} from '../../../source/kafka/wire/bytes.ts';
import {textsIn} from '../../../source/kafka/wire/records.ts';
import {skipTagged} from '../../../source/kafka/wire/types.ts';
import {randoms} from '../../helpers/randoms.ts';
import {recorded} from './broker.ts';

const rounds = 10_000;

/** Bits flipped, bytes replaced by lengths that are hard to believe, cut, or repeated. */
function mutated(answer: Buffer, pick: (below: number) => number): Buffer {
	const bytes = Buffer.from(answer);
	for (let changes = 1 + pick(4); changes > 0; changes--) {
		const at = pick(bytes.length);
		const kind = pick(5);
		if (kind === 0) bytes[at]! ^= 1 << pick(8);
		else if (kind === 1) bytes[at] = pick(256);
		else if (kind === 2) bytes.fill(0xff, at, Math.min(bytes.length, at + 1 + pick(5)));
		else if (kind === 3) return bytes.subarray(0, at);
		else return Buffer.concat([bytes.subarray(0, at), bytes.subarray(pick(at + 1))]);
	}
	return bytes;
}

test(`${rounds} mutated answers are read or refused, in bounded time and memory`, () => {
	const next = randoms(14);
	const pick = (below: number) => Math.floor(next() * below);
	let refused = 0;
	const begun = process.memoryUsage.rss();
	for (let round = 0; round < rounds; round++) {
		const {name, answer} = recorded[round % recorded.length]!;
		try {
			const from = readerOf(mutated(answer, pick));
			skipTagged(from);
			const read = apis[name].response.read(from);
			if (name !== 'fetch') continue;
			for (const {partitions} of (read as ReturnType<typeof apis.fetch.response.read>).responses)
				for (const {records} of partitions) if (records !== undefined) textsIn(records);
		} catch (error) {
			expect(error).toBeInstanceOf(WireError);
			refused++;
		}
	}
	expect(refused).toBeGreaterThan(rounds / 10);
	expect(process.memoryUsage.rss() - begun).toBeLessThan(200 * 1024 * 1024);
});

test('a number of items that cannot be true makes nothing', () => {
	// Metadata whose brokers are two thousand million.
	const bytes = Buffer.from('00000000ffffffff0f', 'hex');
	expect(() => apis.metadata.response.read(readerOf(bytes))).toThrow('the answer is cut');
});
