import {isMap, isScalar, isSeq, LineCounter, parseDocument} from 'yaml';
import {cleanLine} from '../../../core/text.ts';
import {groupOf, type Inventory, type LineProblem, noInventory, type Vars} from './inventory.ts';
import {vaulted} from './inventory-values.ts';
import {type Entry, textOf, type YamlEntries, yamlEntries} from './yaml-entries.ts';

/** What stands around an id in the variables of Confluent's playbooks: `kafka_broker: {properties: {broker.id: 1}}`. */
const around = /^(?:kafka_broker|kafka_controller|kafka|zookeeper)_(?:custom_)?properties_/;

/** Kafka's own property with the id or the rack of a node, whatever a playbook calls the mapping that it stands in. */
function nodeProperty(above: string, key: string): string | undefined {
	if (!/^(?:(?:broker|node)\.id|broker\.rack)$/.test(key) || !/kafka|broker|controller|kraft/.test(above)) return undefined;
	if (/connect|regist|rest|ksql/.test(above)) return undefined;
	if (key === 'broker.rack') return 'broker_rack';
	return /controller/.test(above) ? 'kafka_controller_id' : /broker/.test(above) ? 'kafka_broker_id' : key.replace('.', '_');
}

/** A list among variables is kept as it is written, so far. */
const longestList = 1000;

/** `kafka: {broker: {id: 1}}` is `kafka_broker_id`. */
function varsOf(yaml: YamlEntries, text: string, node: unknown, above = '', depth = 0): Vars {
	if (depth > 5) return {};
	const found = yaml.entries(node).map(({key, value}): Vars => {
		const name = above === '' ? key : `${above}_${key.replace(/[.-]/g, '_')}`;
		if (isMap(value)) {
			// As `ansible-inventory --list` writes what YAML has as !vault and !unsafe.
			if (value.has('__ansible_vault')) return {[name]: vaulted};
			if (value.has('__ansible_unsafe')) return {[name]: textOf(value.get('__ansible_unsafe', true))};
			return varsOf(yaml, text, value, name, depth + 1);
		}
		const taken = (above === '' ? undefined : nodeProperty(above, key)) ?? name.replace(around, '');
		if (isScalar(value) && value.tag === '!vault') return {[taken]: vaulted};
		if (isSeq(value) && value.range)
			return {[taken]: text.slice(value.range[0], Math.min(value.range[1], value.range[0] + longestList))};
		return isScalar(value) && value.value !== null ? {[taken]: String(value.value)} : {};
	});
	return Object.assign({}, ...found);
}

/** A variable of INI whose value is a mapping, which Ansible reads as one: `kafka={"broker_id": 1}`. Undefined for any other. */
export function nestedVars(name: string, text: string): Vars | undefined {
	if (!/^\s*\{(?!\{)[\s\S]*\}\s*$/.test(text) || text.length > longestList) return undefined;
	const document = parseDocument(text, {uniqueKeys: false});
	if (document.errors.length > 0 || !isMap(document.contents)) return undefined;
	return varsOf(yamlEntries(document, text.length), text, document.contents, name);
}

const json = /^\s*\{\s*(?:"(?:[^"\\]|\\.)*"|[\w.-]+)\s*:/;
const groupLine = /^[ \t]*(?:[^\s#'":,[\]{}-][^\s:'"]*|"[^"\n]+"|'[^'\n]+')[ \t]*:(?:[ \t]*(?:#.*|[&*!{].*)?)$/m;
const memberLine = /(?:^[ \t]+|[{,][ \t]*)["']?(?:hosts|children)["']?[ \t]*:/m;

/** Whether a text is an inventory in JSON, as `ansible-inventory --list` prints it, or in YAML that is written so. */
export const isJsonInventory = (text: string): boolean => json.test(text);

/** Whether a text looks like an inventory in YAML: a group on a line of its own that holds hosts or children. */
export const isYamlInventory = (text: string): boolean => groupLine.test(text) && memberLine.test(text);

const kindOf = (node: unknown) => (isMap(node) ? 'a mapping' : isSeq(node) ? 'a list' : 'nothing');

const sections = ['hosts', 'children', 'vars'];
/** What is written in their place by mistake. Anything else may be what other tools keep beside groups. */
const mistaken = /^(?:host|hostss|child|childs|childrens|childern|var|variables?)$/i;

const tooDeep = 'it is nested deeper than an inventory is';

/** @returns the inventory, or what is wrong with its YAML or JSON. */
export function parseYamlInventory(text: string): Inventory | LineProblem {
	try {
		return read(text);
	} catch (error) {
		// The parser, or what goes through its nodes, runs out of the stack.
		if (error instanceof RangeError) return {line: 0, message: tooDeep};
		throw error;
	}
}

function read(text: string): Inventory | LineProblem {
	const counter = new LineCounter();
	const lineAt = (offset: number) => Math.max(0, counter.linePos(offset).line - 1);
	const document = parseDocument(text, {lineCounter: counter, uniqueKeys: false});
	const [error] = document.errors;
	// What else is wrong with it may be only what the parser did not come to.
	const deep = document.errors.find(({code}) => code === 'RESOURCE_EXHAUSTION');
	if (deep !== undefined) return {line: lineAt(deep.pos[0]), message: tooDeep};
	if (error !== undefined) {
		return {line: lineAt(error.pos[0]), message: error.message.split('\n')[0]!.replace(/ at line.*$/, '')};
	}
	if (!isMap(document.contents)) {
		return {line: 0, message: 'this is YAML, and no inventory: that has groups with hosts or children'};
	}
	const inventory = noInventory();
	const yaml = yamlEntries(document, text.length);
	const variables = (node: unknown) => varsOf(yaml, text, node);
	const report = (at: number, message: string) => {
		const line = lineAt(at);
		// What stands behind an anchor is read as often as it is named.
		if (!inventory.problems.some(one => one.line === line && one.message === message)) inventory.problems.push({line, message});
	};

	/** The names in a mapping, in a list, or one alone. */
	const named = (node: unknown, of: 'host' | 'group'): readonly Entry[] => {
		if (isMap(node)) return yaml.entries(node);
		const items = isSeq(node) ? yaml.items(node) : [node];
		return items.flatMap(item => {
			const entries = yaml.entries(item);
			// `- k2: {broker_id: 7}` is a host; of `- name: k2` it is not certain.
			if (entries.length === 1 && (isMap(entries[0]!.value) || textOf(entries[0]!.value) === 'null')) return entries;
			const at = (item as {range?: readonly number[]} | undefined)?.range?.[0] ?? 0;
			if (isScalar(item)) return item.value === null ? [] : [{key: textOf(item), at, value: undefined}];
			if (item !== undefined) report(at, `${kindOf(item)} stands where the name of a ${of} should`);
			return [];
		});
	};
	const top = yaml.entries(document.contents);
	const meta = yaml.entries(top.find(({key}) => key === '_meta')?.value);
	/** What --list keeps apart from the groups: host → its variables. */
	const apart = new Map(
		yaml.entries(meta.find(({key}) => key === 'hostvars')?.value).map(({key, value}) => [key, variables(value)]),
	);

	const addHosts = (group: string, node: unknown) => {
		const {hosts} = groupOf(inventory, group);
		for (const {key, at, value} of named(node, 'host')) {
			hosts.set(key, {...hosts.get(key), ...apart.get(key), ...variables(value)});
			if (!inventory.lines.has(key)) inventory.lines.set(key, lineAt(at));
		}
	};
	const readGroup = ({key: name, at, value}: Entry, depth: number): void => {
		const group = groupOf(inventory, name);
		if (depth > 20 || yaml.trouble() !== undefined) return;
		if (isSeq(value)) addHosts(name, value);
		if (isScalar(value) && value.value !== null) report(at, `"${cleanLine(name)}" is no group: it holds no hosts`);
		const parts = yaml.entries(value);
		const part = (key: string) => parts.find(one => one.key === key)?.value;
		for (const {key, at: place} of parts) {
			if (mistaken.test(key)) report(place, `"${key}" of the group "${cleanLine(name)}" is none of ${sections.join(', ')}`);
		}
		group.vars = {...group.vars, ...variables(part('vars'))};
		addHosts(name, part('hosts'));
		for (const child of named(part('children'), 'group')) {
			group.children.add(child.key);
			readGroup(child, depth + 1);
		}
	};
	for (const entry of top) if (entry.key !== '_meta') readGroup(entry, 0);
	for (const [host, vars] of apart) {
		if (![...inventory.groups.values()].some(({hosts}) => hosts.has(host))) groupOf(inventory, 'ungrouped').hosts.set(host, vars);
	}
	const trouble = yaml.trouble();
	return trouble === undefined ? inventory : {line: lineAt(trouble.at), message: trouble.message};
}
