import {tableParts} from '../../../cluster/tables.ts';
import type {Settings} from '../../settings.ts';

/** The settings of a source that say which tables it reads. */
export const tableSettings = ['catalog.pattern', 'schema.pattern', 'table.whitelist'] as const;

/** A table by what the source's file says of where it is, the outermost first, and its bare name. */
export type Table = {readonly place: readonly string[]; readonly name: string};

/**
 * The tables of a source's file in one form: earlier versions wrote `public.orders` for what is now `orders` in `public`, which is
 * no other table.
 */
export function tablesIn(settings: Settings): readonly Table[] {
	const place = [settings['catalog.pattern'], settings['schema.pattern']].filter(part => part !== undefined && part !== '');
	const names = (settings['table.whitelist'] ?? '').split(',').filter(name => name !== '');
	return names.map(table => {
		const parts = [...place, ...(tableParts(table) ?? [table])] as readonly string[];
		return {place: parts.slice(0, -1), name: parts.at(-1)!};
	});
}

/** Whether two may be one: what only one of the two says of its place is no contradiction. */
export function maybeSame(one: Table, other: Table): boolean {
	const length = Math.min(one.place.length, other.place.length);
	const inner = ({place}: Table) => place.slice(place.length - length).join('.');
	return one.name === other.name && inner(one) === inner(other);
}
