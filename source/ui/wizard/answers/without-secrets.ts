import {urlDangers} from '../../../cluster/jdbc-url.ts';
import {parseSecretRef} from '../../../cluster/secret-refs.ts';
import {holdsLogin, namesSecret} from '../../../core/secret-text.ts';
import {type Answers, type FieldId, secretFields} from './answers.ts';

/** `NAME=` or `NAME:`, the name perhaps in quotes. */
const assignment = /(?<![\w.-])(["']?)([\w.-]+)\1\s*([=:])\s*/g;

type Found = {readonly start: number; readonly value: number; readonly sign: string};

function secretIn(line: string): Found | undefined {
	for (const match of line.matchAll(assignment)) {
		if (namesSecret(match[2]!)) return {start: match.index, value: match.index + match[0].length, sign: match[3]!};
	}
	return undefined;
}

/** A value in a host's line of an inventory, and in a mapping of one line. */
const word = /^(?:[^\s"']|"[^"]*"|'[^']*')*/;
const item = /^(?:[^"',{}]|"[^"]*"|'[^']*')*/;

function lineWithout(line: string): string {
	const found = secretIn(line);
	if (found === undefined) return line;
	const before = line.slice(0, found.start);
	const inMapping = before.includes('{');
	const rest = line.slice(found.value);
	// A value of which the end is not sure goes with all that follows it.
	const ends = inMapping ? item : found.sign === '=' && /\w/.test(before) ? word : /^.*/;
	const after = rest.slice(ends.exec(rest)![0].length);
	if (/^["']/.test(after) || (inMapping && /^[{[]/.test(rest))) return lineWithout(before.trimEnd());
	if (!inMapping) return lineWithout(before.trimEnd() + after);
	return lineWithout(after.startsWith(',') ? before + after.slice(1).trimStart() : before.replace(/,\s*$/, '') + after);
}

const indentation = (line: string) => /^\s*/.exec(line)![0].length;

/** A list of hosts without the variables of an inventory that name a secret, and without passwords before a host. */
function hostsWithout(text: string): string {
	let within = -1;
	let bracket = false;
	const lines = text.split('\n').map(line => {
		// The value of a variable may be a block of YAML below it.
		if (within >= 0 && (line.trim() === '' || indentation(line) > within)) return '';
		// Of a value of JSON in several lines the bracket at its end goes with the one at its beginning.
		const ends = bracket && indentation(line) === within && /^\s*[}\]],?\s*$/.test(line);
		within = secretIn(line) === undefined ? -1 : indentation(line);
		bracket = within >= 0 && /:\s*[{[]\s*$/.test(line);
		if (ends) return '';
		return lineWithout(line).replace(/([^\s,;=@/:]+):[^\s@]*@/g, '$1@');
	});
	return lines.join('\n');
}

/** A URL of which a login has been typed in part: its `@` is yet to come. */
const begunLogin = (url: string) =>
	/\/\/[^/?;\s]*:(?!\d*(?:[/?;,]|$))/.test(url.replace(/\[[0-9a-f:.]*(?:\]|$)/gi, '')) ||
	/^jdbc:oracle:[a-z0-9]+:\/?[^@/]/i.test(url);

function isKept(id: FieldId, value: string): boolean {
	if (secretFields.some(one => one === id)) return 'kind' in parseSecretRef(value.trim()) && !holdsLogin(value);
	if (id === 'source.url' && urlDangers(value).length > 0) return false;
	return !holdsLogin(value) && !begunLogin(value);
}

/**
 * The answers as they may be kept on a disk: without what is, or may become, a secret that was typed in a wrong place. Asked
 * for again, such an answer is empty.
 */
export function withoutSecrets(answers: Answers): Answers {
	const fields = Object.entries(answers.fields) as [FieldId, string][];
	return {
		...answers,
		hosts: hostsWithout(answers.hosts),
		fields: Object.fromEntries(fields.filter(([id, value]) => isKept(id, value))),
	};
}
