import {type Command, rawCommand} from '../core/command.ts';

/**
 * Bash functions, of builtins alone, by which a host tells several texts in one answer, whatever they hold.
 *
 * - `tell KEY TEXT` prints a line `KEY TEXT`, in which an end of line is `\n` and a backslash `\\`, for `told`.
 * - `tell_file KEY BYTES FILE` does so with the first bytes of a regular file; without one it prints nothing. What a NUL
 *   stands in comes without it.
 */
export const tellScript: Command = rawCommand(`tell() {
	local end=$'\\n' text=\${2//\\\\/\\\\\\\\}
	text=\${text//"$end"/\\\\n}
	printf '%s %s\\n' "$1" "$text"
}
tell_file() {
	local text=
	[ -f "$3" ] && { IFS= LC_ALL=C read -rN "$2" text || :; } <"$3" && tell "$1" "$text"
}`);

/** The texts by their keys. */
export function told(stdout: string): ReadonlyMap<string, string> {
	const texts = new Map<string, string>();
	for (const [, key, text] of stdout.matchAll(/(?<![^\n])(\S{1,255}) ([^\n]*)/g)) texts.set(key!, text!);
	// The last of a key counts, and it alone is read.
	for (const [key, text] of texts)
		texts.set(
			key,
			text.replace(/\\(.)/gs, (_, one) => (one === 'n' ? '\n' : one)),
		);
	return texts;
}
