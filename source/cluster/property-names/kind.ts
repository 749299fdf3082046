/** The number that is one too large for a type; the least one is as far from 0. */
export const largest = {short: 2 ** 15, int: 2 ** 31, long: 2 ** 63, double: Number.POSITIVE_INFINITY} as const;

/** What a property takes. Of `text`, the code that reads it knows more than a table could say. */
export type Kind =
	| {readonly is: 'text' | 'boolean'}
	| {readonly is: 'word' | 'anycase' | 'words'; readonly words: readonly string[]}
	| {
			readonly is: keyof typeof largest;
			readonly least: number | undefined;
			readonly most: number | undefined;
			readonly also: number | undefined;
	  };

export type Kinds = ReadonlyMap<string, Kind>;

function kindIn(text: string): Kind {
	const [is, ...rest] = text.split(' ') as [Kind['is'], ...string[]];
	if (is === 'text' || is === 'boolean') return {is};
	if (is === 'word' || is === 'anycase' || is === 'words') return {is, words: rest};
	const [least, most] = (rest[0] ?? '..').split('..').map(limit => (limit === '' ? undefined : Number(limit)));
	return {is, least, most, also: rest[1] === undefined ? undefined : Number(rest[1])};
}

/**
 * The names of a list by kind. A line that ends in a colon is a kind: `boolean:`, `int 1..:` (from 1), `int 1..9 -1:` (or -1), `word a b:` (one of
 * them), `anycase a b:` (in any case), `words a b:` (some of them), `text:`. Each of those that follow has what its names begin
 * with, or `*` for nothing, and then the rest of each.
 */
export function kindsIn(list: string): Kinds {
	const found = new Map<string, Kind>();
	let kind: Kind = {is: 'text'};
	for (const line of list.trim().split('\n')) {
		if (line.endsWith(':')) {
			kind = kindIn(line.slice(0, -1));
			continue;
		}
		const [start = '', ...rest] = line.split(' ');
		for (const name of rest) found.set(start === '*' ? name : start + name, kind);
	}
	return found;
}
