import {PassThrough} from 'node:stream';
import fc from 'fast-check';
import {afterEach, describe, expect, it, vi} from 'vitest';
import {silenceSeconds, watchSilence} from '../../source/ssh/liveness.ts';
import {boundedOutput} from '../../source/ssh/shell/bounded-output.ts';
import {frameReader} from '../../source/ssh/shell/frames.ts';

describe('frames', () => {
	it('are the same however the stream is cut', () => {
		const token = 'ks01';
		const part = fc.oneof(
			fc.constantFrom('k', 'ks', 'ks0', 'ks01', ':', '/', 'ks01:', 'ks01:99:0/', 'é', '\n'),
			fc.string({maxLength: 4}),
		);
		const output = fc.array(part, {maxLength: 6}).map(parts => Buffer.from(parts.join('')));
		fc.assert(
			fc.property(
				fc.array(fc.tuple(output, fc.nat(255)), {maxLength: 4}),
				fc.array(fc.nat(12), {minLength: 1}),
				(commands, cuts) => {
					// An output that ends in half a mark swallows the start of the mark itself in no reading.
					fc.pre(commands.every(([bytes], id) => !bytes.includes(`${token}:${id}:`)));
					const stream = Buffer.concat(commands.flatMap(([bytes, code], id) => [bytes, Buffer.from(`${token}:${id}:${code}/`)]));
					const results: {text: string; code: number}[] = [];
					let bytes: Buffer[] = [];
					let running = 0;
					const read = frameReader(
						() => token,
						() => running,
						{
							onBytes: more => bytes.push(Buffer.from(more)),
							onMark(id, code) {
								results.push({text: Buffer.concat(bytes).toString(), code});
								bytes = [];
								running = id + 1;
							},
						},
					);
					let at = 0;
					for (let index = 0; at < stream.length; index++) {
						const size = (cuts[index % cuts.length] ?? 0) + 1;
						read(stream.subarray(at, at + size));
						at += size;
					}
					expect(results).toEqual(commands.map(([output_, code]) => ({text: output_.toString(), code})));
				},
			),
		);
	});
});

describe('a bounded output', () => {
	it('keeps what is short as it is, however it comes', () => {
		fc.assert(
			fc.property(fc.array(fc.string({unit: 'grapheme', maxLength: 4})), parts => {
				const output = boundedOutput(1000);
				for (const part of parts) output.push(Buffer.from(part));
				expect(output.text()).toBe(parts.join(''));
			}),
		);
	});

	it('keeps both ends of what is long, and only whole characters', () => {
		fc.assert(
			fc.property(
				fc.array(fc.constantFrom('a', 'é', '€', '😀'), {minLength: 20, maxLength: 60}),
				fc.integer({min: 1, max: 9}),
				(characters, size) => {
					const all = Buffer.from(characters.join(''));
					const output = boundedOutput(9);
					for (let at = 0; at < all.length; at += size) output.push(all.subarray(at, at + size));
					const text = output.text();
					if (all.length <= 18) return expect(text).toBe(characters.join(''));
					const [first, note, last] = text.split('\n');
					expect(note).toBe(`[${all.length - 18} bytes left out]`);
					expect(characters.join('').startsWith(first!)).toBe(true);
					expect(characters.join('').endsWith(last!)).toBe(true);
					expect(Buffer.byteLength(first!)).toBeGreaterThan(5);
					expect(Buffer.byteLength(last!)).toBeGreaterThan(5);
				},
			),
		);
	});

	it('takes little time for an output that comes byte by byte', () => {
		const output = boundedOutput();
		const byte = Buffer.from('a');
		const begun = process.cpuUsage();
		for (let count = 0; count < 2 * 1024 * 1024; count++) output.push(byte);
		expect(output.text()).toMatch(/^a+\n\[1048576 bytes left out\]\na+$/);
		expect(process.cpuUsage(begun).user / 1000).toBeLessThan(3000);
	});
});

describe('silence', () => {
	afterEach(() => vi.useRealTimers());

	it('is a dead link after less than 20 s, and not before', () => {
		vi.useFakeTimers();
		const socket = new PassThrough();
		const dead = vi.fn();
		watchSilence(socket, dead);
		vi.advanceTimersByTime((silenceSeconds - 1) * 1000);
		expect(dead).not.toHaveBeenCalled();
		vi.advanceTimersByTime(60_000);
		expect(dead).toHaveBeenCalledTimes(1);
		expect(silenceSeconds).toBeLessThan(20);
	});

	it('ends with every byte', () => {
		vi.useFakeTimers();
		const socket = new PassThrough();
		const dead = vi.fn();
		const stop = watchSilence(socket, dead);
		for (let round = 0; round < 10; round++) {
			vi.advanceTimersByTime(15_000);
			socket.emit('data', Buffer.from('x'));
		}
		stop();
		vi.advanceTimersByTime(60_000);
		expect(dead).not.toHaveBeenCalled();
	});
});
