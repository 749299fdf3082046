import {StepError} from '../core/errors.ts';
import type {ConvergeStep} from '../core/plan.ts';
import {idOf, type Ownership, ownershipChanges, parseStat, refuse, setOwnership, statCommand} from './inspect.ts';
import {must, quote} from './shell.ts';

export type DirectorySpec = Ownership & {
	/** Absolute path. */
	readonly path: string;
	/** `directory-` and the path's words by default. */
	readonly id?: string;
	/** The path by default. */
	readonly title?: string;
	/** Whether a service keeps its data there: it is not taken away like other things. */
	readonly data?: boolean;
};

/**
 * A directory with this owner, group and mode (root, root, 0755 by default); parents that are missing are made, root's and
 * 0755. What is in it is left alone. A symbolic link to a directory counts as one: data often lives on another disk.
 */
export function directory({
	path,
	owner = 'root',
	group = 'root',
	mode = 0o755,
	id,
	title,
	data = false,
}: DirectorySpec): ConvergeStep {
	const wanted = {owner, group, mode};
	const target = quote(path);
	return {
		id: id ?? idOf('directory', path),
		title: title ?? path,
		async check(context) {
			const {stdout} = await context.exec(`${statCommand(path, {follow: true})} || { [ -L ${target} ] && echo dangling; }`);
			if (stdout === 'dangling\n') {
				throw new StepError(`${path} on ${context.host.name} is a symbolic link to nothing`, {
					hint: 'The disk that it leads to may not be mounted. Mount it or remove the link, then run it again.',
				});
			}
			const found = parseStat(stdout);
			if (!found) return [{what: `create directory ${path}`, puts: [{kind: data ? 'data' : 'directory', name: path}]}];
			if (found.kind !== 'directory') throw refuse(context, path, found.kind, 'directory');
			return ownershipChanges(path, wanted, found);
		},
		async apply(context) {
			const label = `if command -v selinuxenabled >/dev/null && selinuxenabled; then restorecon -- ${target}; fi`;
			const make = `[ -d ${target} ] || { install -d -m 0700 -- ${target} && ${label}; }`;
			await must(context, make, {what: `create directory ${path}`});
			await setOwnership(context, path, wanted);
		},
	};
}
