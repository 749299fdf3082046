import {basename} from 'node:path/posix';
import {type Command, rawCommand, sh} from '../../../core/command.ts';
import {hostFolder} from '../../../host/host-folder.ts';

/** Where files go that a plug-in takes the place of: beside the new ones they would be loaded too. */
export const replacedBy = (folder: string): string => `${hostFolder}/replaced/${basename(folder)}`;

/** Where a plug-in's folder, which a fetch replaces as a whole, has what is not known to be the plug-in's, until it is back. */
export const asideOf = (folder: string): string => `${hostFolder}/${basename(folder)}.aside`;

/** Bash: `each` prints the files and links below a folder, each with a NUL behind it. */
const each = rawCommand(`each() { find "$1" ! -type d -print0; }`);

/**
 * Bash that copies aside what a fetch would delete and may be the operator's, such as a JDBC driver in `lib`. By the record of a
 * fetch it is known what is beside the plug-in (`own`); what else is in `lib` may be of either (`unknown`), as all of it is where
 * there is no whole record.
 * @param sums the record, which has a comment where it is none of a whole fetch
 * @param driver the one file in it that is ours, and has a step of its own
 */
export const setAside = (folder: string, sums: string, driver: string): Command => sh`cd -- ${folder} 2>/dev/null || exit 0
${each}
declare -A listed=()
from=./lib
if grep -qE '^\\\\?[0-9a-f]{64} ' ${sums} 2>/dev/null && ! grep -q '^#' ${sums}; then
	from=.
	while IFS= read -r line; do listed[\${line%: *}]=\${line##*: }; done < <(LC_ALL=C sha256sum -c ${sums} 2>/dev/null)
fi
while IFS= read -rd '' file; do
	[ "$PWD/\${file#./}" != ${driver} ] || continue
	case $from/\${listed[$file]} in ./OK) continue ;; ./) to=${`${asideOf(folder)}/own`} ;; *) to=${`${asideOf(folder)}/unknown`} ;; esac
	for kept in ${asideOf(folder)}/{own,unknown}/"$file"; do
		[ -e "$kept" ] || [ -L "$kept" ] || continue
		cmp -s -- "$kept" "$file" || { mkdir -p -- ${replacedBy(folder)} && cp -dp --backup=numbered -- "$file" ${replacedBy(folder)}/; } || exit
		continue 2
	done
	mkdir -p -- "$to/\${file%/*}" && cp -dp -- "$file" "$to/$file.part" && mv -f -- "$to/$file.part" "$to/$file" || exit
done < <(each "$from" 2>/dev/null)`;

/**
 * Bash that puts back what was set aside, where no file of that name came; of what may be the plug-in's own of before, where no
 * version of it came either. What is not back has a copy. Prints `back FILE` and `replaced FILE`.
 */
export const putBack = (folder: string): Command => sh`[ -d ${asideOf(folder)} ] || exit 0
cd -- ${folder} || exit
${each}
name() { local name=\${1%.jar}; echo "\${name%%-[0-9]*}"; }
declare -A came=()
while IFS= read -rd '' file; do came[$(name "$file")]=1; done < <(each .)
for kind in own unknown; do
	cd -- ${asideOf(folder)}/$kind 2>/dev/null || continue
	while IFS= read -rd '' file; do
		file=\${file#./} to=${folder}/$file
		if [ -e "$to" ] || [ -L "$to" ] || { [ $kind = unknown ] && [ "\${came[$(name "./$file")]}" ]; }; then
			cmp -s -- "$file" "$to" && continue
			mkdir -p -- ${replacedBy(folder)} && cp -dp --backup=numbered -- "$file" ${replacedBy(folder)}/ && printf 'replaced %s\\n' "$file" || exit
		else
			mkdir -p -- "\${to%/*}" && cp -dp -- "$file" "$to" && printf 'back %s\\n' "$file" || exit
		fi
	done < <(each . | grep -zv '\\.part$')
done
rm -rf -- ${asideOf(folder)}`;
