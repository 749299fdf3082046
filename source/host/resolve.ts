import {type Command, rawCommand} from '../core/command.ts';

/**
 * Bash: `resolve NAME...` prints a line `NAME ADDRESS...` for each, each address once. Of twenty hosts each asks for twenty names:
 * getent gets all of them at once, and begins the answer for each with its canonical name. Where it does not say so of each, as it
 * says nothing of one that it does not find, they are asked for one by one.
 */
export const resolveScript: Command = rawCommand(`resolve() {
	local name address type first at=0 found=()
	[ $# -gt 0 ] || return 0
	[ $# = 1 ] || at=-1
	while read -r address type first; do
		[ $# = 1 ] || [ -z "$first" ] || at=$((at + 1))
		[ $at -ge 0 ] || break
		case "\${found[at]} " in *" $address "*) ;; *) found[at]+=" $address" ;; esac
	done < <(getent ahosts "$@")
	if [ $# -gt 1 ] && [ \${#found[@]} != $# ]; then
		for name; do resolve "$name"; done
	else
		at=0
		for name; do echo "$name\${found[at++]}"; done
	fi
}`);
