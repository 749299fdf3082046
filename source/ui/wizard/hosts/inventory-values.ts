import {cleanLine} from '../../../core/text.ts';
import type {Vars} from './inventory.ts';

const template = /\{\{.*?\}\}|\{%/;

export const isTemplate = (text: string): boolean => template.test(text);

/** What stands for a value that ansible-vault has encrypted. */
export const vaulted = '$ANSIBLE_VAULT';

export const shortened = (text: string): string => {
	const clean = cleanLine(text);
	return `"${clean.length > 40 ? `${clean.slice(0, 39)}…` : clean}"`;
};

/** A text that grows beyond this is no address and no name. */
const mostResolved = 4096;

/** The text with each `{{ name }}` of which the inventory says the value; what it does not say stays. */
export function resolved(text: string, vars: Vars, host: string): string {
	let current = text;
	for (let round = 0; round < 5 && current.length < mostResolved && isTemplate(current); round++) {
		current = current.replace(/\{\{\s*(\w+)\s*\}\}/g, (whole, name: string) => {
			if (name === 'inventory_hostname') return host;
			if (name === 'inventory_hostname_short') return host.split('.')[0]!;
			return Object.hasOwn(vars, name) ? vars[name]!.slice(0, mostResolved) : whole;
		});
	}
	return current;
}

/** Why the value of a variable can't be known here, as it reads after the variable; undefined where it can. */
export function whyUnknown(text: string): string | undefined {
	if (text.includes(vaulted) || /^!vault\b/.test(text)) return 'is encrypted by ansible-vault';
	return isTemplate(text) ? `is a template: ${shortened(template.exec(text)![0])}` : undefined;
}
