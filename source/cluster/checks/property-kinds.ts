import {quoted} from '../file/problems.ts';
import type {View} from '../file/view.ts';
import type {Path} from '../file/yaml-tree.ts';
import {type Kind, largest} from '../property-names/kind.ts';

/** What is wrong with the value of a property, and what to write. */
export type Wrong = readonly [message: string, hint: string];

/** `section`: where the property stands. */
export type Rule = {
	readonly key: string;
	readonly wrong: (value: string, view: View, section: Path) => Wrong | undefined;
};

/** Kafka's own config providers put something in its place. */
export const hasReference = (value: string) => value.includes('${');

const whole = /^[+-]?\d{1,19}$/;
const fraction = /^[+-]?(?:\d{1,20}(?:\.\d{0,20})?|\.\d{1,20})(?:e[+-]?\d{1,3})?[fd]?$/i;

type Words = Extract<Kind, {readonly words: readonly string[]}>;

function badWord(value: string, {is, words}: Words): Wrong | undefined {
	const given = is === 'words' ? value.split(',').map(word => word.trim()) : [value.trim()];
	const isKnown = (word: string) =>
		words.includes(word) ||
		(is === 'words' && word === '') ||
		(is === 'anycase' && words.some(one => one.toLowerCase() === word.toLowerCase()));
	const unknown = given.filter(word => !isKnown(word));
	if (unknown.length === 0) return undefined;
	if (is !== 'words') return [`is ${quoted(value)}`, `write one of ${words.join(', ')}`];
	return [`names ${unknown.map(quoted).join(', ')}`, `write one or more of ${words.join(', ')}, with a comma between them`];
}

type Numbers = Exclude<Kind, Words | {readonly is: 'text' | 'boolean'}>;

function range({is, least, most, also}: Numbers): string {
	const or = also === undefined ? '' : `, or ${also}`;
	if (least !== undefined) return `${most === undefined ? `write ${least} or more` : `write ${least} to ${most}`}${or}`;
	return most === undefined ? `write the number alone, as in ${is === 'double' ? '0.5' : '60'}` : `write at most ${most}`;
}

function badNumber(value: string, kind: Numbers): Wrong | undefined {
	const {is, least, most, also} = kind;
	const text = value.trim();
	if (!(is === 'double' ? fraction : whole).test(text)) {
		return [`is ${quoted(value)}, and takes a ${is === 'double' ? '' : 'whole '}number`, range(kind)];
	}
	const number = Number.parseFloat(text);
	// A long of this size is no exact number here.
	const tooLarge = is === 'long' ? number > largest.long : number >= largest[is];
	if (tooLarge)
		return [
			`is ${text}, more than a number of ${is === 'short' ? 16 : is === 'int' ? 32 : 64} bits holds`,
			`write at most ${most ?? largest[is] - 1}`,
		];
	if (number === also) return undefined;
	if (number < (least ?? -largest[is]) || number > (most ?? largest[is])) return [`is ${text}`, range(kind)];
	return undefined;
}

/** A value that is none of its kind: the service refuses it at its start. */
export function wrongKind(value: string, kind: Kind): Wrong | undefined {
	if (hasReference(value)) return undefined;
	switch (kind.is) {
		case 'text':
			return undefined;
		case 'boolean':
			// YAML takes `yes` for a text, and Kafka does not take it.
			return /^(?:true|false)$/i.test(value.trim()) ? undefined : [`is ${quoted(value)}`, 'write true or false'];
		case 'word':
		case 'anycase':
		case 'words':
			return badWord(value, kind);
		default:
			return badNumber(value, kind);
	}
}
