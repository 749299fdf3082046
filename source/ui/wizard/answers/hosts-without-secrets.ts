import {commandCarriesSecret, namesSecret} from '../../../core/secret-text.ts';
import {withoutLogin} from './line-without-login.ts';

/** `NAME=` or `NAME:`, the name perhaps in quotes. */
const assignment = /(?<![\w.-])(["']?)([\w.-]+)\1\s*([=:])\s*/g;

type Found = {readonly start: number; readonly value: number; readonly end: number; readonly inMapping: boolean};

/** A value in a host's line of an inventory, and in a mapping of one line. */
const word = /^(?:[^\s"']|"[^"]*"|'[^']*')*/;
const item = /^(?:[^"',{}]|"[^"]*"|'[^']*')*/;

/** Also where the secret is in a value within this one. */
const carries = (text: string): boolean => commandCarriesSecret(text) || commandCarriesSecret(text.replace(assignment, '$& '));

/** The first variable from there on that names a secret, or of which the value has one in it, such as the options of ssh with a ProxyCommand. */
function secretIn(line: string, from = 0): Found | undefined {
	const [brace, firstWord] = [line.indexOf('{'), line.search(/\w/)];
	const assignments = new RegExp(assignment);
	assignments.lastIndex = from;
	// A value within one that was looked at is not looked at again: a line of colons would take the square of its length.
	let clean = 0;
	for (const match of line.matchAll(assignments)) {
		const [start, value] = [match.index, match.index + match[0].length];
		// Options of ssh, such as PasswordAuthentication, say whether there is one.
		const names = namesSecret(match[2]!) && !/(?:authentication|prompts)$/i.test(match[2]!);
		if (!names && value < clean) continue;
		const inMapping = brace >= 0 && brace < start;
		// A value of which the end is not sure goes with all that follows it.
		const ends = inMapping ? item : match[3] === '=' && firstWord < start ? word : /^.*/;
		const text = ends.exec(line.slice(value))![0];
		if (names || carries(text)) return {start, value, end: value + text.length, inMapping};
		clean = value + text.length;
	}
	return undefined;
}

function lineWithout(given: string): string {
	let line = given;
	for (let found = secretIn(line); found !== undefined; ) {
		const {start, value, end, inMapping} = found;
		const [before, after] = [line.slice(0, start), line.slice(end)];
		let kept = before.trimEnd();
		if (/^["']/.test(after) || (inMapping && /^[{[]/.test(line.slice(value)))) {
			line = kept;
			break;
		}
		if (!inMapping) {
			line = kept + after;
		} else if (after.startsWith(',')) {
			kept = before;
			line = before + after.slice(1).trimStart();
		} else {
			if (kept.endsWith(',')) kept = kept.slice(0, -1);
			line = kept + after;
		}
		found = secretIn(line, kept.length);
	}
	// In another place: a host may stand before it.
	return commandCarriesSecret(line) ? (/^[\w.-]+(?=\s+\w+=)/.exec(line)?.[0] ?? '') : line;
}

const indentation = (line: string) => /^\s*/.exec(line)![0].length;

/** So many more brackets of JSON open in a line than close. */
const opened = (line: string): number =>
	[...line.replace(/"(?:[^"\\]|\\.)*(?:"|$)/g, '')].reduce(
		(sum, sign) => sum + ('{['.includes(sign) ? 1 : '}]'.includes(sign) ? -1 : 0),
		0,
	);

/** A longer line is not looked at. Neither it is kept nor what comes behind it, where a value of it may go on. */
const mostInLine = 64 * 1024;

/** A list of hosts without the variables of an inventory that name a secret, and without passwords before a host. */
export function hostsWithoutSecrets(text: string): string {
	let within = -1;
	let bracket = false;
	let isAwaited = false;
	let depth = 0;
	const all = text.split('\n');
	const long = all.findIndex(line => line.length > mostInLine);
	const lines = all.slice(0, long < 0 ? all.length : long).map(line => {
		// The value of a key of JSON may stand in the next lines, however far they are indented.
		if (isAwaited || depth > 0) {
			within = -1;
			isAwaited &&= line.trim() === '';
			depth += opened(line);
			return '';
		}
		// The value of a variable may be a block of YAML below it.
		if (within >= 0 && (line.trim() === '' || indentation(line) > within)) return '';
		// Of a value of JSON in several lines the bracket at its end goes with the one at its beginning.
		const ends = bracket && indentation(line) === within && /^\s*[}\]],?\s*$/.test(line);
		within = secretIn(line) === undefined ? -1 : indentation(line);
		bracket = within >= 0 && /:\s*[{[]\s*$/.test(line);
		isAwaited = within >= 0 && /["']\s*:\s*$/.test(line);
		return ends ? '' : withoutLogin(lineWithout(line));
	});
	return lines.join('\n');
}
