import type {Change} from './events.ts';
import {belongsTo, keyBegins, noRest, restOf} from './secret-lines.ts';
import {holdsLogin, isReference, namesSecret, tellsSecret} from './secret-text.ts';

const hidden = '•••';

/** Indentation and quote, key, separator, value; also with a mark of a comment before it. */
const settings = [
	/^(\s*["']?)([^\s"'=:#;!]+)(["']?\s*[=:]\s*|\s+)([^\n]*)$/,
	/^(\s*(?:[#;!]+\s*)["']?)([^\s"'=:#;!]+)(["']?\s*[=:]\s*)([^\n]*)$/,
] as const;

const indentation = (line: string) => /^\s*/.exec(line)![0].length;
/** What java.util.Properties reads a key as. */
const unescaped = (key: string) =>
	key.replace(/\\u([0-9a-f]{4})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))).replace(/\\(.)/g, '$1');

/** A line of a netrc. */
const isNetrcLogin = (line: string): boolean =>
	/^\s{0,64}(?:machine\s{1,8}\S{1,256}|default)\s{1,8}login\s{1,8}\S{1,128}\s{1,8}password\s{1,8}\S/.test(line);

/** `user = "NAME:PASSWORD"` in a file of curl's. Numbers are those of a user and its group. */
const isCurlLogin = (key: string, between: string, value: string): boolean =>
	/^(?:proxy-)?user$/.test(key) && between.includes('=') && /^["']?[^\s:"']{1,128}:(?!\d{1,10}["']?$)[^\s"']/.test(value);

/** The line without a secret in it; the same text if it has none. */
function maskedLine(line: string): string {
	if (isNetrcLogin(line)) return hidden;
	const parts = settings[0].exec(line) ?? settings[1].exec(line);
	if (parts === null) return holdsLogin(line) ? hidden : line;
	const [, before = '', key = '', between = '', value = ''] = parts;
	if (value === '' || isReference(value)) return line;
	return namesSecret(unescaped(key)) || holdsLogin(value) || isCurlLogin(key, between, value)
		? before + key + between + hidden
		: line;
}

/** For texts of one configuration file, one after another, of whole lines each: the lines, each with what may be shown of it. */
function lineMasker(): (text: string) => readonly (readonly [raw: string, shown: string])[] {
	let rest = noRest;
	let isInBlock = (_: string) => false;
	const masked = (raw: string): readonly [string, string] => {
		const line = raw.replace(/\r$/, '');
		if (isInBlock(line) || belongsTo(rest, line)) {
			rest = restOf(line, true, rest);
			return [raw, hidden];
		}
		const at = line.search(keyBegins);
		const shown = at < 0 ? maskedLine(line) : maskedLine(line.slice(0, at)) + hidden;
		const [, , key, , value] = settings[0].exec(line) ?? ['', '', '', '', ''];
		rest = restOf(line, shown !== line, rest);
		// A block or a list of YAML.
		const begins = key !== '' && namesSecret(unescaped(key!)) && /^(?:[|>][-+\d]*)?\s*$/.test(value!);
		isInBlock = next => begins && (next.trim() === '' || indentation(next) > indentation(line));
		return shown === line ? [raw, raw] : [raw, shown];
	};
	return text => text.split('\n').map(masked);
}

const maskedLines = (text: string) => lineMasker()(text);

/** For texts of one configuration file or unit, one after another, of whole lines each: as it may be shown and kept. */
export function settingsMasker(): (text: string) => string {
	const mask = lineMasker();
	return text =>
		mask(text)
			.map(([, shown]) => shown)
			.join('\n');
}

/** A configuration file or a unit as it may be shown and kept. */
export const maskedSettings = (text: string): string => settingsMasker()(text);

/** For texts of one log, one after another, of whole lines each: as it may be shown and kept, without the lines that may tell a secret. */
export function logMasker(): (text: string) => string {
	let rest = noRest;
	return text =>
		text
			.split('\n')
			.map(line => {
				const isHidden = belongsTo(rest, line) || tellsSecret(line) || keyBegins.test(line);
				rest = restOf(line, isHidden, rest);
				return isHidden ? hidden : line;
			})
			.join('\n');
}

/** The same for one log in parts that are cut anywhere. */
export type PartMasker = {
	/** What may be shown of the lines that end in this part; the one that it leaves unfinished waits for the next. */
	readonly part: (text: string) => string;
	/** What may be shown of the line that waits. */
	readonly rest: () => string;
};

export function partMasker(): PartMasker {
	const mask = logMasker();
	let waiting = '';
	return {
		part(text) {
			const end = text.lastIndexOf('\n');
			const whole = end < 0 ? undefined : waiting + text.slice(0, end);
			waiting = end < 0 ? waiting + text : text.slice(end + 1);
			return whole === undefined ? '' : `${mask(whole)}\n`;
		},
		rest() {
			const last = waiting;
			waiting = '';
			return last === '' ? '' : mask(last);
		},
	};
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
