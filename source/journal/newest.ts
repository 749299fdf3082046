import {openStore} from './open-store.ts';

/** A short list of what was last, in a file of its own. */
export type Newest<T> = {
	/** The newest first; what is not of the right shape is left out. */
	list(): readonly T[];
	/** Adds one, or puts it in the place of the one with its key. */
	keep(item: T): void;
};

type Rules<T> = {
	/** So many are kept. */
	readonly most: number;
	readonly fits: (value: unknown) => value is T;
	readonly keyOf: (item: T) => string;
};

/** The list NAME in the file FILE.json. */
export function openNewest<T>(folder: string, file: string, name: string, {most, fits, keyOf}: Rules<T>): Newest<T> {
	const store = openStore<Record<string, readonly T[]>>(folder, file, {[name]: []});
	const list = () => {
		const stored: unknown = store.get(name);
		return Array.isArray(stored) ? stored.filter(fits) : [];
	};
	return {
		list,
		keep: item => store.set(name, [item, ...list().filter(one => keyOf(one) !== keyOf(item))].slice(0, most)),
	};
}
