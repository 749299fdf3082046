import type {WayOut} from '../../core/events.ts';

/** `a (1), b (2)`: names with their ids, by id. */
export const namedIds = (ids: Readonly<Record<string, number | undefined>>): string =>
	Object.entries(ids)
		.sort(([a, left = 0], [b, right = 0]) => left - right || (a < b ? -1 : 1))
		.map(([name, id]) => (id === undefined ? name : `${name} (${id})`))
		.join(', ');

export const say = (text: string): WayOut => ({say: text});
export const run = (command: string): WayOut => ({run: command});
export const putBack = (line: string): WayOut => say(`Put \`${line}\` back into the cluster file.`);
