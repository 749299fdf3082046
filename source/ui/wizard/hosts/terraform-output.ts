import {cleanLine} from '../../../core/text.ts';
import type {LineProblem} from './inventory.ts';

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** A list of texts in JSON, as `terraform output -json NAME` prints it: the same lines without its brackets. */
export function withoutBrackets(text: string): string {
	const list = /^\s*\[/.test(text) ? parsed(text) : undefined;
	if (!Array.isArray(list) || !list.every(item => typeof item === 'string')) return text;
	return text.replace('[', ' ').replace(/\]\s*$/, '');
}

/** What to do with all outputs of terraform in one: which of them are hosts, and of which role, it does not say. */
export function terraformOutput(text: string): LineProblem | undefined {
	const outputs = parsed(text);
	if (!isObject(outputs)) return undefined;
	const entries = Object.entries(outputs);
	if (entries.length === 0 || !entries.every(([, output]) => isObject(output) && Object.hasOwn(output, 'value')))
		return undefined;
	const lists = entries.filter(([, output]) => Array.isArray((output as {readonly value: unknown}).value));
	const [[name = ''] = []] = lists.length > 0 ? lists : entries;
	return {
		line: 0,
		message: `this is what terraform output -json prints, and it does not say which are the hosts: paste one list of it, as terraform output -json ${cleanLine(name).slice(0, 40)} prints it, or their addresses, one per line`,
	};
}
