import {type Command, joined, sh} from '../../core/command.ts';
import {StepError} from '../../core/errors.ts';
import type {ConvergeStep} from '../../core/plan.ts';
import {fleetingDirectories, systemDirectories} from '../../core/system-directories.ts';
import {enterScript, safely} from '../enter.ts';
import {idOf, kindOf, type Ownership, octal, ownershipChanges, parseStat, refuse} from '../inspect.ts';
import {failed} from '../shell.ts';

export type DirectorySpec = Ownership & {
	/** Absolute path. */
	readonly path: string;
	/** `directory-` and the path's words by default. */
	readonly id?: string;
	/** The path by default. */
	readonly title?: string;
	/** Whether a service keeps its data there: it is not taken away like other things. */
	readonly data?: boolean;
	/** Whether services log there. */
	readonly logs?: boolean;
};

const systemPattern = joined(
	[...systemDirectories, ...fleetingDirectories].map(path => sh`${path}`),
	' | ',
);

/**
 * Bash, in the directory: refuses what is not to change its owner. That is a directory of the system that a link leads to;
 * and, where others than root could have moved it there, one that holds something and is not the wanted owner's already. A
 * mount point can't be moved.
 */
const guardScript = ({owner, group, mode}: Required<Ownership>): Command =>
	sh`[ "$PWD" = "$path" ] || case $PWD in ${systemPattern}) echo "unsafe system $PWD"; exit 1 ;; esac
found=("\${dir[1]}" "\${dir[4]}" "\${dir[5]}" "\${dir[3]}")
[ -z "$loose" ] || found=($(exec stat -c '%f %U %G %s %a' .)) || exit
if [ "$loose" ] && { [ "\${found[1]}" != ${owner} ] || mine "\${dir[0]}"; } &&
	[ "\${found[*]:1:2} \${found[4]}" != ${`${owner} ${group} ${mode.toString(8)}`} ] &&
	! mounted && [ "$(ls -A | grep -vxF lost+found)" ]; then
	echo "unsafe owner owner=\${found[1]} $PWD"; exit 1
fi`;

/**
 * A directory with this owner, group and mode (root, root, 0755 by default); parents that are missing are made, root's and
 * 0755. What is in it is left alone. A symbolic link to a directory counts as one, as data often lies on another disk, where
 * only root can have put it: `enterScript` says when.
 */
export function directory({
	path,
	owner = 'root',
	group = 'root',
	mode = 0o755,
	id,
	title,
	data = false,
	logs = false,
}: DirectorySpec): ConvergeStep {
	const wanted = {owner, group, mode};
	const guard = guardScript(wanted);
	return {
		id: id ?? idOf('directory', path),
		title: title ?? path,
		async check(context) {
			const command = sh`path=${path}
${enterScript}
enter "$path" || { echo "$why"; exit 1; }
${guard}
echo "\${found[*]:0:4}"`;
			const result = await safely(context, command);
			const [, why, raw = '', at = path] = /^(dangling|other(?= (\S+)))(?: \S+)?? (\/.*)\n/.exec(result.stdout) ?? [];
			if (why === 'dangling') {
				throw new StepError(`${at} on ${context.host.name} is a symbolic link to nothing`, {
					hint: 'The disk that it leads to may not be mounted. Mount it or remove the link, then run it again.',
				});
			}
			if (why === 'other') throw refuse(context, at, kindOf(raw), 'directory');
			const found = parseStat(result.stdout);
			if (found) return ownershipChanges(path, wanted, found);
			if (result.stdout !== 'missing\n') throw failed(context, `look at ${path}`, {...result, stdout: ''});
			return [{what: `create directory ${path}`, puts: [{kind: data ? 'data' : logs ? 'logs' : 'directory', name: path}]}];
		},
		async apply(context) {
			const command = sh`path=${path}
${enterScript}
enter "$path" make || { echo "$why"; exit 1; }
${guard}
chown ${owner}:${group} . && chmod ${octal(mode)} .`;
			const {stdout, ...result} = await safely(context, command);
			if (result.code === 0) return;
			const what = stdout === '' ? `set owner and mode of ${path}` : `create directory ${path}`;
			throw failed(context, what, {...result, stdout: ''});
		},
	};
}
