import {useSyncExternalStore} from 'react';

/** Something that changes outside of React; `get` answers with the same object until it does. */
export type Store<T> = {get(): T; subscribe(changed: () => void): () => void};

export const useRunState = <T>(store: Store<T>): T => useSyncExternalStore(store.subscribe, store.get);

/** A store that tells of its changes at most once in `everyMs`, but of an urgent one at once. */
export function createStore<T>(first: T, everyMs: number) {
	const listeners = new Set<() => void>();
	let told = first;
	let current = first;
	let toldAt = Number.NEGATIVE_INFINITY;
	let timer: NodeJS.Timeout | undefined;

	const tell = () => {
		clearTimeout(timer);
		timer = undefined;
		if (told === current) return;
		toldAt = performance.now();
		told = current;
		for (const listener of listeners) listener();
	};
	return {
		get: () => told,
		/** The state, also if nobody was told of it yet. */
		latest: () => current,
		set(next: T, urgent = false) {
			current = next;
			if (urgent) tell();
			else timer ??= setTimeout(tell, Math.max(0, toldAt + everyMs - performance.now()));
		},
		subscribe(changed: () => void) {
			listeners.add(changed);
			return () => listeners.delete(changed);
		},
		/** Tells what is left to tell, and leaves no timer. */
		flush: tell,
	};
}
