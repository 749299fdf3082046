import {jdbcUrlProblems} from '../jdbc-url.ts';
import {quoted} from '../problems.ts';
import type {View} from '../view.ts';
import {type Path, pathText} from '../yaml-tree.ts';

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
			);
		} else if (!needed && given) {
			view.report([...path, key], `mode ${mode} does not use ${key}`, `take it out, or set the mode to one with ${word}`, 'key');
		}
	}
}

/** The last part of a table's name, quotes taken off: what the connector appends to the prefix. */
function tableTopic(prefix: string, table: string): string {
	return prefix + (table.split('.').at(-1) ?? table).replace(/["'`[\]]/g, '');
}

function checkTables(view: View, path: Path, topics: Map<string, string>): void {
	const name = view.text([...path, 'name']) ?? pathText(path);
	const prefix = view.text([...path, 'topicPrefix']) ?? `${name}-`;
	// A transformation may give the topics other names.
	const renamed = view.entries([...path, 'extraProperties']).some(([key]) => key.startsWith('transforms'));
	for (const {value, path: place} of view.texts([...path, 'tables'])) {
		const topic = tableTopic(prefix, value);
		const other = topics.get(topic);
		if (renamed) continue;
		if (!/^[A-Za-z0-9._-]{1,249}$/.test(topic)) {
			view.report(
				place,
				`table ${quoted(value)} would make the topic ${quoted(topic)}, which is no topic name`,
				'topic names hold letters, digits, ., _ and -, at most 249; a view with such a name helps',
			);
		} else if (other !== undefined) {
			view.report(
				place,
				`table ${quoted(value)} goes into the topic ${quoted(topic)}, as ${other} does`,
				'set topicPrefix, or name the table once',
			);
		}
		topics.set(topic, `${quoted(value)} of ${name}`);
	}
}

function checkPlugin(view: View): void {
	const path = ['connect', 'plugin'];
	const keys = view.entries(path).map(([key]) => key);
	if (view.at(path) !== undefined && typeof view.at(path) === 'object' && keys.length !== 1) {
		const found = keys.length === 0 ? 'none' : keys.join(', ');
		view.report(
			path,
			`connect.plugin takes one of package, zip, hub, not ${found}`,
			'for example "plugin: {package: confluent-kafka-connect-jdbc}"',
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
	const topics = new Map<string, string>();
	for (let index = 0; index < count; index++) {
		const path = ['connect', 'sources', index];
		if (typeof view.at(path) !== 'object' || view.at(path) === null) continue;
		const name = view.text([...path, 'name']);
		if (name !== undefined && names.has(name)) {
			view.report([...path, 'name'], `two sources are named ${quoted(name)}`, 'each source has a name of its own');
		}
		if (name !== undefined) names.add(name);
		checkUrl(view, path);
		checkMode(view, path);
		checkTables(view, path, topics);
	}
}
