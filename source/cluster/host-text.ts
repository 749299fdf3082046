import type {Host} from '../core/inventory.ts';
import {hostTextPattern} from './schema/schema-access.ts';

/** Reads `name`, `user@name:port` and what lies between; undefined for anything else, an impossible port included. */
export function parseHostText(text: string): Host | undefined {
	if (!hostTextPattern.test(text)) return undefined;
	const [, user, name, digits] = /^(?:([^@]*)@)?([^:]*)(?::(\d+))?$/.exec(text) ?? [];
	if (name === undefined) return undefined;
	const port = digits === undefined ? undefined : Number(digits);
	if (port !== undefined && (port < 1 || port > 65535)) return undefined;
	return {name, ...(user === undefined ? {} : {user}), ...(port === undefined ? {} : {port})};
}
