import {groupOf, type Inventory, type Vars} from './inventory.ts';

const section = /^\[([A-Za-z_][\w.-]*)(?::(vars|children))?\]$/;

/** The words of a line; quotes and the braces of a template hold words together, a `#` after a space ends it. */
function words(line: string): readonly string[] {
	const found = line.replace(/(^|\s)[#;].*$/, '').match(/(?:[^\s"'{]|\{\{.*?\}\}|\{|"[^"]*"|'[^']*')+/g) ?? [];
	return found.map(word => word.replace(/"([^"]*)"|'([^']*)'/g, '$1$2'));
}

function varsOf(assignments: readonly string[]): Vars {
	return Object.fromEntries(
		assignments.flatMap(word => {
			const at = word.indexOf('=');
			return at < 1 ? [] : [[word.slice(0, at), word.slice(at + 1)]];
		}),
	);
}

/** `kafka-01 ansible_host=10.0.0.1 broker_id=1`, also outside of an inventory. */
export function parseIniHost(line: string): {readonly pattern: string; readonly vars: Vars} | undefined {
	const [pattern, ...rest] = words(line);
	if (pattern === undefined || pattern.includes('=')) return undefined;
	return {pattern, vars: varsOf(rest)};
}

/** Whether a text has a section, as INI inventories do: `[kafka]`, and no IPv6 address or range. */
export function isIniInventory(text: string): boolean {
	return text.split('\n').some(line => section.test(line.trim()));
}

export function parseIniInventory(text: string): Inventory {
	const inventory: Inventory = {groups: new Map(), lines: new Map()};
	let group = 'ungrouped';
	let kind: string | undefined;
	for (const [number, raw] of text.split('\n').entries()) {
		const line = raw.trim();
		const head = section.exec(line);
		if (head !== null) {
			[group, kind] = [head[1]!, head[2]];
			groupOf(inventory, group);
			continue;
		}
		const [first] = words(line);
		if (first === undefined) continue;
		if (kind === 'vars') {
			const vars = varsOf([line.replace(/\s*=\s*/, '=').replace(/=(["'])(.*)\1$/, '=$2')]);
			groupOf(inventory, group).vars = {...groupOf(inventory, group).vars, ...vars};
		} else if (kind === 'children') {
			groupOf(inventory, group).children.add(first);
		} else {
			const host = parseIniHost(line);
			if (host === undefined) continue;
			const {hosts} = groupOf(inventory, group);
			hosts.set(host.pattern, {...hosts.get(host.pattern), ...host.vars});
			if (!inventory.lines.has(host.pattern)) inventory.lines.set(host.pattern, number);
		}
	}
	return inventory;
}
