import {eachNumbered, numberedRoles} from '../../../cluster/roles.ts';
import type {Host} from '../../../core/inventory.ts';
import {type Entry, parseEntry} from './host-entry.ts';
import {isIdVariable, looksLikeId, variableOf} from './id-names.ts';
import {groupOf, type Inventory, type LineProblem, noInventory, type Vars} from './inventory.ts';
import type {Placed} from './inventory-hosts.ts';
import type {Ids} from './inventory-ids.ts';
import {isBareInventory, isIniInventory, parseIniHost, parseIniInventory} from './inventory-ini.ts';
import {rackVariables} from './inventory-racks.ts';
import {roleOfFlag, roleVariables} from './inventory-role-vars.ts';
import type {GroupAnswers} from './inventory-roles.ts';
import {isJsonInventory, isYamlInventory, parseYamlInventory} from './inventory-yaml.ts';
import {parseNamed} from './named-address.ts';
import {type ReadInventory, readInventory} from './read-inventory.ts';
import {sshConfigLines} from './ssh-config-lines.ts';
import {mapOfHosts, terraformOutput, withoutBrackets} from './terraform-output.ts';

/** What a pasted or typed list of hosts says. Lines are counted from 0 on; what an inventory has beside is empty for a plain list. */
export type HostList = Omit<ReadInventory, 'hosts'> & {readonly hosts: readonly Host[]};

const plain = {
	roles: {},
	ids: eachNumbered((): Ids[keyof Ids] => ({})),
	racks: {},
	leftOut: [],
	unclear: [],
	refused: [],
} as const;

/** Comment and bullet of a list taken off. */
const withoutComment = (line: string): string =>
	line
		.replace(/(^|\s)#.*$/, '')
		.replace(/^\s*(?:;.*|[-*•]\s+)/, '')
		.trim();

/** Variables that an inventory may have beside a host: no address of a further host has such a name. */
const isKnown = (vars: Vars): boolean =>
	Object.entries(vars).some(
		([name, value]) =>
			name.startsWith('ansible_') ||
			roleOfFlag(name, value) !== undefined ||
			variableOf([...rackVariables, ...roleVariables], {[name]: value}) !== undefined ||
			numberedRoles.some(({id}) => isIdVariable(name, id) || looksLikeId(name, value, id)),
	);

function parseLine(line: string): Entry {
	const withQuotes = withoutComment(line);
	const host = parseIniHost(withQuotes);
	if (host !== undefined && isKnown(host.vars)) {
		return host.problem === undefined ? withVars(host.pattern, host.vars) : {hosts: [], problem: host.problem};
	}
	// The lines around a table, and its columns.
	if (/^\|?[-+=|\s]*$/.test(withQuotes)) return {hosts: []};
	const text = withQuotes.replace(/["'`]/g, '').replace(/\s=\s/g, '=');
	const words = text.split(/[\s,;|]+/).filter(word => word !== '');
	const whole = parseNamed(words);
	if (whole !== undefined) return whole;
	const entries = words.map(parseEntry);
	const problem = entries.find(entry => entry.problem !== undefined)?.problem;
	return {hosts: entries.flatMap(entry => entry.hosts), ...(problem === undefined ? {} : {problem})};
}

/** A line of an inventory among lines that are none. What it says beside the way to the host would be lost. */
function withVars(pattern: string, vars: Vars): Entry {
	const inventory = noInventory();
	groupOf(inventory, 'ungrouped').hosts.set(pattern, vars);
	const {hosts, problems, roles, ids, racks, refused, keyFile, jump} = readInventory(inventory);
	const more =
		[...Object.values(ids), racks, roles].some(of => Object.keys(of).length > 0) || keyFile !== undefined || jump !== undefined;
	const lost =
		more ||
		refused.length > 0 ||
		Object.entries(vars).some(([name, value]) => numberedRoles.some(({id}) => looksLikeId(name, value, id)));
	const [first] = problems;
	const problem = first?.message ?? (lost ? onlyInInventory : undefined);
	return {hosts: hosts.map(({host}) => host), ...(problem === undefined ? {} : {problem})};
}

const onlyInInventory =
	'variables of a host count only where each line is one host with its variables, or under a line such as [kafka]';

const place = (host: Host) => `${(host.address ?? host.name).toLowerCase()}:${host.port ?? 22}`;

/** Takes out what stands twice, and says where it stood first. */
function settle(placed: readonly Placed[]): {readonly hosts: readonly Host[]; readonly problems: readonly LineProblem[]} {
	const names = new Map<string, number>();
	const places = new Map<string, string>();
	const hosts: Host[] = [];
	const problems: LineProblem[] = [];
	for (const {line, host} of placed) {
		const first = names.get(host.name.toLowerCase());
		const same = places.get(place(host));
		if (first !== undefined) {
			problems.push({line, message: `${host.name} is already ${first === line ? 'on this line' : `on line ${first + 1}`}`});
		} else if (same !== undefined) {
			problems.push({line, message: `${host.name} is the same machine as ${same}: ${host.address ?? host.name}`});
		} else {
			names.set(host.name.toLowerCase(), line);
			places.set(place(host), host.name);
			hosts.push(host);
		}
	}
	for (const {line, host} of hosts.length > 1 ? placed : []) {
		if (!/^(?:localhost(?:\..*)?|127\.[\d.]+)$/i.test(host.name)) continue;
		problems.push({line, message: `the other hosts can't reach this one as ${host.name}`});
	}
	return {hosts, problems};
}

function inventoryIn(text: string): Inventory | LineProblem | undefined {
	if (isJsonInventory(text)) return terraformOutput(text) ?? parseYamlInventory(text);
	if (isIniInventory(text)) return parseIniInventory(text);
	const printed = terraformOutput(text);
	if (printed !== undefined) return printed;
	if (isYamlInventory(text)) return parseYamlInventory(text);
	return isBareInventory(text, isKnown) ? parseIniInventory(text) : undefined;
}

const byLine = (a: LineProblem, b: LineProblem) => a.line - b.line;

/**
 * Reads whatever list of hosts was typed or pasted: names, `user@host:port`, names with addresses, commas, ranges, comments, lines of
 * /etc/hosts, blocks of an ssh_config, a list or a map in JSON, the text of an Ansible inventory (INI, YAML, or JSON as `ansible-inventory --list` has it), with what was answered of its groups. Never throws; a line that is no host is a problem, the
 * others count.
 */
export function parseHostList(text: string, groups: GroupAnswers = {}): HostList {
	const normal = withoutBrackets(text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n'));
	const whole = sshConfigLines(normal.split('\n')) ?? mapOfHosts(normal);
	const inventory = whole === undefined ? inventoryIn(normal) : undefined;
	if (inventory !== undefined) {
		if ('message' in inventory) return {...plain, hosts: [], problems: [inventory]};
		const read = readInventory(inventory, groups);
		const {hosts, problems} = settle(read.hosts);
		return {...read, hosts, problems: [...read.problems, ...problems].sort(byLine)};
	}
	const lines = whole ?? normal.split('\n').map(parseLine);
	const {hosts, problems} = settle(lines.flatMap((entry, line) => entry.hosts.map(host => ({line, host}))));
	const wrong = lines.flatMap((entry, line) => (entry.problem === undefined ? [] : [{line, message: entry.problem}]));
	return {...plain, hosts, problems: [...wrong, ...problems].sort(byLine)};
}

/** The one path that the box holds, as an inventory dropped on the terminal leaves it; undefined if it holds anything else. */
export function pathInBox(text: string): string | undefined {
	const line = text.trim();
	return /^(?:file:\/\/|["']?(?:\/|\.{1,2}\/|~\/))[^\n]*$/.test(line) ? line : undefined;
}

/** A host as a line of the box, read back as the same host. Its host keys have no place there. */
export function hostLine({name, user, port, address}: Host): string {
	const at = address === undefined || address === name ? '' : `=${address}`;
	return `${user === undefined ? '' : `${user}@`}${name}${port === undefined ? '' : `:${port}`}${at}`;
}
