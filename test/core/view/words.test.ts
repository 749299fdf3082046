import {expect, test} from 'vitest';
import {elapsed, names, size} from '../../../source/core/view/words.ts';

test('a time that runs is told in whole seconds', () => {
	expect([-5, 999, 41_900, 124_000, 3_725_000].map(elapsed)).toEqual(['0s', '0s', '41s', '2m 04s', '1h 02m']);
});

test('few hosts are named, many counted', () => {
	expect(names(['a', 'b'])).toBe('a, b');
	expect(names(['a', 'b', 'c', 'd', 'e', 'f', 'g'])).toBe('7 hosts');
});

test('sizes as people read them', () => {
	expect([812, 41_400, 11_200_000].map(size)).toEqual(['812 B', '41 kB', '11.2 MB']);
});
