import {type Command, quote, rawCommand} from '../core/command.ts';
import type {CommandResult, ExecOptions} from '../core/connection.ts';
import {StepError} from '../core/errors.ts';
import type {Context} from '../core/plan.ts';

/**
 * Bash functions by which root works in a directory that others may write, or that lies below one, without being led
 * elsewhere by a link or a rename, at any moment. The directory is entered one component at a time and stays the current
 * one, so that all that follows is done by names of this directory, `./NAME`, and not by its path.
 *
 * - `enter PATH [make] [NAME]` makes PATH the current directory, with `make` also where it is missing: missing parents are made
 *   root's and 0755, the last one 0700. Returns 1 and sets `why`: `missing`, `dangling PATH`, `other MODE PATH` (no
 *   directory; the mode in hex), `failed` (told on stderr), or `unsafe …`, which `safely` makes an error of.
 * - `into NAME` does the same for one name of the current directory, and follows no link (`why` is `link` or `unsafe link`).
 * - `see NAME` sets `found` to the facts of an entry of the current directory (owner, mode in hex, device:inode, size, names of
 *   owner and group), and `swaps` where others may put something else in its place; returns 1 if there is none. It costs no
 *   process if `enter` was told the name.
 * - `swappable UID` tells whether others may put something else in place of an entry of the current directory that UID owns.
 * - `shared` tells whether others may make, rename or remove entries of the current directory.
 * - `mounted` tells whether the current directory is a mount point.
 *
 * `loose` is set once a component can be swapped by others. From there on what was entered is compared with what was seen
 * before, by device and inode, and a symbolic link is refused, also one of root's: it can have been moved there, and what
 * readlink reads needs not be the link whose owner was asked. A link is followed only if root owns it and only root can have
 * put it there. `ahead` asks for the facts of all components at once, and they count for as long as only root can change
 * them: where others can, the answers for two names can be of one. `[ -e NAME/. ]` mounts what is mounted when it is needed,
 * so that the facts are those of the disk. restorecon takes a path, and so can be led to another file where others can swap a
 * component; it gives that no label but the one that the policy has for it.
 *
 * Others are all but root and the user that runs this, which are one outside of tests. A directory that a group may write is
 * taken to be written by others, whatever the group, as an access control list shows as the rights of the group.
 */
export const enterScript: Command = rawCommand(`mine() { [ "$1" = 0 ] || [ "$1" = "$EUID" ]; }
swappable() { [ "$loose" ] || ! mine "\${dir[0]}" || { ((0x\${dir[1]} & 022)) && { ! ((0x\${dir[1]} & 01000)) || ! mine "$1"; }; }; }
shared() { swappable -1; }
mounted() { [ "$(grep mnt_id: /proc/self/fdinfo/3 3<.)" != "$(grep mnt_id: /proc/self/fdinfo/3 3<..)" ]; }
relabel() { if command -v selinuxenabled >/dev/null && selinuxenabled; then restorecon -- "$1" >&2; fi; }
asked='%u %f %d:%i %s %U %G'
ahead() {
	local rest=$1/ name at=. all=(.) IFS=$'\\n'
	while [ "$rest" ]; do
		name=\${rest%%/*} rest=\${rest#*/}
		case $name in '' | .) ;; *) at=$at/$name; all+=("$at"); [ -e "$at/." ] ;; esac
	done
	[ -z "$beside" ] || all+=("$at/$beside")
	seen=($(exec stat -c "$asked" -- "\${all[@]}" 2>/dev/null))
	last=
	if [ "$beside" ] && [ \${#seen[@]} = \${#all[@]} ]; then last=\${seen[-1]}; unset 'seen[-1]'; fi
	IFS=' '
	dir=(\${seen[0]}) seen=("\${seen[@]:1}")
}
into() {
	if shared; then seen=() last=; [ -e "./$1/." ]; fi
	local facts=(\${seen[0]}) swap= at=\${PWD%/}/$1
	seen=("\${seen[@]:1}")
	[ "\${facts[0]}" ] || facts=($(exec stat -c "$asked" -- "./$1" 2>/dev/null)) || { why=missing; return 1; }
	if swappable "\${facts[0]}"; then swap=1; fi
	case \${facts[1]} in
		4*) ;;
		a*) if [ "$swap" ] || ! mine "\${facts[0]}"; then why="unsafe link $at"; else why=link; fi; return 1 ;;
		*) why="other \${facts[1]} $at"; return 1 ;;
	esac
	cd -P -- "./$1" || { why=failed; return 1; }
	[ -z "$swap" ] || [ "$(stat -c %d:%i .)" = "\${facts[2]}" ] || { why="unsafe moved $at"; return 1; }
	dir=("\${facts[@]}") loose=$swap
}
see() {
	if shared; then last=; fi
	found=($last) swaps=
	[ "\${found[0]}" ] || found=($(exec stat -c "$asked" -- "./$1" 2>/dev/null)) || return
	if swappable "\${found[0]}"; then swaps=1; fi
}
enter() {
	local rest=$1/ beside=$3 name to link links=0 behind=-1
	loose=; cd -P / && ahead "$rest" || { why=failed; return 1; }
	while [ "$rest" ]; do
		name=\${rest%%/*} rest=\${rest#*/}
		[ \${#rest} -ge $behind ] || behind=-1
		case $name in
			'' | .) continue ;;
			..) [ -z "$loose" ] || { why="unsafe moved $PWD/.."; return 1; } ;;
		esac
		into "$name" && continue
		case $why in
			missing)
				[ $behind -lt 0 ] || { why="dangling $link"; return 1; }
				[ "$2" ] || return 1
				why=failed
				mkdir -m "$([ "$rest" ] && echo 0755 || echo 0700)" -- "./$name" && into "$name" && relabel "$PWD" || return 1 ;;
			link)
				[ $behind -ge 0 ] || { behind=\${#rest} link=\${PWD%/}/$name; }
				to=$(readlink -- "./$name") && [ $((++links)) -le 40 ] || { why="dangling $link"; return 1; }
				rest=$to/$rest
				case $to in /*) cd -P / || { why=failed; return 1; } ;; esac
				ahead "$rest" ;;
			*) return 1 ;;
		esac
	done
}`);

const dirOf = (path: string) => path.replace(/\/[^/]*$/, '') || '/';

/** What was found on the way, as `enterScript` calls it, and what it means. */
const reasons: Readonly<Record<string, (path: string, owner: string) => readonly [message: string, hint: string]>> = {
	link: path => [
		'is a symbolic link that others than root can change',
		`It could lead root to any directory. Make the link and its directory root's (chown -h root ${quote(path)}; chown root ${quote(dirOf(path))}; chmod go-w ${quote(dirOf(path))}) or replace it by a directory, then run it again.`,
	],
	moved: path => [
		'was replaced by something else while it was used',
		`Look what it is now and who works there (ls -la ${quote(dirOf(path))}), then run it again.`,
	],
	owner: (path, owner) => [
		`belongs to ${owner} and is not empty, in a directory that others than root can change`,
		`It can have been moved there, so it was left as it is. If it is the right one, give it to the service yourself (chown -R USER:GROUP ${quote(path)}), then run it again.`,
	],
	system: () => [
		'is a directory of the system, and a symbolic link leads there',
		'Let the link lead to a directory of its own, then run it again.',
	],
};

/**
 * Runs a command that ends with `why` as the first of its standard output where it could not enter a directory.
 * @throws StepError if the way there was not safe
 */
export async function safely(context: Context, command: Command, options?: ExecOptions): Promise<CommandResult> {
	const result = await context.exec(command, options);
	const [, kind = '', owner = '', path = ''] = /^unsafe (\w+) (?:owner=(\S+) )?(.*)\n/.exec(result.stdout) ?? [];
	const reason = reasons[kind];
	if (reason === undefined) return result;
	const [message, hint] = reason(path, owner);
	throw new StepError(`${path} on ${context.host.name} ${message}`, {hint});
}
