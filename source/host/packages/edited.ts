import {type Command, sh} from '../../core/command.ts';
import type {Facts} from '../../core/facts.ts';

/**
 * Bash that prints `edited` where a settings file of a package is not as the package brought it, and nothing where it is, or
 * where there is no such file or no package that it is of.
 */
export const editedScript = (path: string, manager: Facts['packageManager']): Command =>
	manager === 'apt'
		? sh`(
	[ -f ${path} ] || exit
	brought=$(dpkg-query -W -f '\${Conffiles}\\n' 2>/dev/null | awk -v path=${path} '$1 == path && $3 != "obsolete" { print $2 }')
	now=$(md5sum <${path})
	[ -z "$brought" ] || [ "$brought" = "\${now%% *}" ] || echo edited
)`
		: sh`[ ! -f ${path} ] || rpm -V --nodeps --noscripts -f ${path} 2>/dev/null | awk -v path=${path} '$NF == path && substr($1, 3, 1) == "5" { print "edited" }'`;
