import {cleanLine} from '../../../core/text.ts';
import {type Entry, isIpv4, isIpv6, named} from './host-entry.ts';
import type {LineProblem} from './inventory.ts';

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

type Mapping = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Mapping => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A list of texts, as `terraform output` prints it with -json and without: the same lines without its brackets. */
export function withoutBrackets(text: string): string {
	const [, start, inner, end] = /^(\s*(?:to(?:list|set)\()?\[)([^\]]*)(\]\)?\s*)$/.exec(text) ?? [];
	if (start === undefined || inner === undefined || end === undefined || start.includes('(') !== end.includes(')')) return text;
	const list = parsed(`[${inner.replace(/,\s*$/, '')}]`);
	return Array.isArray(list) && list.every(item => typeof item === 'string') ? `${start.replace(/\S/g, ' ')}${inner}` : text;
}

const isPlace = (value: unknown): value is string =>
	typeof value === 'string' && (isIpv4(value) || isIpv6(value) || /^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/i.test(value));

const isMapOfPlaces = (value: unknown): value is Readonly<Record<string, string>> =>
	isObject(value) && Object.keys(value).length > 0 && Object.values(value).every(isPlace);

/** `{"kafka-01": "10.0.0.1"}`, as `terraform output -json NAME` prints a map: an entry for each line of the text. */
export function mapOfHosts(text: string): readonly Entry[] | undefined {
	const map = /^\s*\{/.test(text) ? parsed(text) : undefined;
	if (!isMapOfPlaces(map)) return undefined;
	const lines = text.split('\n');
	let last = 0;
	const entries = Object.entries(map).map(([name, address]) => {
		const quoted = JSON.stringify(name);
		const from = lines.findIndex((line, at) => at >= last && line.includes(quoted));
		// Keys that are numbers come before all others.
		last = from < 0 ? lines.findIndex(line => line.includes(quoted)) : from;
		return {at: Math.max(0, last), entry: named(name, address)};
	});
	const byLine = new Map<number, Entry[]>();
	for (const {at, entry} of entries) byLine.set(at, [...(byLine.get(at) ?? []), entry]);
	return lines.map((_, at) => {
		const ofLine = byLine.get(at) ?? [];
		const wrong = ofLine.find(entry => entry.problem !== undefined)?.problem;
		return {hosts: ofLine.flatMap(({hosts}) => hosts), ...(wrong === undefined ? {} : {problem: wrong})};
	});
}

/** A list in JSON of anything but texts: which of it names a host, and which is its address, it does not say. */
function listOfOthers(list: readonly unknown[]): LineProblem {
	const [first] = list;
	const keys = isObject(first) && list.every(isObject) ? Object.keys(first).filter(key => /^\w+$/.test(key)) : [];
	const name = keys.find(key => /^(?:host_?)?name$/i.test(key)) ?? keys.find(key => /name|^host$/i.test(key));
	const address =
		keys.find(key => /private.*ip/i.test(key)) ?? keys.find(key => isPlace((first as Mapping)[key]) && key !== name);
	const how = name === undefined || address === undefined ? '' : `, which jq -r '.[] | "\\(.${name})=\\(.${address})"' prints`;
	return {
		line: 0,
		message: `this is a list in JSON of more than names: write one host per line, as NAME=ADDRESS${how}`,
	};
}

/** What to do with all outputs of terraform in one: which of them are hosts, and of which role, it does not say. */
function allOutputs(outputs: Mapping): LineProblem | undefined {
	const entries = Object.entries(outputs);
	if (entries.length === 0 || !entries.every(([, output]) => isObject(output) && Object.hasOwn(output, 'value')))
		return undefined;
	const fitting = entries.filter(([, output]) => {
		const {value} = output as Mapping;
		return Array.isArray(value) || isMapOfPlaces(value);
	});
	const [[name = ''] = []] = fitting.length > 0 ? fitting : entries;
	return {
		line: 0,
		message: `this is what terraform output -json prints, and it does not say which are the hosts: paste one list of it, as terraform output -json ${cleanLine(name).slice(0, 40)} prints it, or their addresses, one per line`,
	};
}

const opening = /^[ \t]*(?:([\w-]+)[ \t]*=[ \t]*)?(?:to(?:list|set|map)\([ \t]*)?[[{][ \t]*$/;

/** Whether a text is lists and maps as terraform writes them for people to read; the name of the first. */
function ownForm(text: string): string | undefined {
	const lines = text.split('\n').filter(line => line.trim() !== '');
	const first = lines.map(line => opening.exec(line)?.[1]).find(name => name !== undefined);
	if (first !== undefined) return first;
	return opening.test(lines[0] ?? '') && /^[ \t]*["\w-]+[ \t]*=/.test(lines[1] ?? '') ? 'NAME' : undefined;
}

/** What to do with what terraform or another tool prints that is no list of hosts; undefined for all else. */
export function terraformOutput(text: string): LineProblem | undefined {
	const value = /^\s*[[{]/.test(text) ? parsed(text) : undefined;
	if (Array.isArray(value)) return value.every(item => typeof item === 'string') ? undefined : listOfOthers(value);
	if (isObject(value)) return allOutputs(value);
	const name = ownForm(text);
	if (name === undefined) return undefined;
	return {line: 0, message: `this is terraform's own form: paste what terraform output -json ${name.slice(0, 40)} prints`};
}
