import {type Command, sh} from '../../core/command.ts';
import type {Context} from '../../core/plan.ts';

/** Where a file system is mounted, and what is free there. */
export type Mount = {readonly mount: string; readonly freeMb: number};

/** Bash that sets `$paths` to each of the paths, or to what is there of the way to it. */
const nearest = (paths: readonly string[]) => sh`paths=(${paths})
for at in "\${!paths[@]}"; do p=\${paths[at]}; while [ ! -e "$p" ]; do p=\${p%/*}; p=\${p:-/}; done; paths[at]=$p; done`;

/** The file systems that paths lie on, or will lie on, in their order; `first` is run before, and what it prints comes too. */
export async function freeSpace(
	{exec}: Pick<Context, 'exec'>,
	paths: readonly string[],
	first: Command,
): Promise<{readonly said: string; readonly mounts: readonly Mount[]}> {
	const {stdout} = await exec(
		sh`${first}
${nearest(paths)}
exec df -Pk -- "\${paths[@]}"`,
	);
	const mounts = stdout.split('\n').flatMap((line): readonly Mount[] => {
		// The device and the place it is mounted at may hold blanks.
		const [, free, mount] = /^.+ \d+ +\d+ +(\d+) +\d+% (\/.*)$/.exec(line) ?? [];
		return mount === undefined ? [] : [{mount, freeMb: Math.floor(Number(free) / 1024)}];
	});
	return {said: stdout, mounts};
}
