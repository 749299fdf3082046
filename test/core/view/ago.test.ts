import {expect, test} from 'vitest';
import {ago} from '../../../source/core/view/ago.ts';

const now = Date.UTC(2026, 10, 23, 12);
const before = (seconds: number) => ago(new Date(now - seconds * 1000).toISOString(), now);

test.each([
	[0, 'just now'],
	[59.9, 'just now'],
	[60, '1 minute ago'],
	[119, '1 minute ago'],
	[120, '2 minutes ago'],
	[3599, '59 minutes ago'],
	[3600, '1 hour ago'],
	[7200, '2 hours ago'],
	[86_399, '23 hours ago'],
	[86_400, '1 day ago'],
	[172_800, '2 days ago'],
	[400 * 86_400, '400 days ago'],
])('%d s before: %s', (seconds, expected) => {
	expect(before(seconds)).toBe(expected);
});

test('a time that is still to come, by a clock that was set back, is just now', () => {
	expect(before(-7200)).toBe('just now');
});

test('what is no time is no error', () => {
	expect(ago('yesterday', now)).toBe('just now');
});
