import {afterEach, beforeEach, expect, test, vi} from 'vitest';
import {createStore} from '../../../source/ui/hooks/use-run-state.ts';

beforeEach(() => {
	vi.useFakeTimers();
});
afterEach(() => {
	vi.useRealTimers();
});

function watched() {
	const store = createStore(0, 100);
	const told: number[] = [];
	store.subscribe(() => told.push(store.get()));
	return {store, told};
}

test('many changes are told at most once in a while, and the last of them always', () => {
	const {store, told} = watched();
	for (let at = 1; at <= 350; at++) {
		store.set(at);
		vi.advanceTimersByTime(1);
	}
	vi.advanceTimersByTime(1000);
	expect(told.length).toBeLessThanOrEqual(5);
	expect(told.at(-1)).toBe(350);
	expect(vi.getTimerCount()).toBe(0);
});

test('what is told of does not change before that', () => {
	const {store} = watched();
	store.set(1, true);
	store.set(2);
	expect([store.get(), store.latest()]).toEqual([1, 2]);
	store.flush();
	expect(store.get()).toBe(2);
	expect(vi.getTimerCount()).toBe(0);
});

test('an urgent change is told at once, the same state not again', () => {
	const {store, told} = watched();
	store.set(1, true);
	store.set(1, true);
	vi.advanceTimersByTime(1000);
	expect(told).toEqual([1]);
});

test('who has left is not told', () => {
	const {store} = watched();
	const told: number[] = [];
	const leave = store.subscribe(() => told.push(store.get()));
	leave();
	store.set(1, true);
	expect(told).toEqual([]);
});
