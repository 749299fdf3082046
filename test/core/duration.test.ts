import {expect, test} from 'vitest';
import {duration} from '../../source/core/duration.ts';

test.each([
	[0, '0.0s'],
	[-5, '0.0s'],
	[412, '0.4s'],
	[9100, '9.1s'],
	[9949, '9.9s'],
	[9950, '10s'],
	[41_400, '41s'],
	[59_600, '1m 00s'],
	[124_000, '2m 04s'],
	[3_599_600, '1h 00m'],
	[3_725_000, '1h 02m'],
])('%i ms reads as %s', (ms, text) => {
	expect(duration(ms)).toBe(text);
});
