import {afterEach, beforeEach, expect, test, vi} from 'vitest';
import {createClock, tickMs} from '../../../source/ui/hooks/use-clock.ts';

beforeEach(() => {
	vi.useFakeTimers();
});
afterEach(() => {
	vi.useRealTimers();
});

test('one timer ticks for all, and none is left when the last has gone', () => {
	const clock = createClock();
	const heard: string[] = [];
	const first = clock.subscribe(() => heard.push('first'));
	const second = clock.subscribe(() => heard.push('second'));
	expect(vi.getTimerCount()).toBe(1);
	vi.advanceTimersByTime(tickMs);
	first();
	vi.advanceTimersByTime(tickMs);
	expect(heard).toEqual(['first', 'second', 'second']);
	second();
	expect(vi.getTimerCount()).toBe(0);
	clock.subscribe(() => heard.push('third'));
	vi.advanceTimersByTime(tickMs);
	expect(heard.at(-1)).toBe('third');
});
