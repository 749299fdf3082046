import {type Command, sh} from '../../core/command.ts';
import {hostFolder} from '../host-folder.ts';

/** The packages that a host had when kafka-setup was about to install its first one there: a name a line, sorted. */
export const packagesBefore = `${hostFolder}/packages-before`;

/** Bash that writes it down once, whole or not at all; `list` prints the names. */
export const recordBefore = (list: Command): Command => sh`if [ ! -e ${packagesBefore} ]; then
	mkdir -p -m 700 ${hostFolder} && ${list} | LC_ALL=C sort -u >${packagesBefore}.new &&
		sync ${packagesBefore}.new && mv -f ${packagesBefore}.new ${packagesBefore} || exit
fi`;

/** Bash that forgets it, when what came after is gone. */
export const forgetBefore = sh`rm -f ${packagesBefore} && { rmdir ${hostFolder} 2>/dev/null || true; }`;

/**
 * Bash that defines `own_packages`: says of those in `names` what speaks against their removal, `before NAME` or
 * `unrecorded NAME`, and leaves the others in `own`. It asks `installed NAME`, which whoever takes this defines.
 */
export const ownPackages = sh`export LC_ALL=C
came_later() { [ -e ${packagesBefore} ] && ! grep -qxF -- "$1" ${packagesBefore}; }
own_packages() {
	local name
	own=()
	for name in "\${names[@]}"; do
		installed "$name" || continue
		if came_later "$name"; then own+=("$name")
		elif [ -e ${packagesBefore} ]; then echo "before $name"
		else echo "unrecorded $name"; fi
	done
}`;
