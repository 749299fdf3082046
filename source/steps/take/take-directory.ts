import type {ConvergeStep} from '../../core/plan.ts';
import {idOf} from '../inspect.ts';
import {mark} from '../put-script.ts';
import {must, quote} from '../shell.ts';

export type TakeDirectorySpec = {
	readonly path: string;
	/** The files and folders in it that other steps take away. */
	readonly going: readonly string[];
};

/** `d 1700000000.1234567890 /path`, one of nine digits and a zero. */
const entry = /^(.) \d+\.(\d{9})\d* (.+)$/;

/** What is in the folder and stays there. */
function staying(stdout: string, going: readonly string[]): readonly string[] {
	return stdout
		.split('\n')
		.filter(Boolean)
		.flatMap(line => {
			const [, kind, fraction = '', path = line] = entry.exec(line) ?? [];
			const goes = going.includes(path) && (kind === 'd' || (kind === 'f' && fraction.endsWith(mark)));
			return goes ? [] : [path];
		});
}

const few = (paths: readonly string[]) =>
	[...paths.slice(0, 3), ...(paths.length > 3 ? [`${paths.length - 3} more`] : [])].join(', ');

/** A folder that we made is gone, unless somebody else has put something into it. */
export function takeDirectory({path, going}: TakeDirectorySpec): ConvergeStep {
	const target = quote(path);
	return {
		id: idOf('directory', path),
		title: path,
		async check(context) {
			const look = `[ -d ${target} ] && [ ! -L ${target} ] || exit 0; echo there; find ${target} -mindepth 1 -printf '%y %T@ %p\\n'`;
			const {stdout} = await must(context, look, {what: `look into ${path}`});
			if (stdout === '') return [];
			const others = staying(stdout.slice('there\n'.length), going);
			if (others.length === 0) return [{what: `remove directory ${path}`, takes: [{kind: 'directory', name: path}]}];
			context.note(`left: ${path} holds ${few(others)}`);
			return [];
		},
		async apply(context) {
			await must(context, `rmdir -- ${target}`, {what: `remove directory ${path}`});
		},
	};
}
