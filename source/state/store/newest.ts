import {openStore} from './open-store.ts';
import type {Tell} from './own-file.ts';

/** A short list of what was last, in a file of its own. */
export type Newest<T> = {
	/** The newest first; what is not of the right shape is left out. */
	list(): readonly T[];
	/** Adds one, or puts it in the place of the one with its key. */
	keep(item: T): void;
};

export type Droppable = {
	/** Forgets the one with this key. */
	drop(key: string): void;
};

type Rules<T> = {
	/** So many are kept. */
	readonly most: number;
	readonly fits: (value: unknown) => value is T;
	readonly keyOf: (item: T) => string;
};

/** The list NAME in the file FILE.json. `tell` gets what is to be said of the file, such as that it was damaged. */
export function openNewest<T>(folder: string, file: string, name: string, rules: Rules<T>, tell?: Tell): Newest<T> & Droppable {
	const {most, fits, keyOf} = rules;
	const store = openStore<Record<string, unknown>>(folder, file, {[name]: []}, tell);
	const fitting = (stored: unknown): readonly T[] => (Array.isArray(stored) ? stored.filter(fits) : []);
	const others = (stored: unknown, key: string) => fitting(stored).filter(one => keyOf(one) !== key);
	return {
		list: () => fitting(store.get(name)),
		// What another process has put there since stays: one entry is changed, by its key.
		keep: item => store.update(name, stored => [item, ...others(stored, keyOf(item))].slice(0, most)),
		drop: key => store.update(name, stored => others(stored, key)),
	};
}
