import type {Change} from './events.ts';
import {holdsLogin, isReference, namesSecret, tellsSecret} from './secret-text.ts';

const hidden = '•••';

/** Indentation and quote, key, separator, value; also with a mark of a comment before it. */
const settings = [
	/^(\s*["']?)([^\s"'=:#;!]+)(["']?\s*[=:]\s*|\s+)(.*)$/,
	/^(\s*(?:[#;!]+\s*)["']?)([^\s"'=:#;!]+)(["']?\s*[=:]\s*)(.*)$/,
] as const;

const indentation = (line: string) => /^\s*/.exec(line)![0].length;
/** A line of a properties file that continues on the next one. */
const goesOn = (line: string) => /(?:^|[^\\])(?:\\\\)*\\$/.test(line);
/** What java.util.Properties reads a key as. */
const unescaped = (key: string) =>
	key.replace(/\\u([0-9a-f]{4})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))).replace(/\\(.)/g, '$1');

/** The line without a secret in it; the same text if it has none. */
function maskedLine(line: string): string {
	const parts = settings[0].exec(line) ?? settings[1].exec(line);
	if (parts === null) return holdsLogin(line) ? hidden : line;
	const [, before = '', key = '', between = '', value = ''] = parts;
	if (value === '' || isReference(value)) return line;
	return namesSecret(unescaped(key)) || holdsLogin(value) ? before + key + between + hidden : line;
}

/** The lines of a configuration file, each with what may be shown of it. */
function maskedLines(text: string): readonly (readonly [raw: string, shown: string])[] {
	let within: ((line: string) => boolean) | undefined;
	return text.split('\n').map(raw => {
		const line = raw.replace(/\r$/, '');
		if (within?.(line)) return [raw, hidden];
		within = undefined;
		const shown = maskedLine(line);
		const [, , key, , value] = settings[0].exec(line) ?? ['', '', '', '', ''];
		if (/-----BEGIN [A-Z ]*PRIVATE KEY/.test(line)) {
			let open = true;
			within = next => {
				const was = open;
				if (/-----END/.test(next)) open = false;
				return was;
			};
		} else if (shown !== line && goesOn(line)) {
			let open = true;
			within = next => {
				const was = open;
				open &&= goesOn(next);
				return was;
			};
		} else if (key !== '' && namesSecret(unescaped(key!)) && /^(?:[|>][-+\d]*)?\s*$/.test(value!)) {
			// A block or a list of YAML.
			within = next => next.trim() === '' || indentation(next) > indentation(line);
		}
		return shown === line ? [raw, raw] : [raw, shown];
	});
}

/** A configuration file or a unit as it may be shown and kept. */
export const maskedSettings = (text: string): string =>
	maskedLines(text)
		.map(([, shown]) => shown)
		.join('\n');

/** A log as it may be shown and kept: without the lines that may tell a secret. */
export const maskedLog = (text: string): string =>
	text
		.split('\n')
		.map(line => (tellsSecret(line) ? hidden : line))
		.join('\n');

/**
 * A change with its contents as they may be shown, told and kept: without the values of keys that may name a secret, without
 * logins. A line of which the hidden part alone is another one says so.
 */
export function maskedChange(change: Change): Change {
	const {before, after, ...others} = change;
	if (before === undefined && after === undefined) return change;
	const old = maskedLines(before ?? '');
	const known = new Set(old.map(([raw]) => raw));
	const there = new Set(old.map(([, shown]) => shown));
	const now = maskedLines(after ?? '').map(([raw, shown]) =>
		shown !== raw && !known.has(raw) && there.has(shown) ? `${shown} (another)` : shown,
	);
	return {
		...others,
		...(before === undefined ? {} : {before: old.map(([, shown]) => shown).join('\n')}),
		...(after === undefined ? {} : {after: now.join('\n')}),
	};
}
