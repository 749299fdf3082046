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

const keyBegins = /-----BEGIN [A-Z ]{0,40}PRIVATE KEY/;

/** Whether a line that comes after a secret belongs to it. */
type Rest = (line: string) => boolean;

/** What a line leaves to the next ones: the rest of a private key, or of a hidden value that continues there. */
function restOf(line: string, isHidden: boolean): Rest | undefined {
	const at = line.search(keyBegins);
	const isKey = at >= 0 && !line.includes('-----END', at);
	if (!isKey && !(isHidden && goesOn(line))) return undefined;
	let open = true;
	return next => {
		const was = open;
		open &&= isKey ? !next.includes('-----END') : goesOn(next);
		return was;
	};
}

/** The lines of a configuration file, each with what may be shown of it. */
function maskedLines(text: string): readonly (readonly [raw: string, shown: string])[] {
	let within: Rest | undefined;
	return text.split('\n').map(raw => {
		const line = raw.replace(/\r$/, '');
		if (within?.(line)) return [raw, hidden];
		const at = line.search(keyBegins);
		const shown = at < 0 ? maskedLine(line) : maskedLine(line.slice(0, at)) + hidden;
		const [, , key, , value] = settings[0].exec(line) ?? ['', '', '', '', ''];
		within = restOf(line, shown !== line);
		if (within === undefined && key !== '' && namesSecret(unescaped(key!)) && /^(?:[|>][-+\d]*)?\s*$/.test(value!)) {
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

/** For the parts of one log, one after another: each as it may be shown and kept, without the lines that may tell a secret. */
export function logMasker(): (text: string) => string {
	let within: Rest | undefined;
	return text =>
		text
			.split('\n')
			.map(line => {
				if (within?.(line)) return hidden;
				const isHidden = tellsSecret(line) || keyBegins.test(line);
				within = restOf(line, isHidden);
				return isHidden ? hidden : line;
			})
			.join('\n');
}

/** A log as it may be shown and kept. */
export const maskedLog = (text: string): string => logMasker()(text);

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
