import {type Document, isAlias, isMap, isPair, isScalar, isSeq, type Node, type Pair} from 'yaml';
import {quoted} from './problems.ts';

export type Path = readonly (string | number)[];

/** A path as it is written in messages: `connect.sources[0].url`. */
export function pathText(path: Path): string {
	return path
		.map((part, index) => {
			if (typeof part === 'number') return `[${part}]`;
			if (!/^[\w.-]+$/.test(part)) return `[${quoted(part)}]`;
			return index === 0 ? part : `.${part}`;
		})
		.join('');
}

function resolved(node: unknown, document: Document): unknown {
	return isAlias(node) ? node.resolve(document) : node;
}

function keyText(pair: Pair): string {
	return isScalar(pair.key) ? String(pair.key.value) : String(pair.key);
}

function start(node: unknown): number | undefined {
	return (node as Node | null | undefined)?.range?.[0];
}

/**
 * Where a path of the file begins: the value, or the key that it belongs to. What is not there, or came in through a merge
 * (`<<`), is at the nearest place above.
 */
export function offsetOf(document: Document, path: Path, on: 'key' | 'value'): number {
	let node = resolved(document.contents, document);
	let offset = start(node) ?? 0;
	// Where the mapping that lacks a key is named.
	let owner = offset;
	for (const [index, part] of path.entries()) {
		const last = index === path.length - 1;
		if (isMap(node)) {
			const pair = node.items.find(item => keyText(item) === String(part));
			if (pair === undefined) return owner;
			// A missing value has no range in `{a}`, and a useless one behind the line in `a:`.
			const empty = isScalar(pair.value) && pair.value.value === null && pair.value.source === '';
			const place = (last && on === 'key') || empty ? start(pair.key) : (start(pair.value) ?? start(pair.key));
			offset = place ?? offset;
			owner = start(pair.key) ?? offset;
			node = resolved(pair.value, document);
		} else if (isSeq(node)) {
			const item = node.items[Number(part)];
			if (item === undefined || isPair(item)) return offset;
			offset = start(item) ?? offset;
			owner = offset;
			node = resolved(item, document);
		} else return offset;
	}
	return offset;
}

/** Takes numbers and truth values as the text that stands in the file, where only a text is meant: 7.10 is not 7.1. */
export function keepAsWritten(pair: Pair): void {
	const key = keyText(pair);
	if (key === 'version' || key === 'rack') asText(pair.value);
	if (key === 'extraProperties') asTexts(pair.value);
	// Those of a host: a mapping for each of its roles.
	if (key === 'properties' && isMap(pair.value)) for (const {value} of pair.value.items) asTexts(value);
}

function asTexts(node: unknown): void {
	if (isMap(node)) for (const {value} of node.items) asText(value);
}

function asText(node: unknown): void {
	if (isScalar(node) && (typeof node.value === 'number' || typeof node.value === 'boolean' || typeof node.value === 'bigint')) {
		node.value = node.source ?? String(node.value);
	}
}
