import {commentOf, type PortTable, shapeOf, tableName} from './port-table.ts';

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The objects of a kind that `nft -j list table` lists; none where it is not such a list. */
function listed(json: string, kind: string): readonly Json[] {
	let value: unknown;
	try {
		value = JSON.parse(json);
	} catch {
		return [];
	}
	const list = isObject(value) && Array.isArray(value.nftables) ? value.nftables : [];
	return list.flatMap(one => (isObject(one) && isObject(one[kind]) && one[kind].table === tableName ? [one[kind]] : []));
}

/**
 * Whether a table is the one that is loaded, by `nft -j list table`: by the text that it was loaded from, and by how many rules
 * and addresses are left of it, for someone may have flushed it or added to it.
 */
export function isLoaded(json: string, table: PortTable): boolean {
	const rules = listed(json, 'rule');
	const chains = listed(json, 'chain');
	const sets = listed(json, 'set').map(({name, elem}) => [String(name), Array.isArray(elem) ? elem.length : 0] as const);
	const shape = shapeOf(table);
	return (
		chains.some(({name, hook, policy}) => name === 'input' && hook === 'input' && policy === 'accept') &&
		rules.length === shape.rules &&
		rules.some(({comment}) => comment === commentOf(table)) &&
		sets.length === shape.sets.size &&
		sets.every(([name, size]) => size > 0 && shape.sets.has(name) && size === (shape.sets.get(name) ?? size))
	);
}
