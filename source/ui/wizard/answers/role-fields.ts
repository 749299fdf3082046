import type {ConnectorPlugin} from '../../../cluster/cluster.ts';
import {type Role, roles} from '../../../cluster/roles.ts';
import type {RoleField} from './answers.ts';
import {defaults} from './defaults.ts';
import {listOf} from './list-of.ts';
import {pluginData, pluginText} from './plugin-text.ts';

/** A key of a role's section that the wizard asks for. */
export type AskedKey = {
	readonly id: RoleField;
	readonly role: Role;
	readonly key: string;
	readonly label: string;
	readonly besideSource: boolean;
	/** Without an answer; undefined where it depends on the host. */
	readonly usual: unknown;
};

export function askedKeys(): readonly AskedKey[] {
	const usual = defaults();
	return roles.flatMap(({id: role, asked}) =>
		asked.map(({key, label, besideSource = false}) => ({
			id: `${role}.${key}` as RoleField,
			role,
			key,
			label,
			besideSource,
			usual: (usual[role] as Readonly<Record<string, unknown>>)[key],
		})),
	);
}

/** A value of a cluster as it is typed. */
export function textOfValue(value: unknown): string {
	if (value === undefined) return '';
	if (Array.isArray(value)) return value.join(', ');
	return typeof value === 'object' && value !== null ? pluginText(value as ConnectorPlugin) : String(value);
}

/** What was typed, as a cluster file has it: of the kind that the default has. A number that is none stays as it was typed. */
export function valueOfText(text: string, usual: unknown): unknown {
	if (text === '') return undefined;
	if (Array.isArray(usual)) return listOf(text);
	if (typeof usual === 'object' && usual !== null) return pluginData(text);
	return typeof usual === 'number' && /^\d{1,15}$/.test(text) ? Number(text) : text;
}
