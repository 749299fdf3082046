import type * as z from 'zod/mini';
import {roleIds} from '../roles.ts';
import {secretExpected} from '../schema/fields.ts';
import {clusterFile} from '../schema/schema.ts';
import {secretHint} from '../schema/secret-hint.ts';
import {nearest} from './nearest.ts';
import {quoted} from './problems.ts';
import type {View} from './view.ts';
import {type Path, pathText} from './yaml-tree.ts';

type Issue = z.core.$ZodIssue;
// biome-ignore lint/suspicious/noExplicitAny: the definitions of zod's schemas have no common type to walk along
type Definition = any;

function inner(schema: Definition): Definition {
	let current = schema;
	while (current._zod.def.innerType !== undefined) current = current._zod.def.innerType;
	if (current._zod.def.type !== 'union') return current;
	return inner(current._zod.def.options.find((option: Definition) => inner(option)._zod.def.type === 'object') ?? current);
}

function schemaAt(path: Path): Definition | undefined {
	let schema = inner(clusterFile);
	for (const part of path) {
		const definition = schema._zod.def;
		const next = Object.hasOwn(definition.shape ?? {}, part)
			? definition.shape[part]
			: (definition.element ?? definition.valueType);
		if (next === undefined) return undefined;
		schema = inner(next);
	}
	return schema;
}

/** The keys that the schema knows in the mapping at `path`. */
export function knownKeys(path: Path): readonly string[] {
	return Object.keys(schemaAt(path)?._zod.def.shape ?? {});
}

/** Whether the value would do as a text. */
function fitsInQuotes(path: Path, value: unknown): boolean {
	return typeof value !== 'object' && (schemaAt(path)?.safeParse(String(value)).success ?? false);
}

export function suggestion(word: string, known: readonly string[]): string {
	const near = nearest(word, known);
	return near === undefined ? '' : `; did you mean "${near}"?`;
}

/** The sections that know a key which stands in the wrong place. */
function sectionsWith(key: string): readonly string[] {
	return ['ssh', 'platform', ...roleIds].filter(section => knownKeys([section]).includes(key));
}

function reportUnknownKeys(view: View, path: Path, keys: readonly string[]): void {
	const known = knownKeys(path);
	for (const key of keys) {
		const sections = sectionsWith(key).filter(section => section !== path[0]);
		const elsewhere = sections.length === 0 ? '' : `\n"${key}" is a key of ${sections.join(', ')}`;
		view.report(
			[...path, key],
			`unknown key ${quoted(key)}${suggestion(key, known)}`,
			`known here: ${known.join(', ')}${elsewhere}`,
			'key',
		);
	}
}

function reportUnion(view: View, path: Path, issue: z.core.$ZodIssueInvalidUnion): void {
	const value = view.at(path);
	if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
		const branch = issue.errors.find(issues => !issues.some(found => found.path.length === 0 && found.code === 'invalid_type'));
		if (branch !== undefined) {
			for (const found of branch) reportIssue(view, found, [...path, ...(found.path as Path)]);
			return;
		}
	}
	view.report(
		path,
		`${pathText(path)}: ${quoted(value)} is not ${issue.message}`,
		fitsInQuotes(path, value) ? 'put it in quotes' : undefined,
	);
}

type Words = readonly [message: string, hint?: string, on?: 'key' | 'value'];

/** Puts what the schema found at one place into words. Its error texts are what was expected: "… is not a port". */
function wordsOf(view: View, issue: Issue, path: Path): Words {
	const name = pathText(path);
	const value = view.at(path);
	const expected = issue.message;
	if (issue.code === 'invalid_key') {
		return [`${quoted(String(path.at(-1)))} is not ${issue.issues[0]?.message ?? 'a key'}`, undefined, 'key'];
	}
	if (path.length > 0 && value === undefined) {
		const parent = path.slice(0, -1);
		const above = parent.length === 0 ? '' : ` in ${pathText(parent)}`;
		return [`${quoted(String(path.at(-1)))} is missing${above}`, `it takes ${expected}`];
	}
	if (expected === secretExpected) return secretHint(path, value, view);
	if (value === null) return [`${name} has no value`, `it takes ${expected}; or take the line out`];
	if (issue.code === 'invalid_value') {
		const allowed = issue.values.map(String);
		const near = typeof value === 'string' ? suggestion(value, allowed) : '';
		return [`${name}: ${quoted(value)} is not ${expected}${near}`, `allowed: ${allowed.join(', ')}`];
	}
	if (issue.code === 'too_small' && Array.isArray(value)) return [`${name} is an empty list`, `it takes ${expected}`];
	const inQuotes = issue.code === 'invalid_type' && issue.expected === 'string' && fitsInQuotes(path, value);
	const subject = name === '' ? 'the file' : `${name}: ${quoted(value)}`;
	return [`${subject} is not ${expected}`, inQuotes ? 'put it in quotes' : undefined];
}

/** Whether a key is missing only because it was written wrong: the unknown one beside it is problem enough. */
export function isMistyped(view: View, path: Path): boolean {
	const parent = path.slice(0, -1);
	const known = knownKeys(parent);
	return view.entries(parent).some(([key]) => !known.includes(key) && nearest(key, known) === path.at(-1));
}

export function reportIssue(view: View, issue: Issue, path: Path): void {
	if (path.length > 0 && view.at(path) === undefined && isMistyped(view, path)) return;
	if (issue.code === 'unrecognized_keys') reportUnknownKeys(view, path, issue.keys);
	else if (issue.code === 'invalid_union') reportUnion(view, path, issue);
	else view.report(path, ...wordsOf(view, issue, path));
}
