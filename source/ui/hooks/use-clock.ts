import {useSyncExternalStore} from 'react';

/** The time, and who wants to hear of it: one timer for all spinners and times of a screen. */
export type Clock = {now(): number; subscribe(tick: () => void): () => void};

/** Length of a tick in milliseconds: four a second are enough for a spinner to look alive, and cost little over a slow link. */
export const tickMs = 250;

export function createClock(): Clock {
	const ticks = new Set<() => void>();
	let timer: NodeJS.Timeout | undefined;
	return {
		now: Date.now,
		subscribe(tick) {
			ticks.add(tick);
			timer ??= setInterval(() => {
				for (const one of ticks) one();
			}, tickMs);
			return () => {
				ticks.delete(tick);
				if (ticks.size > 0) return;
				clearInterval(timer);
				timer = undefined;
			};
		},
	};
}

/** The time in milliseconds since 1970, in whole ticks. */
export const useClock = (clock: Clock): number =>
	useSyncExternalStore(clock.subscribe, () => Math.floor(clock.now() / tickMs) * tickMs);
