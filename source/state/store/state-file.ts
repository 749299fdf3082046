import {readFileSync} from 'node:fs';
import {InputError} from '../../core/errors.ts';

/** Counts up with each change of a file's form that an older kafka-setup would misread. A file without one is of the first. */
export const formatVersion = 1;

export type Content = Readonly<Record<string, unknown>>;

/** What a file of ours holds: nothing yet, what was written, or what nobody has written like this. */
export type Reading =
	| {readonly is: 'absent'}
	| {readonly is: 'valid'; readonly content: Content}
	| {readonly is: 'damaged'; readonly why: string};

/** What these bytes hold, or why they are no file of ours. */
function judge(bytes: Buffer): {readonly why: string} | {readonly content: Content} {
	if (bytes.length === 0) return {why: 'it is empty'};
	if (bytes.every(byte => byte === 0)) return {why: 'it holds zero bytes alone, as after a power failure'};
	let value: unknown;
	try {
		value = JSON.parse(new TextDecoder('utf-8', {fatal: true, ignoreBOM: true}).decode(bytes));
	} catch {
		return {why: 'it is cut off or no JSON'};
	}
	if (typeof value !== 'object' || value === null || Array.isArray(value)) return {why: 'it is no JSON object'};
	const content = value as Content;
	const version = content.version ?? 1;
	if (typeof version !== 'number' || version < 1) return {why: `its version is ${JSON.stringify(version)}`};
	return {content};
}

/** @throws InputError for a file that a newer kafka-setup wrote, or that is a directory: neither is ours to change. */
export function readSound(path: string): Reading {
	let bytes: Buffer;
	try {
		bytes = readFileSync(path);
	} catch (error) {
		const {code, message} = error as NodeJS.ErrnoException;
		if (code === 'ENOENT') return {is: 'absent'};
		if (code === 'EISDIR') throw new InputError(`${path} is a directory (EISDIR)`, {hint: 'Move it away: a file belongs there.'});
		return {is: 'damaged', why: `it can't be read: ${message}`};
	}
	const judged = judge(bytes);
	if ('why' in judged) return {is: 'damaged', why: judged.why};
	const version = (judged.content.version ?? 1) as number;
	if (version > formatVersion) {
		throw new InputError(
			`${path} was written by a newer kafka-setup (its version is ${version}, this one knows up to ${formatVersion})`,
			{hint: 'Use the newer kafka-setup. The file was left as it is.'},
		);
	}
	return {is: 'valid', content: judged.content};
}
