import {StepError} from '../../core/errors.ts';
import type {ConvergeStep} from '../../core/plan.ts';
import {idOf} from '../inspect.ts';
import {must, quote} from '../shell.ts';

export type DataSpec = {
	/** Absolute, and no directory of the system: whoever makes the step sees to it. */
	readonly path: string;
	/** Whether we made it. */
	readonly created: boolean;
	/** What our data is known by: these lines stand in this file of the directory. */
	readonly identity?: {readonly file: string; readonly lines: readonly string[]} | undefined;
};

/** Lines that say what is there: `link`, `other`, `none`, or of a directory `mount`, `empty`, `ours`, `foreign`, and `size N`. */
const lookScript = ({path, identity}: DataSpec) => `path=${quote(path)}
if [ -L "$path" ]; then echo link; exit 0; fi
if [ ! -d "$path" ]; then if [ -e "$path" ]; then echo other; else echo none; fi; exit 0; fi
if mountpoint -q -- "$path"; then echo mount; fi
[ "$(ls -A -- "$path" | grep -vxF lost+found)" ] || echo empty
${identity === undefined ? '' : identityScript(identity)}
echo "size $(du -shx -- "$path" 2>/dev/null | cut -f 1)"`;

const identityScript = ({file, lines}: NonNullable<DataSpec['identity']>) => `file="$path"/${quote(file)}
if [ -e "$file" ]; then if ${lines.map(line => `grep -qxF -- ${quote(line)} "$file"`).join(' && ')}; then echo ours; else echo foreign; fi; fi`;

/** All that is in the directory, what the data is known by last: one that was stopped on the way goes on the next time. */
const deleteScript = ({path, identity}: DataSpec) => {
	const last = identity === undefined ? '' : quote(`./${identity.file}`);
	return `path=${quote(path)}
[ ! -L "$path" ] && cd -- "$path" || exit
find . -xdev -mindepth 1 -depth ! -path ./lost+found ! -path './lost+found/*' ${last === '' ? '' : `! -path ${last} `}-delete || exit
${last === '' ? '' : `rm -f -- ${last} || exit`}
cd / && { mountpoint -q -- "$path" || rmdir -- "$path"; }`;
};

/** Why it is not ours to delete. */
function foreignness(said: ReadonlySet<string>, {created, identity}: DataSpec): string | undefined {
	if (said.has('link')) return 'is a symbolic link';
	if (said.has('other')) return 'is no directory';
	if (said.has('foreign')) return `holds the data of another one: its ${identity?.file} is not as recorded`;
	if (said.has('ours') || created || (identity !== undefined && said.has('empty'))) return undefined;
	return 'was there before us, and nothing in it tells that its data is ours';
}

async function look(spec: DataSpec, exec: Parameters<typeof must>[0]) {
	const {stdout} = await must(exec, lookScript(spec), {what: `look at ${spec.path}`});
	const lines = stdout.split('\n').filter(Boolean);
	return {
		said: new Set(lines),
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
			if (!said.has('none')) context.note(`kept: ${spec.path} (${said.has('link') ? 'a symbolic link' : size})`);
			return [];
		},
		async apply() {},
	};
}

/**
 * The data of a service is deleted: where we made the directory or the data is known to be ours, and the service does not
 * run. A mount point is emptied and stays; a symbolic link is not followed.
 * @throws StepError if the service runs
 */
export function takeData(spec: DataSpec & {readonly unit: string}): ConvergeStep {
	const {path, unit} = spec;
	return {
		id: idOf('data', path),
		title: `Data in ${path}`,
		async check(context) {
			const {said, size} = await look(spec, context);
			if (said.has('none') || (said.has('mount') && said.has('empty'))) return [];
			const why = foreignness(said, spec);
			if (why !== undefined) {
				context.note(`left: ${path} ${why}`);
				return [];
			}
			const what = said.has('mount') ? `delete the data in ${path} (${size}), a mount point` : `delete ${path} (${size})`;
			return [{what, takes: [{kind: 'data', name: path}]}];
		},
		async apply(context) {
			const {code} = await context.exec(`systemctl is-active -q ${quote(unit)}`);
			if (code === 0) {
				throw new StepError(`${unit} runs on ${context.host.name}: the data in ${path} is not deleted under it`, {
					hint: `If it is to go: systemctl disable --now ${unit}, then run it again.`,
				});
			}
			await must(context, deleteScript(spec), {what: `delete ${path}`});
		},
	};
}
