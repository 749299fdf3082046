import {urlDangers} from '../../../cluster/jdbc-url.ts';
import {isCommandRef, parseSecretRef} from '../../../cluster/secret-refs.ts';
import {commandCarriesSecret, holdsLogin, namesSecret} from '../../../core/secret-text.ts';
import {type Answers, type FieldId, secretFields} from './answers.ts';

/** `NAME=` or `NAME:`, the name perhaps in quotes. */
const assignment = /(?<![\w.-])(["']?)([\w.-]+)\1\s*([=:])\s*/g;

type Found = {readonly start: number; readonly value: number; readonly end: number};

/** A value in a host's line of an inventory, and in a mapping of one line. */
const word = /^(?:[^\s"']|"[^"]*"|'[^']*')*/;
const item = /^(?:[^"',{}]|"[^"]*"|'[^']*')*/;

const inMapping = (before: string) => before.includes('{');

/** The first variable of a line that names a secret, or of which the value has one in it, such as the options of ssh with a ProxyCommand. */
function secretIn(line: string): Found | undefined {
	for (const match of line.matchAll(assignment)) {
		const [start, value] = [match.index, match.index + match[0].length];
		const before = line.slice(0, start);
		// A value of which the end is not sure goes with all that follows it.
		const ends = inMapping(before) ? item : match[3] === '=' && /\w/.test(before) ? word : /^.*/;
		const text = ends.exec(line.slice(value))![0];
		// Options of ssh, such as PasswordAuthentication, say whether there is one.
		const names = namesSecret(match[2]!) && !/(?:authentication|prompts)$/i.test(match[2]!);
		if (names || commandCarriesSecret(text)) return {start, value, end: value + text.length};
	}
	return undefined;
}

function lineWithout(line: string): string {
	const found = secretIn(line);
	// In another place: a host may stand before it.
	if (found === undefined) return commandCarriesSecret(line) ? (/^[\w.-]+(?=\s+\w+=)/.exec(line)?.[0] ?? '') : line;
	const before = line.slice(0, found.start);
	const rest = line.slice(found.value);
	const after = line.slice(found.end);
	if (/^["']/.test(after) || (inMapping(before) && /^[{[]/.test(rest))) return lineWithout(before.trimEnd());
	if (!inMapping(before)) return lineWithout(before.trimEnd() + after);
	return lineWithout(after.startsWith(',') ? before + after.slice(1).trimStart() : before.replace(/,\s*$/, '') + after);
}

const indentation = (line: string) => /^\s*/.exec(line)![0].length;

/** A user before the colon of a password; a host has its port there, or is an address of IPv6. */
const userBefore =
	/(?<![\w:.@-])(?!(?:[\da-f]{0,4}:){2,7}[\da-f.]{0,15}(?:[\s,\]]|$))([^\s,;=@/:"'[\]{}%]{1,64}):(?!\d{1,5}(?:[\s,;"'\]}]|$))/;
/** A password goes up to the last `@` of its word. One with blanks can be told from other words only where a host begins. */
const inWord = new RegExp(`${userBefore.source}[^\\s@]{0,1024}@(?:[^\\s,;@]{0,256}@){0,16}`, 'gi');
const inWords = new RegExp(
	`(?<=^\\s{0,64}|,\\s{0,64})${userBefore.source}(?=\\S)[^@=]{0,1024}@(?:[^\\s,;@]{0,256}@){0,16}`,
	'gi',
);

const withoutPasswords = (line: string) => line.replace(inWord, '$1@').replace(inWords, '$1@');

/** So many more brackets of JSON open in a line than close. */
const opened = (line: string): number =>
	[...line.replace(/"(?:[^"\\]|\\.)*"/g, '')].reduce(
		(sum, sign) => sum + ('{['.includes(sign) ? 1 : '}]'.includes(sign) ? -1 : 0),
		0,
	);

/** A list of hosts without the variables of an inventory that name a secret, and without passwords before a host. */
function hostsWithout(text: string): string {
	let within = -1;
	let bracket = false;
	let isAwaited = false;
	let depth = 0;
	const lines = text.split('\n').map(line => {
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
		return ends ? '' : withoutPasswords(lineWithout(line));
	});
	return lines.join('\n');
}

/** A URL of which a login has been typed in part: its `@` is yet to come. */
const begunLogin = (url: string) =>
	/\/\/[^/?;\s]*:(?!\d*(?:[/?;,]|$))/.test(url.replace(/\[[0-9a-f:.]*(?:\]|$)/gi, '')) ||
	/^jdbc:oracle:[a-z0-9]+:\/?[^@/]/i.test(url);

function isKept(id: FieldId, value: string): boolean {
	if (secretFields.some(one => one === id)) {
		return 'kind' in parseSecretRef(value.trim()) && !isCommandRef(value) && !holdsLogin(value);
	}
	if (id === 'source.url' && urlDangers(value).length > 0) return false;
	return !holdsLogin(value) && !begunLogin(value);
}

/** Stands for a command line that is not kept: no file is written with it, so none loses the reference unnoticed. */
const lostCommand = 'exec:';

const commandToKeep = (command: string) => (commandCarriesSecret(command) || holdsLogin(command) ? lostCommand : command);

/** What a file has that is not asked for, without those of its command lines that hold the secret themselves. */
function withoutCommands(value: unknown, key = ''): unknown {
	if (Array.isArray(value)) return value.map(item => withoutCommands(item));
	if (typeof value === 'object' && value !== null) {
		return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, withoutCommands(item, name)]));
	}
	return typeof value === 'string' && namesSecret(key) && isCommandRef(value) ? commandToKeep(value) : value;
}

/**
 * The answers as they may be kept on a disk: without what is, or may become, a secret that was typed in a wrong place. Asked
 * for again, such an answer is empty.
 */
export function withoutSecrets({commands, ...answers}: Answers): Answers {
	const fields = (Object.entries(answers.fields) as [FieldId, string][]).flatMap(([id, value]) => {
		// A person who types a command line may write the secret itself into it, and which of its words that is can't be told.
		if (commands?.includes(value)) return [[id, commandToKeep(value)]];
		return isKept(id, value) ? [[id, value]] : [];
	});
	return {
		...answers,
		hosts: hostsWithout(answers.hosts),
		...(commands === undefined ? {} : {commands: commands.map(commandToKeep)}),
		kept: withoutCommands(answers.kept) as Answers['kept'],
		fields: Object.fromEntries(fields),
	};
}
