import {isMap, isScalar, LineCounter, type Node, parseDocument, type YAMLMap} from 'yaml';
import {groupOf, type Inventory, type Vars} from './inventory.ts';

const keyOf = (key: unknown): string => (isScalar(key) ? String(key.value) : '');

/** What stands around an id in the variables of Confluent's playbooks: `kafka_broker: {properties: {broker.id: 1}}`. */
const around = /^(?:kafka_broker|kafka_controller|kafka|zookeeper)_(?:custom_)?properties_/;

/** `kafka: {broker: {id: 1}}` is `kafka_broker_id`. */
function varsOf(node: unknown, above = '', depth = 0): Vars {
	if (!isMap(node) || depth > 5) return {};
	const found = node.items.map(({key, value}): Vars => {
		const name = above === '' ? keyOf(key) : `${above}_${keyOf(key).replace(/[.-]/g, '_')}`;
		if (isMap(value)) return varsOf(value, name, depth + 1);
		return isScalar(value) && value.value !== null ? {[name.replace(around, '')]: String(value.value)} : {};
	});
	return Object.assign({}, ...found);
}

/** Whether a text looks like an inventory in YAML: a group at the left edge that holds hosts, children or vars. */
export function isYamlInventory(text: string): boolean {
	return /^[A-Za-z_][\w-]*:\s*(?:#.*)?$/m.test(text) && /^\s+(?:hosts|children):/m.test(text);
}

/** @returns the inventory, or what is wrong with its YAML. */
export function parseYamlInventory(text: string): Inventory | {readonly line: number; readonly message: string} {
	const counter = new LineCounter();
	const document = parseDocument(text, {lineCounter: counter, uniqueKeys: false});
	const [error] = document.errors;
	if (error !== undefined) {
		return {line: counter.linePos(error.pos[0]).line - 1, message: error.message.split('\n')[0]!.replace(/ at line.*$/, '')};
	}
	const inventory: Inventory = {groups: new Map(), lines: new Map()};
	const readGroup = (name: string, node: unknown, depth: number): void => {
		const group = groupOf(inventory, name);
		if (!isMap(node) || depth > 20) return;
		const part = (key: string) => (node as YAMLMap).get(key, true) as Node | undefined;
		group.vars = {...group.vars, ...varsOf(part('vars'))};
		const hosts = part('hosts');
		for (const {key, value} of isMap(hosts) ? hosts.items : []) {
			const host = keyOf(key);
			const offset = isScalar(key) ? (key.range?.[0] ?? 0) : 0;
			group.hosts.set(host, {...group.hosts.get(host), ...varsOf(value)});
			if (!inventory.lines.has(host)) inventory.lines.set(host, counter.linePos(offset).line - 1);
		}
		const children = part('children');
		for (const {key, value} of isMap(children) ? children.items : []) {
			group.children.add(keyOf(key));
			readGroup(keyOf(key), value, depth + 1);
		}
	};
	if (isMap(document.contents)) for (const {key, value} of document.contents.items) readGroup(keyOf(key), value, 0);
	return inventory;
}
