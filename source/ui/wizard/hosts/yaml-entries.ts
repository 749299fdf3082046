import {type Alias, type Document, isAlias, isMap, isScalar, isSeq, type Node, visit} from 'yaml';

/** A key of a mapping with its value, both with aliases followed; `at`: the offset of the key in the text. */
export type Entry = {readonly key: string; readonly at: number; readonly value: unknown};

/** A document as it is meant: aliases (`*name`) followed, mappings that are merged (`<<: *name`) taken in. */
export type YamlEntries = {
	/** What a node is, an alias followed. Undefined for an alias that leads to nothing, and once too much was read. */
	plain(node: unknown): unknown;
	/** Those of a mapping, its own before those merged into it; none of anything else. */
	entries(node: unknown): readonly Entry[];
	/** Those of a list; none of anything else. */
	items(node: unknown): readonly unknown[];
	/** What makes the whole unreadable: an alias that leads to nothing, or more than an inventory can hold. */
	trouble(): {readonly at: number; readonly message: string} | undefined;
};

/** So many keys may be behind aliases, beside what the text itself has: a few lines of aliases can stand for billions. */
const mostRead = 20_000;

/** Each alias with what it names, which is the last anchor of that name before it. */
function namedBy(document: Document): ReadonlyMap<Alias, Node> {
	const anchors = new Map<string, Node>();
	const named = new Map<Alias, Node>();
	visit(document, {
		Alias(_key, alias) {
			const node = anchors.get(alias.source);
			if (node !== undefined) named.set(alias, node);
		},
		Node(_key, node) {
			if ('anchor' in node && node.anchor !== undefined) anchors.set(node.anchor, node);
		},
	});
	return named;
}

export const textOf = (node: unknown): string => (isScalar(node) ? String(node.value) : '');

/** @param length of the text, in characters */
export function yamlEntries(document: Document, length: number): YamlEntries {
	const named = namedBy(document);
	// Each key of the text takes two characters at least, and is read twice at most.
	let left = mostRead + length;
	let trouble: ReturnType<YamlEntries['trouble']>;
	const offset = (node: unknown) => (node as Node | null)?.range?.[0] ?? 0;

	function plain(node: unknown): unknown {
		if (!isAlias(node)) return node;
		const target = named.get(node);
		if (target === undefined) trouble ??= {at: offset(node), message: `nothing in this file is called &${node.source}`};
		return target;
	}

	/** Whether so many more may be read. */
	function spend(count: number): boolean {
		left -= count;
		if (left < 0) trouble ??= {at: 0, message: 'its anchors and aliases hold far more than an inventory has'};
		return left >= 0;
	}

	/** `above`: the mappings that are being merged, for one may name itself. */
	function entries(given: unknown, above: readonly unknown[] = []): readonly Entry[] {
		const node = plain(given);
		if (!isMap(node) || above.includes(node) || !spend(node.items.length + 1)) return [];
		const found = new Map<string, Entry>();
		const merged: unknown[] = [];
		for (const {key, value} of node.items) {
			const name = plain(key);
			if (isScalar(name) && name.value === '<<' && name.type === 'PLAIN') merged.push(value);
			else found.set(textOf(name), {key: textOf(name), at: offset(key), value: plain(value)});
		}
		for (const one of merged.map(plain).flatMap(value => (isSeq(value) ? items(value) : [value]))) {
			for (const entry of entries(one, [...above, node])) if (!found.has(entry.key)) found.set(entry.key, entry);
		}
		return [...found.values()];
	}

	function items(given: unknown): readonly unknown[] {
		const node = plain(given);
		return isSeq(node) && spend(node.items.length) ? node.items.map(plain) : [];
	}

	return {plain, entries: node => entries(node), items, trouble: () => trouble};
}
