import {type Clock, silenceMs} from './heartbeat.ts';

/** Writes lines, and knows how long it was silent. */
export type Printer = {
	/** Writes the lines at once; an empty list breaks no silence. */
	print(lines: readonly string[]): void;
	/** From now on prints after each long silence what `alive` says. */
	watch(alive: () => readonly string[]): void;
	stop(): void;
};

export function createPrinter(write: (text: string) => void, clock: Clock): Printer {
	let lastWrite = clock.now();
	let stopHeart = () => {};
	const print = (lines: readonly string[]) => {
		if (lines.length === 0) return;
		lastWrite = clock.now();
		write(lines.join('\n') + '\n');
	};
	return {
		print,
		watch(alive) {
			stopHeart = clock.every(1000, () => {
				if (clock.now() - lastWrite >= silenceMs) print(alive());
			});
		},
		stop: () => stopHeart(),
	};
}
