import {cleanLine} from '../../../core/text.ts';
import {type Entry, parseEntry} from './host-entry.ts';

type Line = {readonly key: string; readonly word: string; readonly value: string};

/** Without quotes, or a comment behind it. */
function bareValue(text: string): string {
	const quoted = /^"([^"]*)"[ \t]*(?:#.*)?$/.exec(text);
	return quoted === null ? text.split(/[ \t]#/, 1)[0]!.trim() : quoted[1]!;
}

/** `Key value` or `Key=value`; undefined for a line without either. */
function lineOf(line: string): Line | undefined {
	const [, word = '', value = ''] = /^\s*([a-z]{2,40})(?:[ \t]*=|[ \t])(.*)$/i.exec(line) ?? [];
	return word === '' ? undefined : {key: word.toLowerCase(), word, value: bareValue(value.trim())};
}

const isEmpty = (line: string) => /^\s*(?:#.*)?$/.test(line);

/** What nobody calls a host, and an ssh_config with hosts of its own has one of. */
const usual = new Set([
	'hostname',
	'user',
	'port',
	'identityfile',
	'identitiesonly',
	'proxyjump',
	'proxycommand',
	'forwardagent',
]);

type Block = {readonly at: number; readonly aliases: readonly string[]; readonly taken: Map<string, string>};

/** The hosts of a block. Several names with one address are names of one host; `%h` stands for each of them. */
function hostsOf({aliases, taken}: Block): Entry {
	const address = taken.get('hostname');
	const user = taken.get('user');
	const port = taken.get('port');
	const entries = (address === undefined || address.includes('%h') ? aliases : aliases.slice(0, 1)).map(alias =>
		parseEntry(
			`${user === undefined ? '' : `${user}@`}${alias}${port === undefined ? '' : `:${port}`}${
				address === undefined || address === alias ? '' : `=${address.replaceAll('%h', alias)}`
			}`,
		),
	);
	return entries.find(({problem}) => problem !== undefined) ?? {hosts: entries.flatMap(({hosts}) => hosts)};
}

const notTaken = (what: string): string =>
	`${what} is not taken from here: leave it in ~/.ssh/config, which is read as ssh reads it, and write the names of its hosts alone, one per line`;

/**
 * Blocks of an ssh_config, an entry for each line; undefined for a text that is none. HostName, User and Port are taken; what else
 * stands there has its effect only where ssh reads it.
 */
export function sshConfigLines(lines: readonly string[]): readonly Entry[] | undefined {
	const read = lines.map(line => (isEmpty(line) ? undefined : lineOf(line)));
	const start = read.findIndex(line => line?.key === 'host' && line.value !== '');
	if (start < 0 || !read.some(line => line !== undefined && usual.has(line.key))) return undefined;
	// What may stand before the first of its blocks: a list of hosts or an inventory has something else there.
	if (!lines.slice(0, start).every((line, at) => isEmpty(line) || (read[at]?.value ?? '') !== '')) return undefined;
	const entries: Entry[] = lines.map(() => ({hosts: []}));
	const blocks: Block[] = [];
	const said = new Set<string>();
	const refuse = (at: number, what: string) => {
		if (!said.has(what)) entries[at] = {hosts: [], problem: notTaken(what)};
		said.add(what);
	};
	for (const [at, line] of read.entries()) {
		if (isEmpty(lines[at]!)) continue;
		const {key, word, value} = line ?? {key: '', word: cleanLine(lines[at]!.trim()).slice(0, 40), value: ''};
		const block = blocks.at(-1);
		if (key === 'host') {
			const aliases = value.split(/\s+/).filter(alias => alias !== '');
			const pattern = aliases.find(alias => /[*?!]/.test(alias));
			if (pattern !== undefined) refuse(at, `Host ${cleanLine(pattern).slice(0, 40)}`);
			blocks.push({at, aliases: pattern === undefined ? aliases : [], taken: new Map()});
		} else if (key === 'match') {
			refuse(at, word);
			blocks.push({at, aliases: [], taken: new Map()});
		} else if (block !== undefined && (key === 'hostname' || key === 'user' || key === 'port')) {
			// ssh takes the first of several.
			if (!block.taken.has(key)) block.taken.set(key, value);
		} else if (block === undefined || block.aliases.length > 0) {
			refuse(at, word);
		}
	}
	for (const block of blocks) if (block.aliases.length > 0) entries[block.at] = hostsOf(block);
	return entries;
}
