import {carriesSecret, isReference, looksSecret} from '../../core/secret-text.ts';
import {quoted} from '../file/problems.ts';
import type {View} from '../file/view.ts';
import {type Path, pathText} from '../file/yaml-tree.ts';
import type {ManagedKey} from '../managed-key.ts';
import {managedOfSource} from '../roles/connect.ts';
import {roles} from '../roles.ts';

function checkSection(view: View, section: Path, managed: readonly ManagedKey[]): void {
	const path = [...section, 'extraProperties'];
	for (const [key, value] of view.entries(path)) {
		const owner = managed.find(({pattern}) => pattern.test(key));
		if (owner !== undefined) {
			view.report([...path, key], `${quoted(key)} does not belong in ${pathText(path)}`, owner.instead, 'key');
		} else if ((looksSecret(key) || carriesSecret(String(value))) && !isReference(String(value))) {
			// Also `env:NAME`: it would be written as it is, and taken for the password.
			view.report(
				[...path, key],
				`${pathText(path)}: ${quoted(key)} holds a secret`,
				'extraProperties are written as given, into a file and onto the screen. Only a reference of Kafka’s own config providers goes here: ${dir:/PATH:NAME}',
				'key',
			);
		} else if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
			view.report(
				[...path, key],
				`${pathText(path)}.${key} is a mapping`,
				`write the whole name in one: "${key}.${Object.keys(value)[0] ?? 'NAME'}: VALUE"`,
			);
		}
	}
}

export function checkExtraProperties(view: View): void {
	for (const {id, managed} of roles) checkSection(view, [id], managed);
	for (let index = 0; index < view.length(['connect', 'sources']); index++) {
		checkSection(view, ['connect', 'sources', index], managedOfSource);
	}
}
