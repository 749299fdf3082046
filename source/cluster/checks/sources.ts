import {quoted} from '../file/problems.ts';
import type {View} from '../file/view.ts';
import {type Path, pathText} from '../file/yaml-tree.ts';
import {ownerOf} from '../internal-topics.ts';
import {jdbcUrlProblems} from '../jdbc-url.ts';
import {isTopicName, tableParts, topicOf} from '../tables.ts';

function checkUrl(view: View, path: Path): void {
	const given = [['url'], ['database']].filter(key => view.at([...path, ...key]) !== undefined);
	if (given.length === 0) {
		view.report(
			path,
			`"url" is missing in ${pathText(path)}`,
			'write "url: jdbc:…" or "database: {kind: postgresql, host: HOST, name: NAME}"',
		);
	}
	if (given.length === 2) {
		view.report([...path, 'database'], '"url" and "database" both say where the source is', 'keep one of the two', 'key');
	}
	const problems = jdbcUrlProblems(view.text([...path, 'url']) ?? '');
	if (problems.length > 0) {
		const hints = [...new Set(problems.map(problem => problem.hint))];
		view.report(
			[...path, 'url'],
			`${pathText(path)}.url: ${problems.map(problem => problem.message).join('; ')}`,
			hints.join('\n'),
		);
	}
	if (view.at([...path, 'password']) !== undefined && view.at([...path, 'user']) === undefined) {
		view.report([...path, 'password'], `${pathText(path)} has a password but no user`, 'write "user: NAME" beside it', 'key');
	}
}

/** Connect puts a secret, perhaps of another source, in the place of a reference to one, and the value goes to the database. */
function checkReferences(view: View, path: Path): void {
	for (const key of ['url', 'user', ...columns.map(column => column.key)]) {
		const given = [...path, key];
		const texts = [view.text(given) ?? '', ...view.texts(given).map(({value}) => value)];
		if (!texts.some(text => text.includes('${'))) continue;
		view.report(
			given,
			`${pathText(path)}.${key} holds "\${", with which a reference of Connect begins`,
			'write the value itself; a secret goes into "password"',
		);
	}
}

const columns = [
	{key: 'incrementingColumn', word: 'incrementing', example: 'id'},
	{key: 'timestampColumn', word: 'timestamp', example: 'updated_at'},
];

function checkMode(view: View, path: Path): void {
	const written = view.at([...path, 'mode']);
	if (written !== undefined && typeof written !== 'string') return;
	const mode = written ?? 'incrementing';
	for (const {key, word, example} of columns) {
		const needed = mode.split('+').includes(word);
		const given = view.at([...path, key]) !== undefined;
		if (needed && !given) {
			view.report(
				written === undefined ? [...path, key] : [...path, 'mode'],
				`mode ${mode} needs ${key} in ${pathText(path)}`,
				`write "${key}: COLUMN", such as ${example}${written === undefined ? ', or another mode' : ''}`,
				'value',
				[...path, key],
			);
		} else if (!needed && given) {
			view.report([...path, key], `mode ${mode} does not use ${key}`, `take it out, or set the mode to one with ${word}`, 'key');
		}
	}
}

/** What a key of the source sets, and `extraProperties` too. */
function checkTwice(view: View, path: Path): void {
	for (const [key, property] of [
		['tableTypes', 'table.types'],
		['nullableColumns', 'validate.non.null'],
	] as const) {
		const place = [...path, 'extraProperties', property];
		if (view.at([...path, key]) === undefined || view.at(place) === undefined) continue;
		view.report(
			place,
			`${pathText(path)}: "${key}" and ${property} in extraProperties say the same`,
			'keep one of the two',
			'key',
		);
	}
}

/** The registry's properties that are texts; undefined where there is no registry. */
function registryProperties(view: View): Readonly<Record<string, string>> | undefined {
	if (view.length(['roles', 'schema-registry']) === 0) return undefined;
	const entries = view.entries(['schema-registry', 'extraProperties']);
	return Object.fromEntries(entries.flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : [])));
}

function checkTables(view: View, path: Path, topics: Map<string, {readonly table: string; readonly source: string}>): void {
	const source = view.text([...path, 'name']) ?? pathText(path);
	const topicPrefix = view.text([...path, 'topicPrefix']) ?? `${source}-`;
	// A transformation may give the topics other names.
	const renamed = view.entries([...path, 'extraProperties']).some(([key]) => key === 'transforms');
	for (const {value: table, path: place} of view.texts([...path, 'tables'])) {
		if (tableParts(table) === undefined) {
			view.report(
				place,
				`${quoted(table)} is not the name of a table`,
				'write TABLE or SCHEMA.TABLE; a name with other signs in it than letters, digits, _, $, #, @ and - stands in "…", `…` or […], without quotes, backslashes, $( and ${ in it',
			);
			continue;
		}
		if (renamed) continue;
		const topic = topicOf({topicPrefix}, table);
		const other = topics.get(topic);
		const owner = ownerOf(topic, registryProperties(view));
		if (!isTopicName(topic)) {
			view.report(
				place,
				`table ${quoted(table)} would make the topic ${quoted(topic)}, which is no topic name`,
				'topic names hold letters, digits, ., _ and -, at most 249: rename it with transforms in extraProperties, or read a view with such a name (and set tableTypes: [VIEW])',
			);
		} else if (owner !== undefined) {
			view.report(
				place,
				`table ${quoted(table)} would go into the topic ${quoted(topic)}, which is ${owner}'s own`,
				owner === 'Kafka'
					? 'set another topicPrefix: what others send there is refused'
					: 'set another topicPrefix: with records of others in it the registry does not start again',
			);
		} else if (other?.source === source && other.table === table) {
			view.report(place, `table ${quoted(table)} is named twice`, 'take one out');
		} else if (other !== undefined) {
			view.report(
				place,
				`table ${quoted(table)} goes into the topic ${quoted(topic)}, as ${quoted(other.table)} of ${other.source} does`,
				other.source === source
					? 'a topic is named without the schema: make two sources of them, each with its own topicPrefix'
					: 'set topicPrefix, or name the table once',
			);
		}
		topics.set(topic, {table, source});
	}
}

function checkPlugin(view: View): void {
	const path = ['connect', 'plugin'];
	const keys = view.entries(path).map(([key]) => key);
	if (view.at(path) !== undefined && typeof view.at(path) === 'object' && keys.length !== 1) {
		const found = keys.length === 0 ? 'none' : keys.join(', ');
		view.report(
			path,
			`connect.plugin takes one of package, zip, folder, hub, not ${found}`,
			'write {package: NAME}, {hub: OWNER/NAME:VERSION}, {zip: PATH} or {folder: PATH}',
			'key',
		);
	}
}

export function checkSources(view: View): void {
	checkPlugin(view);
	const count = view.length(['connect', 'sources']);
	if (count > 0 && view.length(['roles', 'connect']) === 0 && view.at(['roles', 'connect']) === undefined) {
		view.report(
			['connect', 'sources'],
			'there are sources, but no host to run them',
			'write "connect: [HOST]" below roles',
			'key',
		);
	}
	const names = new Set<string>();
	const topics = new Map<string, {readonly table: string; readonly source: string}>();
	for (let index = 0; index < count; index++) {
		const path = ['connect', 'sources', index];
		if (typeof view.at(path) !== 'object' || view.at(path) === null) continue;
		const name = view.text([...path, 'name']);
		if (name !== undefined && names.has(name)) {
			view.report([...path, 'name'], `two sources are named ${quoted(name)}`, 'each source has a name of its own');
		}
		if (name !== undefined) names.add(name);
		checkUrl(view, path);
		checkReferences(view, path);
		checkMode(view, path);
		checkTwice(view, path);
		checkTables(view, path, topics);
	}
}
