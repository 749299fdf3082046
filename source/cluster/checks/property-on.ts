import type {Placed, View} from '../file/view.ts';
import type {Path} from '../file/yaml-tree.ts';
import type {Role} from '../roles.ts';

/** A property of a role's service on one host, by its place in `hosts`: what the host has of its own, or else what all have. */
export function propertyOn(view: View, role: Role, index: number, key: string): Placed | undefined {
	const paths: readonly Path[] = [
		['hosts', index, 'properties', role, key],
		[role, 'extraProperties', key],
	];
	for (const path of paths) {
		const value = view.text(path);
		if (value !== undefined) return {value: value.trim(), path};
	}
	return undefined;
}
