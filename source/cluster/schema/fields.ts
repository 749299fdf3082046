import * as z from 'zod/mini';
import {parseSecretRef, secretRefForms, secretRefPattern} from '../secret-refs.ts';

/** What each key means: the descriptions of the JSON Schema. */
export const descriptions = z.registry<{readonly description: string}>();

/** The `description` of a secret field is this text's beginning; checks know it by that. */
export const secretExpected = `a reference to a secret: ${secretRefForms}`;

/** The error text of every field is what it expects, as it reads after "… is not". */
export function described<T extends z.core.$ZodType>(schema: T, description: string): T {
	descriptions.add(schema, {description});
	return schema;
}

export function text(expected: string, pattern: RegExp, description: string) {
	return described(z.string(expected).check(z.regex(pattern, expected)), description);
}

export function integer(expected: string, lowest: number, highest: number, description: string) {
	const range = `${expected} (a whole number from ${lowest} to ${highest})`;
	return described(z.int(range).check(z.minimum(lowest, range), z.maximum(highest, range)), description);
}

export function port(description: string) {
	return integer('a port', 1, 65535, description);
}

export function heap(description: string) {
	return text('a heap size such as 512m or 4g', /^[1-9][0-9]{0,5}[mgMG]$/, description);
}

/** A directory on the hosts. Commas part the entries of `log.dirs`, and a space or a colon needs escapes in too many places. */
export const directoryPattern = /^(?!.*\/\.\.(?:\/|$))\/[^\s,:;"'\\\x00-\x1f\x7f]*$/;

export function directory(description: string) {
	return text('an absolute path without spaces, commas, colons and ".."', directoryPattern, description);
}

/** A file on this machine. */
export function localPath(description: string) {
	return text('a path', /^[^\s\x00-\x1f\x7f](?:[^\x00-\x1f\x7f]*[^\s\x00-\x1f\x7f])?$/, description);
}

export function secret(description: string) {
	const schema = z.string(secretExpected).check(
		z.regex(secretRefPattern, secretExpected),
		z.refine(ref => !('problem' in parseSecretRef(ref)), secretExpected),
	);
	return described(schema, `${description}; ${secretExpected}`);
}

export function hostName() {
	return z.string(hostNameExpected).check(z.regex(hostNamePattern, hostNameExpected));
}

/** No underscore: Java's URIs, and so the listeners of Kafka and the registry, have no host with one. */
export const hostNamePattern =
	/^(?=.{1,253}$)[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*$/;
const hostNameExpected = 'a host name (letters, digits, - and .)';

/** Of a user that ssh is called with: without what OpenSSH refuses itself since 9.6, as a ProxyCommand may hand the name to a shell. */
export const userPattern = /^[^\s\x00-\x1f\x7f@:'"`;&<>|(){}-][^\s\x00-\x1f\x7f@:'"`;&<>|(){}]*(?<!\\)$/;

/** The name of a rack, a room or a zone. */
export const rackPattern = /^[A-Za-z0-9/][A-Za-z0-9._:/-]{0,99}$/;

/** An address, a name or an alias of ssh_config. A leading `-` would be an option of ssh. */
export const addressPattern = /^[A-Za-z0-9_:[][A-Za-z0-9_.:%[\]-]*$/;

/** A package of apt or dnf. At its end, apt reads `-` as "remove it" and `+` as "install it". */
export const packagePattern = /^[A-Za-z0-9](?:[A-Za-z0-9.+_-]*[A-Za-z0-9._])?$/;

/** A mapping of names to values. A number or a truth value is taken as it is written: `010` stays `010`. */
export function propertyValues() {
	const expected = 'one value: a text, a number, true or false';
	const key = 'a property name (letters, digits, ., _ and -)';
	return z.record(
		z.string(key).check(z.regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, key)),
		z.union([z.string(), z.number(), z.boolean()], expected),
		'a mapping of property names to values',
	);
}

export function properties(what: string) {
	return described(
		z.prefault(propertyValues(), {}),
		`Further properties of ${what}, written as given, in place of the default where both have a key`,
	);
}

/** A mapping of host names to numbers. */
export function ids(expected: string, lowest: number, highest: number, description: string) {
	const range = `${expected} (a whole number from ${lowest} to ${highest})`;
	return described(
		z.prefault(
			z.record(
				hostName(),
				z.int(range).check(z.minimum(lowest, range), z.maximum(highest, range)),
				`a mapping of host names to ids, such as {kafka-01: 1}`,
			),
			{},
		),
		description,
	);
}
