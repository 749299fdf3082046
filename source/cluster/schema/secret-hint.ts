import type {View} from '../file/view.ts';
import {type Path, pathText} from '../file/yaml-tree.ts';
import {parseSecretRef, secretRefForms} from '../secret-refs.ts';

function variableName(path: Path, view: View): string {
	const last = String(path.at(-1)).replace(/([a-z])([A-Z])/g, '$1_$2');
	const owner = view.text([...path.slice(0, -1), 'name']) ?? (path[0] === 'ssh' ? 'ssh' : view.text(['name']));
	return [owner ?? 'kafka', last]
		.join('_')
		.toUpperCase()
		.replace(/[^A-Z0-9]+/g, '_')
		.replace(/^(?=[0-9])/, '_')
		.slice(0, 60);
}

/** Message and hint for a value that is no good reference to a secret. The value itself is never in them: it may be the secret. */
export function secretHint(path: Path, value: unknown, view: View): readonly [message: string, hint: string] {
	const name = pathText(path);
	const key = String(path.at(-1));
	if (value === null) return [`${name} has no value`, `it takes ${secretRefForms}; or take the line out`];
	const parsed = typeof value === 'string' ? parseSecretRef(value) : undefined;
	if (typeof value === 'string' && /^(?:env|file|exec|prompt):/.test(value) && parsed !== undefined && 'problem' in parsed) {
		return [`${name}: ${parsed.problem}`, `it takes ${secretRefForms}`];
	}
	return [
		`${name} holds the secret itself, or what is no reference to one`,
		`put the value into an environment variable and write "${key}: env:${variableName(path, view)}",\n` +
			`or let it be asked for with "${key}: prompt:". Allowed: ${secretRefForms}`,
	];
}
