import {type Command, rawCommand, sh} from '../../core/command.ts';
import {mark} from '../files/put-script.ts';
import {getScript, healScript} from './package-apt-scripts.ts';
import {awaitLocks} from './package-locks.ts';
import {ownPackages, packagesBefore} from './packages-before.ts';

/** What apt would remove if it were told so; reads only. */
const simulate = rawCommand(`removals() { sed -nE 's/^(Remv|Purg) ([^ ]+) .*/\\2/p' | sort -u; }
simulate() { apt-get -s -o Debug::NoLocking=1 "$@" 2>/dev/null | removals; }
state() { dpkg-query -W -f '\${db:Status-Status}' "$1" 2>/dev/null; }`);

/** Whether a configuration file of a package, installed or only its configuration, is neither as the package has it nor ours. */
const edited = sh`edited() {
	local path sum rest
	while read -r path sum rest; do
		[ "$path" ] && [ -e "$path" ] || continue
		case $(stat -c %.9Y -- "$path") in *${mark}) continue ;; esac
		[ "$(md5sum <"$path")" = "$sum  -" ] || return 0
	done < <(dpkg-query -W -f '\${Conffiles}\\n' "$1")
	return 1
}`;

/**
 * Bash that says of each package whether it is ours to take, and adds those that came with them and that nothing else
 * needs. What was of no need before, or was there before us, is not among them.
 */
export const removable = (names: readonly string[]): Command => sh`names=(${names})
${simulate}
${edited}
${ownPackages}
installed() { case $(state "$1") in ''|not-installed|config-files) return 1 ;; esac; }
own_packages
for name in "\${names[@]}"; do
	came_later "$name" || continue
	if edited "$name"; then echo "edited $name"; elif [ "$(state "$name")" = config-files ]; then echo "rest $name"; fi
done
[ \${#own[@]} -gt 0 ] || exit 0
came=$(comm -23 <(apt-mark showauto | sort -u) ${packagesBefore})
others() { comm -23 <(simulate remove "$@") <(printf '%s\\n' "\${own[@]}" $came | sort -u); }
mine=("\${own[@]}")
if [ "$(others "\${own[@]}")" ]; then
	mine=()
	for name in "\${own[@]}"; do
		by=$(others "$name")
		if [ "$by" ]; then echo "needed $name" $by; else mine+=("$name"); fi
	done
fi
[ \${#mine[@]} -gt 0 ] || exit 0
printf 'own %s\\n' "\${mine[@]}"
comm -12 <(comm -23 <(simulate remove --auto-remove "\${mine[@]}") <(simulate autoremove)) <(printf '%s\\n' $came | sort -u) |
	grep -vxF "$(printf '%s\\n' "\${mine[@]}")" | sed 's/^/auto /'
true`;

/**
 * Bash of the job. A package goes with its configuration, unless one of its files was changed by hand: then all of them
 * stay. Those go first, for a package that needs one of them would be taken along without its configuration.
 */
export const remove = (names: readonly string[]): Command => sh`${awaitLocks}
${getScript}
${healScript}
${simulate}
${edited}
await_locks $locks
heal
names=(${names})
plan=$(apt-get -s remove "\${names[@]}" 2>&1) || { echo "$plan"; exit 1; }
more=$(printf '%s\\n' "$plan" | removals | comm -23 - <(printf '%s\\n' "\${names[@]}" | sort -u))
[ ! "$more" ] || { echo "needed: these would be removed too:" $more; exit 1; }
keep=() purge=()
for name in "\${names[@]}"; do if edited "$name"; then keep+=("$name"); else purge+=("$name"); fi; done
if [ \${#keep[@]} -gt 0 ]; then
	echo "The configuration of \${keep[*]} was changed by hand, and stays."
	get --no-auto-remove remove "\${keep[@]}" || exit
fi
[ \${#purge[@]} = 0 ] || get --no-auto-remove purge "\${purge[@]}" || exit
audit=$(dpkg --audit)
[ ! "$audit" ] || { echo "$audit"; echo 'broken: dpkg --audit is not empty'; exit 1; }`;
