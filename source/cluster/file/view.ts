import type {Path} from './yaml-tree.ts';

/** A text of the file and where it stands. */
export type Placed<T = string> = {readonly value: T; readonly path: Path};

/**
 * The plain data of a file that may still be wrong in places, and a voice. A check takes what has the right type and leaves
 * the rest to the schema, so that one run finds everything.
 */
export type View = {
	at(path: Path): unknown;
	text(path: Path): string | undefined;
	integer(path: Path): number | undefined;
	/** The texts of a list; the other items are left out. */
	texts(path: Path): readonly Placed[];
	/** The number of items of a list, 0 where there is none. */
	length(path: Path): number;
	entries(path: Path): readonly (readonly [key: string, value: unknown])[];
	/** Only the first problem of a place is kept. `about`: the key that it is about, where that is another one. */
	report(path: Path, message: string, hint?: string, on?: 'key' | 'value', about?: Path): void;
};

export type Reporter = View['report'];

function lookUp(value: unknown, path: Path): unknown {
	let current = value;
	for (const part of path) {
		if (typeof current !== 'object' || current === null || !Object.hasOwn(current, part)) return undefined;
		current = (current as Record<string | number, unknown>)[part];
	}
	return current;
}

export function viewOf(value: unknown, report: Reporter): View {
	const at = (path: Path) => lookUp(value, path);
	const list = (path: Path): readonly unknown[] => {
		const found = at(path);
		return Array.isArray(found) ? found : [];
	};
	return {
		at,
		text(path) {
			const found = at(path);
			return typeof found === 'string' ? found : undefined;
		},
		integer(path) {
			const found = at(path);
			return Number.isInteger(found) ? (found as number) : undefined;
		},
		texts: path => list(path).flatMap((item, index) => (typeof item === 'string' ? [{value: item, path: [...path, index]}] : [])),
		length: path => list(path).length,
		entries(path) {
			const found = at(path);
			return typeof found === 'object' && found !== null && !Array.isArray(found) ? Object.entries(found) : [];
		},
		report,
	};
}
