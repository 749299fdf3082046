export const keyBegins = /-----BEGIN [A-Z ]{0,40}PRIVATE KEY/;
const keyEnds = '-----END';

/** A private key whose last line did not come yet. */
type OpenKey = {
	/** What stands before its first line, with one digit for each number. */
	readonly before: string;
	/** So many more lines that are none of it may come: the text may only have named such a line. */
	readonly patience: number;
};

/** What a line leaves to the next ones of a text: a private key, or a hidden value that continues there. */
export type Rest = {readonly continues: boolean; readonly key?: OpenKey};

export const noRest: Rest = {continues: false};

const mostOthers = 200;

/** A line of a properties file that continues on the next one. */
const goesOn = (line: string) => /(?:^|[^\\])(?:\\\\)*\\$/.test(line);

const isDigit = (text: string, at: number) => /^\d/.test(text.charAt(at));

const withShortNumbers = (text: string) => text.replace(/\d+/g, '0');

/**
 * A line without what it has in common with the beginning of another one, such as time, host and process; numbers may differ.
 * It looks no further than the line is long, however long the beginning is: many lines may follow.
 */
function withoutPrefix(line: string, prefix: string): string {
	let [at, in2] = [0, 0];
	while (in2 < prefix.length && at < line.length) {
		if (isDigit(prefix, in2) && isDigit(line, at)) {
			in2 += 1;
			while (isDigit(line, at)) at += 1;
		} else if (prefix[in2] === line[at]) {
			in2 += 1;
			at += 1;
		} else break;
	}
	return line.slice(at);
}

const keyHeader = /^(?:[A-Z][A-Za-z]*(?:-[A-Za-z]+)+|Version|Comment|Hash|Charset): /;

/** Whether a line can be one of a private key: base64, a header, blank; also quoted, escaped, or with the prefix of a log. */
function canBeOf({before}: OpenKey, line: string): boolean {
	const own = withoutPrefix(line, before)
		.replace(/\\[nrt]|["',;|>#*\\]/g, '')
		.trim();
	if (keyHeader.test(own)) return true;
	const words = own.replace(/\s\+$/, '').split(/\s+/);
	const last = words.pop()!;
	// A long last word is hidden whatever stands before it: what is before a log's lines may change within one key.
	if (/^[A-Za-z\d+/]{32,}={0,2}$/.test(last)) return true;
	return /^[\w+/=-]*$/.test(last) && words.every(word => /^[\w+/=-]{20,}$/.test(word));
}

/** Whether a line is hidden because of those before it. */
export const belongsTo = ({continues, key}: Rest, line: string): boolean =>
	continues || (key !== undefined && (line.includes(keyEnds) || canBeOf(key, line)));

/** What a line leaves to the next ones, beside what those before it left. */
export function restOf(line: string, isHidden: boolean, {key}: Rest): Rest {
	const continues = isHidden && goesOn(line);
	const end = line.lastIndexOf(keyEnds);
	// Behind the end of one the next may begin.
	const at = line.slice(end + 1).search(keyBegins);
	if (at >= 0) return {continues, key: {before: withShortNumbers(line.slice(0, end + 1 + at)), patience: mostOthers}};
	if (key === undefined || end >= 0) return {continues};
	const patience = key.patience - (isHidden ? 0 : 1);
	return patience < 0 ? {continues} : {continues, key: {...key, patience}};
}
