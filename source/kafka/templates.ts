import {readFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {Eta} from 'eta';
import type {Properties} from '../cluster/cluster.ts';

/** Text that goes into a systemd unit as it is, for it has been escaped already. */
export class Verbatim {
	readonly text: string;

	constructor(text: string) {
		this.text = text;
	}
}

function given(value: unknown): string {
	if (typeof value === 'string' || typeof value === 'number') return String(value);
	throw new TypeError(`a template got ${value === null ? 'null' : typeof value} for a value`);
}

/**
 * A value as `java.util.Properties` reads it back, from a stream (Latin-1) and from a reader (UTF-8) alike: the result
 * is ASCII.
 */
export function escapeProperty(value: string): string {
	const short: Record<string, string> = {'\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t', '\f': '\\f'};
	return value
		.replace(/[\\\n\r\t\f]/g, char => short[char]!)
		.replace(/[^\x20-\x7e]/g, char => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
		.replace(/^ /, '\\ ');
}

/** A key: also its separators are escaped. */
const escapeKey = (key: string) => escapeProperty(key).replace(/[ :=#!]/g, char => `\\${char}`);

/** A value in a unit file: `%` starts a specifier there (systemd.unit(5)). */
export function escapeUnit(value: unknown): string {
	if (value instanceof Verbatim) return value.text;
	const text = given(value);
	if (/[\x00-\x1f\x7f]/.test(text)) throw new TypeError('a value for a unit file holds a control character');
	return text.replaceAll('%', '%%');
}

/** The nearest folder upward that has the templates: the package's own, from the sources and from the bundle alike. */
function templatesFolder(): string {
	for (let at = dirname(fileURLToPath(import.meta.url)); at !== dirname(at); at = dirname(at)) {
		const folder = join(at, 'templates');
		try {
			readFileSync(join(folder, 'server.properties.eta'));
			return folder;
		} catch {}
	}
	throw new Error('the package has no templates folder');
}

/** The content of a file of that folder, as it is. */
export const packageFile = (name: string): Uint8Array => readFileSync(join(templatesFolder(), name));

/** Renders templates by name, each read and compiled once. */
function rendererWith(escapeFunction: (value: unknown) => string): (name: string, values: object) => string {
	// Eta's defaults are made for HTML: they would write `&amp;` and eat the newline after a tag.
	const eta = new Eta({autoEscape: true, autoTrim: false, escapeFunction});
	const compiled = new Map<string, ReturnType<typeof eta.compile>>();
	return (name, values) => {
		const template = compiled.get(name) ?? eta.compile(readFileSync(join(templatesFolder(), `${name}.eta`), 'utf8'));
		compiled.set(name, template);
		return eta.render(template, values);
	};
}

const keyOfLine = (line: string) => /^([^#!\s][^=]*)=/.exec(line)?.[1];

const propertiesFile = rendererWith(value => escapeProperty(given(value)));

/** What is written in place of what a template says, or after it: of the role, and of the host alone in place of that. */
type Further = {readonly extra?: Properties; readonly own?: Properties};

/** A properties file from its template, and what is written in its place or after it. */
export function renderProperties(name: string, values: object, {extra = {}, own = {}}: Further = {}): string {
	const text = propertiesFile(name, values);
	const parts: readonly (readonly [string, Properties])[] = [
		[
			'extraProperties of the cluster file',
			Object.fromEntries(Object.entries(extra).filter(([key]) => !Object.hasOwn(own, key))),
		],
		['properties of this host in the cluster file', own],
	];
	const added = parts.flatMap(([title, properties]) => {
		const keys = Object.keys(properties);
		return keys.length === 0
			? []
			: ['', `# ${title}.`, ...keys.map(key => `${escapeKey(key)}=${escapeProperty(properties[key]!)}`)];
	});
	if (added.length === 0) return text;
	const kept = text.split('\n').filter(line => {
		const key = keyOfLine(line);
		return key === undefined || !(Object.hasOwn(extra, key) || Object.hasOwn(own, key));
	});
	return `${[kept.join('\n').trimEnd(), ...added].join('\n')}\n`;
}

/** A systemd unit or drop-in from its template. */
export const renderUnit: (name: string, values: object) => string = rendererWith(escapeUnit);

/** A value between double quotes of YAML, or in a comment. */
const escapeYaml = (value: unknown) => JSON.stringify(given(value)).slice(1, -1);

/** A YAML file from its template, which has the quotes. */
export const renderYaml: (name: string, values: object) => string = rendererWith(escapeYaml);
