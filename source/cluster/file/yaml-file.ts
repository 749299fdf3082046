import {type Document, isAlias, isMap, isScalar, isSeq, type Node, type Pair, parseAllDocuments, visit} from 'yaml';
import {holdsLogin, looksSecret} from '../../core/secret-text.ts';
import {mayBeSecret} from '../schema/secret-keys.ts';
import {isCommandRef, parseSecretRef} from '../secret-refs.ts';
import type {Covered, Report} from './source-text.ts';
import {yamlErrorWords} from './yaml-errors.ts';
import {keepAsWritten, offsetOf, type Path} from './yaml-tree.ts';

export type YamlFile = {
	readonly problems: readonly Report[];
	readonly covered: readonly Covered[];
	/** The file as plain data; undefined where it can't be read as such. */
	readonly value: unknown;
	offsetOf(path: Path, on: 'key' | 'value'): number;
};

function unreadable(problems: readonly Report[]): YamlFile {
	return {problems, covered: [], value: undefined, offsetOf: () => 0};
}

function syntaxReports(document: Document.Parsed): readonly Report[] {
	const reports = new Map<number, Report>();
	for (const error of [...document.errors, ...document.warnings]) {
		// One mistake brings further errors after it: the first tells the most.
		const key = error.code === 'DUPLICATE_KEY' ? error.pos[0] : -1;
		if (!reports.has(key)) reports.set(key, {offset: error.pos[0], ...yamlErrorWords(error.code)});
	}
	return [...reports.values()];
}

/** The parser takes an unquoted `<<` for a symbol. */
function isMergeKey(key: unknown): boolean {
	return key === '<<' || (typeof key === 'symbol' && key.description === '<<');
}

/** Aliases that lead nowhere or into themselves, and merges of what is no mapping. */
function aliasReports(document: Document): readonly Report[] {
	const reports: Report[] = [];
	const resolved = (node: unknown) => (isAlias(node) ? node.resolve(document) : node);
	visit(document, {
		Pair(_, pair) {
			if (!isScalar(pair.key) || !isMergeKey(pair.key.value)) return;
			const value = resolved(pair.value);
			const parts: readonly unknown[] = isSeq(value) ? value.items : [value];
			if (parts.some(part => !isMap(resolved(part)))) {
				reports.push({offset: pair.key.range?.[0] ?? 0, message: 'a merge (<<) takes a mapping or a list of mappings'});
			}
		},
		Alias(_, alias) {
			const offset = alias.range?.[0] ?? 0;
			const target = alias.resolve(document);
			if (target === undefined) {
				reports.push({
					offset,
					message: 'this alias has no anchor above it',
					hint: 'if it is a plain text, put it in single quotes',
				});
			} else if (target.range && target.range[0] <= offset && offset < target.range[1]) {
				reports.push({offset, message: 'this alias contains itself'});
			}
		},
	});
	return reports;
}

/** Whether what stands behind the key must not be shown. */
function isSecret(pair: Pair, value: unknown): boolean {
	const key = isScalar(pair.key) ? String(pair.key.value) : '';
	if (isScalar(value)) return mayBeSecret(key) && 'problem' in parseSecretRef(String(value.value));
	// What stands below a key such as "tokens" may be settings that were put there by mistake.
	return value !== null && (isMap(value) ? looksSecret(key) : mayBeSecret(key));
}

function coveredRanges(document: Document): readonly Covered[] {
	const ranges: Covered[] = [];
	const cover = (node: unknown) => {
		const range = (node as Node | null)?.range;
		if (range) ranges.push({start: range[0], end: range[1]});
	};
	visit(document, {
		Pair(_, pair) {
			const value = isAlias(pair.value) ? pair.value.resolve(document) : pair.value;
			if (!isSecret(pair, value)) return;
			cover(pair.value);
			if (value !== pair.value) cover(value);
		},
		Scalar(_, scalar) {
			if (isCommandRef(scalar.value) || (typeof scalar.value === 'string' && holdsLogin(scalar.value))) cover(scalar);
		},
	});
	return ranges;
}

/** Reads YAML 1.2 with merge keys; what it finds wrong is reported, never thrown. */
export function readYaml(text: string): YamlFile {
	try {
		return read(text);
	} catch (error) {
		// The parser and its visitor go down with the nesting.
		if (error instanceof RangeError) return unreadable([{offset: 0, ...yamlErrorWords('RESOURCE_EXHAUSTION')}]);
		throw error;
	}
}

/** YAML takes the colon of an unquoted `prompt:` for that of a key. A space in its place keeps every column. */
function withoutPromptColon(text: string): string {
	return text.replace(/(:[ \t]+prompt):(?=[ \t]*(?:\r?$|[ \t]#|[,}]))/gm, '$1 ');
}

function read(text: string): YamlFile {
	const documents = parseAllDocuments(withoutPromptColon(text), {merge: true, prettyErrors: false, logLevel: 'silent'});
	if ('empty' in documents) {
		return unreadable([{offset: 0, message: 'the file is empty', hint: 'it begins with name, hosts and roles'}]);
	}
	const [document, second] = documents;
	if (document === undefined) return unreadable([]);
	const problems = [...syntaxReports(document)];
	const broken = document.errors.some(error => error.code !== 'DUPLICATE_KEY');
	if (second !== undefined && !broken) {
		const offset = second.contents?.range?.[0] ?? second.range[0];
		return unreadable([
			...problems,
			{offset, message: 'a second document begins here', hint: 'one cluster, one file: put each document into a file of its own'},
		]);
	}
	if (broken) return unreadable(problems);
	const astray = aliasReports(document);
	problems.push(...astray);
	const covered = coveredRanges(document);
	if (astray.length > 0) return {...unreadable(problems), covered};
	visit(document, {Pair: (_, pair) => keepAsWritten(pair)});
	let value: unknown;
	try {
		value = document.toJS({maxAliasCount: 100});
	} catch (error) {
		if (!(error instanceof ReferenceError)) throw error;
		return {...unreadable([{offset: 0, message: 'aliases (*name) multiply this file beyond measure'}]), covered};
	}
	if (value === null) problems.push({offset: 0, message: 'the file is empty', hint: 'it begins with name, hosts and roles'});
	return {problems, covered, value: value ?? undefined, offsetOf: (path, on) => offsetOf(document, path, on)};
}
