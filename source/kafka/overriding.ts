import {basename, dirname} from 'node:path/posix';
import {type Command, sh} from '../core/command.ts';
import type {Context} from '../core/plan.ts';
import {cacheOf} from './unit-cache.ts';

/** Bash that names the first drop-in of the operator's own that sorts after ours and sets this variable without the option. */
export const overriding = (
	dropIn: string,
	variable: string,
	option: string,
): Command => sh`cd ${dirname(dropIn)} 2>/dev/null || exit 0
LC_ALL=C
for one in *.conf; do
	[[ $one > ${basename(dropIn)} ]] && grep -qsE -- ${`^[[:space:]]*Environment=.*${variable}=`} "$one" && ! grep -qsF -- ${option} "$one" && echo "$one" && exit
done
true`;

const option = '-Djava.io.tmpdir=';

/** Names the drop-in by which the JVM of a unit has its temporary files in /tmp after all; undefined if none does. */
export async function lostFolder({exec}: Context, dropIn: string, variable: string): Promise<string | undefined> {
	const other = (await exec(overriding(dropIn, variable, option))).stdout.trim();
	if (other === '') return undefined;
	// It may stand in another variable, such as KAFKA_OPTS.
	const elsewhere = await exec(
		sh`cd ${dirname(dropIn)} && for one in *.conf; do [ "$one" = ${basename(dropIn)} ] || grep -sF -- ${option} "$one"; done; true`,
	);
	return elsewhere.stdout.trim() === '' ? `${dirname(dropIn)}/${other}` : undefined;
}

export const lostFolderText = (path: string, host: string, variable: string, heap: string, unit: string): string =>
	`${path} on ${host} sets ${variable} in place of ours: ${heap} of the cluster file does not count, and the JVM loads its libraries from /tmp. Set ${heap} and take it out there, or add ${option}${cacheOf(unit)} to it`;
