import {cleanLine} from '../../../core/text.ts';
import {isIpv4, isIpv6} from './host-entry.ts';
import {groupOf, type Inventory, noInventory, type Vars} from './inventory.ts';
import {nestedVars} from './inventory-yaml.ts';

const head = /^\[\s*([^\s:[\]"'{},#;]+)(?::(vars|children))?\s*\]\s*(?:[#;].*)?$/;

/** `[kafka]`, also with a comment behind it; undefined for anything else, an address in brackets included. */
function sectionOf(line: string): {readonly group: string; readonly kind: string | undefined} | undefined {
	const [, group, kind] = head.exec(line) ?? [];
	return group === undefined || isIpv4(group) ? undefined : {group, kind};
}

/** Whether a line that begins with a bracket is a host: a range or an address, with something of it behind the bracket. */
const isBracketedHost = (line: string): boolean =>
	/^\[[^\]\s]+\][^\s#;\]]/.test(line) || isIpv6(/^\[([^\]]+)\](?:\s|$)/.exec(line)?.[1] ?? '');

/** The words of a line; quotes and the braces of a template hold words together, a `#` after a space ends it. */
function words(line: string): readonly string[] {
	const found = line.replace(/(^|\s)[#;].*$/, '').match(/(?:[^\s"'{]|\{\{.{0,1000}?\}\}|\{|"[^"]*"|'[^']*')+/g) ?? [];
	return found.map(word => word.replace(/"([^"]*)"|'([^']*)'/g, '$1$2'));
}

const isAssignment = (word: string): boolean => word.indexOf('=') >= 1;

function varsOf(assignments: readonly string[]): Vars {
	const found = assignments.filter(isAssignment).map((word): Vars => {
		const at = word.indexOf('=');
		const [name, value] = [word.slice(0, at), word.slice(at + 1)];
		return nestedVars(name, value) ?? {[name]: value};
	});
	return Object.assign({}, ...found);
}

/**
 * `NAME = VALUE` as `NAME=VALUE`, without quotes around the value and a comment behind it. The patterns begin where the value does:
 * from any place in a long line they would look at the rest of it anew.
 */
function bareAssignment(line: string): string {
	const at = line.indexOf('=');
	if (at < 0) return line;
	// Ansible reads texts in quotes and numbers as Python does, and anything else to the end of the line.
	const value = line
		.slice(at + 1)
		.trimStart()
		.replace(/^("[^"]*"|'[^']*'|\d+)\s+#.*$/, '$1')
		.replace(/^(["'])(.*)\1$/, '$2');
	return `${line.slice(0, at).trimEnd()}=${value}`;
}

const shown = (text: string) => `"${cleanLine(text).slice(0, 40)}"`;

const noVariable = (text: string) => `${shown(text)} is no variable: write NAME=VALUE`;

export type IniHost = {
	readonly pattern: string;
	readonly vars: Vars;
	/** What stands among its variables and is none. */
	readonly problem?: string;
};

/** `kafka-01 ansible_host=10.0.0.1 broker_id=1`, also outside of an inventory. */
export function parseIniHost(line: string): IniHost | undefined {
	const [pattern, ...rest] = words(line);
	if (pattern === undefined || pattern.includes('=')) return undefined;
	const stray = rest.find(word => !isAssignment(word));
	return {pattern, vars: varsOf(rest), ...(stray === undefined ? {} : {problem: noVariable(stray)})};
}

/** Whether a text has a section, as INI inventories do: `[kafka]`, and no IPv6 address or range. */
export function isIniInventory(text: string): boolean {
	return text.split('\n').some(line => sectionOf(line.trim()) !== undefined);
}

/**
 * Whether a text is lines of an inventory without their group: each a host, with variables that `isKnown` for one of them at
 * least. `k1 k2=10.0.0.2` is none: there the second word is a host and its address.
 */
export function isBareInventory(text: string, isKnown: (vars: Vars) => boolean): boolean {
	const lines = text.split('\n').filter(line => words(line).length > 0);
	const hosts = lines.map(line => parseIniHost(line.trim()));
	if (!hosts.every(host => host !== undefined && host.problem === undefined && !/[,;]/.test(host.pattern))) return false;
	return hosts.some(host => isKnown(host!.vars));
}

export function parseIniInventory(text: string): Inventory {
	const inventory = noInventory();
	let group = 'ungrouped';
	let kind: string | undefined;
	for (const [number, raw] of text.split('\n').entries()) {
		const line = raw.trim();
		const report = (message: string) => void inventory.problems.push({line: number, message});
		const section = sectionOf(line);
		if (section !== undefined) {
			({group, kind} = section);
			groupOf(inventory, group);
			continue;
		}
		if (line.startsWith('[') && !isBracketedHost(line)) {
			// Whatever it was to be, the hosts below it are not of the group above.
			[group, kind] = ['ungrouped', undefined];
			report(`${shown(line)} is no section: write [GROUP], [GROUP:vars] or [GROUP:children]`);
			continue;
		}
		const [first] = words(line);
		if (first === undefined) continue;
		if (kind === 'vars') {
			const assignment = bareAssignment(line);
			if (!isAssignment(assignment)) report(noVariable(line));
			groupOf(inventory, group).vars = {...groupOf(inventory, group).vars, ...varsOf([assignment])};
		} else if (kind === 'children') {
			groupOf(inventory, group).children.add(first);
		} else {
			const host = parseIniHost(line);
			if (host === undefined) {
				report(`${shown(first)} is no host: variables of a group stand under [GROUP:vars]`);
				continue;
			}
			if (host.problem !== undefined) report(host.problem);
			const {hosts} = groupOf(inventory, group);
			hosts.set(host.pattern, {...hosts.get(host.pattern), ...host.vars});
			if (!inventory.lines.has(host.pattern)) inventory.lines.set(host.pattern, number);
		}
	}
	return inventory;
}
