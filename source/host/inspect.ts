import {type Command, quote, rawCommand, sh} from '../core/command.ts';
import {StepError} from '../core/errors.ts';
import type {Change} from '../core/events.ts';
import type {Context} from '../core/plan.ts';
import {enterScript, safely} from './enter.ts';
import {failed} from './shell.ts';

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
	/** Whether others than root can put something else in its place at any time. */
	readonly loose: boolean;
};

/** The upper four bits of st_mode (inode(7)). */
const kinds: ReadonlyMap<number, Kind> = new Map([
	[8, 'file'],
	[4, 'directory'],
	[10, 'symlink'],
]);

/** What a st_mode in hex digits is of. */
export const kindOf = (raw: string): Kind => kinds.get(Number.parseInt(raw, 16) >> 12) ?? 'other';

/** Bash that enters the directory of `path` and sets `name`, so that what follows can name it as `./$name`; see `enterScript`. */
export const tryBeside = (path: string): Command =>
	sh`path=${path} name=${path.replace(/^.*\//, '')}
${enterScript}
enter "\${path%/*}" '' "$name"`;

/** The same, for `safely`: it ends with 1 and `why` on standard output where the directory can't be entered. */
export const beside = (path: string): Command => sh`${tryBeside(path)} || { echo "$why"; exit 1; }`;

/** Bash that writes the content of `./$name`, or of what has taken its place: never through a link, never waiting at a pipe. */
export const contentCommand = rawCommand('dd if="./$name" iflag=nofollow,nonblock,fullblock,count_bytes bs=64K status=none');

/**
 * The same after `see`, at most so many bytes: by the shell itself where only root can put something in the file's place and
 * the shell can hold all of it, which it can't of a NUL.
 */
export const contentSeen = (most: number): Command => sh`LC_ALL=C text=
[ "$swaps" ] || IFS= read -rN ${most} text <"./$name"
if [ -z "$swaps" ] && [ \${#text} = "\${found[3]}" ]; then printf %s "$text"; else ${contentCommand} count=${most}; fi`;

/** The same, as sha256sum prints it. */
export const digestSeen: Command = sh`if [ "$swaps" ]; then ${contentCommand} | sha256sum; else sha256sum <"./$name"; fi`;

/**
 * The question that `parseStat` reads the answer of, for `safely`; answers nothing it can read if there is nothing. If it is
 * a regular file, the output of `read` follows. The type in hex doesn't change with the locale.
 */
export function lookCommand(path: string, read: Command): Command {
	return sh`${beside(path)}
see "$name" || exit
echo "\${found[1]} \${found[4]} \${found[5]} \${found[3]}\${swaps:+ loose}"
case \${found[1]} in 8*) ${read} ;; esac`;
}

/** Reads the first line of an answer to `lookCommand`. */
export function parseStat(stdout: string): Found | undefined {
	const [, raw, owner = '', group = '', size, loose] = /^([0-9a-f]+) (\S+) (\S+) (\d+)( loose)?(?:\n|$)/.exec(stdout) ?? [];
	if (raw === undefined) return undefined;
	const mode = Number.parseInt(raw, 16) & 0o7777;
	return {kind: kindOf(raw), mode, owner, group, size: Number(size), loose: loose !== undefined};
}

export const octal = (mode: number) => `0${mode.toString(8)}`;

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

/**
 * Sets owner, group and mode of a file, and nothing else. chown comes first: it takes the setuid bits away.
 * @throws StepError where others than root can put something else in its place: `put` is for there
 */
export async function setOwnership(context: Context, path: string, wanted: Required<Ownership>): Promise<void> {
	const command = sh`${beside(path)}
if swappable "$(stat -c %u -- "./$name")"; then echo "unsafe moved \${PWD%/}/$name"; exit 1; fi
chown -h ${wanted.owner}:${wanted.group} -- "./$name" && chmod ${octal(wanted.mode)} -- "./$name"`;
	const result = await safely(context, command);
	if (result.code !== 0) throw failed(context, `set owner and mode of ${path}`, {...result, stdout: ''});
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
