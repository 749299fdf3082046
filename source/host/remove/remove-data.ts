import {type Command, joined, sh} from '../../core/command.ts';
import {StepError} from '../../core/errors.ts';
import type {Context, ConvergeStep} from '../../core/plan.ts';
import {safely} from '../enter.ts';
import {beside, contentCommand, idOf, tryBeside} from '../inspect.ts';
import {stays} from '../remarks.ts';
import {failed, must} from '../shell.ts';

export type DataSpec = {
	/** Absolute, and no directory of the system: whoever makes the step sees to it. */
	readonly path: string;
	/** Whether we made it. */
	readonly created: boolean;
	/** What our data is known by: these lines stand in this file of the directory. */
	readonly identity?: {readonly file: string; readonly lines: readonly string[]} | undefined;
};

/**
 * Bash, in the directory of the data: `mounted`, `empty` and `known` say of it what their names say; `known` returns 2 where
 * nothing tells whose it is. `moved`: root owns it, and others can have moved it there, so that only its ids make it ours.
 */
const aboutScript = ({identity}: DataSpec): Command => sh`empty() { [ ! "$(ls -A | grep -vxF lost+found)" ]; }
known() {
	${identity === undefined ? sh`return 2` : identityScript(identity)}
}
moved() { [ "$loose" ] && mine "\${dir[0]}" && ! mounted && ! empty && ! known; }`;

const identityScript = ({file, lines}: NonNullable<DataSpec['identity']>): Command => sh`local name=${file} text
	[ -e "./$name" ] || [ -L "./$name" ] || return 2
	text=$(${contentCommand} count=65536 2>/dev/null | tr -d '\\0') || return 1
	${joined(
		lines.map(line => sh`printf '%s\\n' "$text" | grep -qxF -- ${line}`),
		' && ',
	)}`;

/** Lines that say what is there: `none`, `link`, `other`, `unsafe`, or all that is so of a directory, and `size N`. */
const lookScript = (
	spec: DataSpec,
): Command => sh`tell() { case $why in missing | dangling*) echo none ;; failed) exit 1 ;; *) echo "\${why%% *}" ;; esac; exit 0; }
${tryBeside(spec.path)} || tell
${aboutScript(spec)}
if [ -L "./$name" ]; then echo link; exit 0; fi
into "$name" || tell
if mounted; then echo mount; fi
if empty; then echo empty; fi
known; case $? in 0) echo ours ;; 1) echo foreign ;; esac
if moved; then echo moved; fi
echo "size $(timeout 60 du -shx . 2>/dev/null | cut -f 1)"`;

/** All that is in the directory, what the data is known by last: one that was stopped on the way goes on the next time. */
const deleteScript = (spec: DataSpec): Command => {
	const last = spec.identity === undefined ? undefined : `./${spec.identity.file}`;
	return sh`${beside(spec.path)}
${aboutScript(spec)}
(
	into "$name" || { echo "$why"; exit 1; }
	known; [ $? != 1 ] && ! moved || { echo "unsafe moved $PWD"; exit 1; }
	find . -xdev -mindepth 1 -depth ! -path ./lost+found ! -path './lost+found/*' ${last === undefined ? [] : ['!', '-path', last]} -delete || exit
	${last === undefined ? sh`:` : sh`rm -f -- ${last}`}
) || exit
(into "$name" && mounted) || rmdir -- "./$name"`;
};

/** Why it is not ours to delete. */
function foreignness(said: ReadonlySet<(typeof words)[number]>, {created, identity}: DataSpec): string | undefined {
	if (said.has('link')) return 'is a symbolic link';
	if (said.has('other')) return 'is no directory';
	if (said.has('unsafe')) return 'lies behind a symbolic link that others than root can change';
	if (said.has('moved')) return 'belongs to root and can have been moved there, as others than root can change its directory';
	if (said.has('foreign')) return `holds the data of another one: its ${identity?.file} is not as recorded`;
	if (said.has('ours') || created || (identity !== undefined && said.has('empty'))) return undefined;
	return 'existed before and cannot be identified as data of this cluster';
}

const words = ['none', 'link', 'other', 'unsafe', 'mount', 'empty', 'ours', 'foreign', 'moved'] as const;

/** What is there, and its size as `du -h` tells it in a minute. */
async function look(spec: DataSpec, context: Context) {
	const {stdout} = await must(context, lookScript(spec), {what: `look at ${spec.path}`});
	const lines = stdout.split('\n');
	return {
		said: new Set(words.filter(word => lines.includes(word))),
		size: lines.find(line => line.startsWith('size '))?.slice('size '.length) || 'of unknown size',
	};
}

/** A directory of data that is kept: says so, with its size. */
export function keepData(spec: DataSpec): ConvergeStep {
	return {
		id: idOf('data', spec.path),
		title: `Data in ${spec.path}`,
		async check(context) {
			const {said, size} = await look(spec, context);
			if (!said.has('none')) stays(context, 'kept', `${spec.path} (${said.has('link') ? 'a symbolic link' : size})`);
			return [];
		},
		async apply() {},
	};
}

/**
 * The data of a service is deleted: where we made the directory or the data is known to be ours, and the service does not
 * run. A mount point is emptied and stays; a symbolic link is not followed. `find` starts in the directory that was entered
 * and opens what is below without following a link, so that nothing outside is deleted, whatever moves meanwhile.
 * @throws StepError if the service runs
 */
export function removeData(spec: DataSpec & {readonly unit: string}): ConvergeStep {
	const {path, unit} = spec;
	return {
		id: idOf('data', path),
		title: `Data in ${path}`,
		async check(context) {
			const {said, size} = await look(spec, context);
			if (said.has('none') || (said.has('mount') && said.has('empty'))) return [];
			const why = foreignness(said, spec);
			if (why !== undefined) {
				stays(context, 'left', `${path} ${why}`);
				return [];
			}
			const what = said.has('mount') ? `delete the data in ${path} (${size}), a mount point` : `delete ${path} (${size})`;
			return [{what, removes: [{kind: 'data', name: path}]}];
		},
		async apply(context) {
			const {code} = await context.exec(sh`systemctl is-active -q ${unit}`);
			if (code === 0) {
				throw new StepError(`${unit} runs on ${context.host.name}: the data in ${path} is not deleted under it`, {
					hint: `If it is to go: systemctl disable --now ${unit}, then run it again.`,
				});
			}
			const result = await safely(context, deleteScript(spec));
			if (result.code !== 0) throw failed(context, `delete ${path}`, {...result, stdout: ''});
		},
	};
}
