import {StepError} from '../core/errors.ts';
import type {Change} from '../core/events.ts';
import type {Context} from '../core/plan.ts';
import {must, quote} from './shell.ts';

export type Ownership = {
	/** User name; root by default. */
	readonly owner?: string;
	/** Group name; root by default. */
	readonly group?: string;
	readonly mode?: number;
};
export type Kind = 'file' | 'directory' | 'symlink' | 'other';
export type Found = {
	readonly kind: Kind;
	readonly mode: number;
	readonly owner: string;
	readonly group: string;
	/** In bytes. */
	readonly size: number;
};

/** The upper four bits of st_mode (inode(7)). */
const kinds: ReadonlyMap<number, Kind> = new Map([
	[8, 'file'],
	[4, 'directory'],
	[10, 'symlink'],
]);

/** The question that `parseStat` reads the answer of; answers nothing if there is nothing. `%f` doesn't change with the locale. */
export function statCommand(path: string, options: {readonly follow?: boolean} = {}): string {
	return `stat ${options.follow ? '-L ' : ''}-c '%f %U %G %s' -- ${quote(path)} 2>/dev/null`;
}

/** Reads the first line of an answer to `statCommand`. */
export function parseStat(stdout: string): Found | undefined {
	const match = /^([0-9a-f]+) (\S+) (\S+) (\d+)(?:\n|$)/.exec(stdout);
	if (!match) return undefined;
	const raw = Number.parseInt(match[1]!, 16);
	return {kind: kinds.get(raw >> 12) ?? 'other', mode: raw & 0o7777, owner: match[2]!, group: match[3]!, size: Number(match[4])};
}

const octal = (mode: number) => `0${mode.toString(8)}`;

/** What differs in owner, group and mode. */
export function ownershipChanges(path: string, wanted: Required<Ownership>, found: Found): Change[] {
	const changes: Change[] = [];
	const owner = `${wanted.owner}:${wanted.group}`;
	const was = `${found.owner}:${found.group}`;
	if (was !== owner) changes.push({what: `set owner of ${path} to ${owner} (was ${was})`});
	if (found.mode !== wanted.mode) {
		changes.push({what: `set mode of ${path} to ${octal(wanted.mode)} (was ${octal(found.mode)})`});
	}
	return changes;
}

/** Sets owner, group and mode, and nothing else. chown comes first: it takes the setuid bits away. */
export async function setOwnership(context: Context, path: string, wanted: Required<Ownership>): Promise<void> {
	const target = quote(path);
	const owner = quote(`${wanted.owner}:${wanted.group}`);
	await must(context, `chown ${owner} -- ${target} && chmod ${octal(wanted.mode)} -- ${target}`, {
		what: `set owner and mode of ${path}`,
	});
}

const names: Readonly<Record<Kind, string>> = {
	file: 'a regular file',
	directory: 'a directory',
	symlink: 'a symbolic link',
	other: 'neither a file nor a directory',
};

/** The error for a path where something stands that must not be replaced. */
export function refuse(context: Context, path: string, found: Kind, wanted: Kind): StepError {
	return new StepError(`${path} on ${context.host.name} is ${names[found]}, not ${names[wanted]}`, {
		hint: `It was left as it is. Look what it is for (ls -ld ${quote(path)}), move it away, then run it again.`,
	});
}

/** A step's id made of a path: `file-etc-kafka-server-properties`. */
export function idOf(kind: string, path: string): string {
	const words = path.toLowerCase().match(/[a-z0-9]+/g) ?? [];
	return [kind, ...words].join('-');
}
