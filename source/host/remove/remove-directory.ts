import {sh} from '../../core/command.ts';
import type {ConvergeStep} from '../../core/plan.ts';
import {within} from '../../core/system-directories.ts';
import {safely} from '../enter.ts';
import {mark} from '../files/put-script.ts';
import {beside, idOf, tryBeside} from '../inspect.ts';
import {stays} from '../remarks.ts';
import {failed, must} from '../shell.ts';

export type TakeDirectorySpec = {
	readonly path: string;
	/** The files and folders in it that other steps take away. */
	readonly going: readonly string[];
	/** The directories of data in it that other steps take away, with all that they hold. */
	readonly data?: readonly string[];
};

/** `d 1700000000.1234567890 path`, one of nine digits and a zero; the path is that from the folder. */
const entry = /^(.) \d+\.(\d{9})\d* (.+)$/;

/** What is in the folder and stays there. */
function staying(stdout: string, {path: folder, going, data = []}: TakeDirectorySpec): readonly string[] {
	return stdout
		.split('\n')
		.filter(Boolean)
		.flatMap(line => {
			const [, kind, fraction = '', name = line] = entry.exec(line) ?? [];
			const path = `${folder}/${name}`;
			const goes = going.includes(path) && (kind === 'd' || (kind === 'f' && fraction.endsWith(mark)));
			return goes || data.some(one => within(path, one)) ? [] : [path];
		});
}

const few = (paths: readonly string[]) =>
	[...paths.slice(0, 3), ...(paths.length > 3 ? [`${paths.length - 3} more`] : [])].join(', ');

/** A folder that we made is gone, unless somebody else has put something into it. */
export function removeDirectory(spec: TakeDirectorySpec): ConvergeStep {
	const {path} = spec;
	return {
		id: idOf('directory', path),
		title: path,
		async check(context) {
			const look = sh`${tryBeside(path)} && into "$name" || exit 0; echo there; find . -mindepth 1 -printf '%y %T@ %P\\n'`;
			const {stdout} = await must(context, look, {what: `look into ${path}`});
			if (stdout === '') return [];
			const others = staying(stdout.slice('there\n'.length), spec);
			if (others.length === 0) return [{what: `remove directory ${path}`, removes: [{kind: 'directory', name: path}]}];
			stays(context, 'left', `${path} holds ${few(others)}`);
			return [];
		},
		async apply(context) {
			const result = await safely(context, sh`${beside(path)}; rmdir -- "./$name"`);
			if (result.code !== 0) throw failed(context, `remove directory ${path}`, {...result, stdout: ''});
		},
	};
}
