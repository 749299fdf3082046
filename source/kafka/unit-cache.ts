import {dirname} from 'node:path/posix';
import {sh} from '../core/command.ts';
import {StepError} from '../core/errors.ts';
import type {Context} from '../core/plan.ts';
import {unitCaches} from '../core/system-directories.ts';
import {remoteWords} from '../core/text.ts';

/** Root's, and below it a directory of each of our units, which is its account's alone. */
export const cacheFolder = unitCaches;

/**
 * Where the JVM of a unit has its temporary files (`java.io.tmpdir`). It unpacks the libraries of zstd, snappy and lz4 there and
 * loads them from there; from a /tmp that is mounted noexec, as hardened hosts have it, it could not.
 */
export const cacheOf = (unit: string) => `${cacheFolder}/${unit}`;

/** What is to be done about a file system that nothing may be run from. */
export const remountFix = (mount: string) => ({
	fix: 'Take noexec away, and from its line in /etc/fstab too',
	run: sh`mount -o remount,exec ${mount}`.text,
});

export const noexecText = (host: string, mount: string) =>
	`${cacheFolder} on ${host} is on ${mount}, which is mounted noexec: what is compressed with zstd, snappy or lz4 could be neither read nor written`;

/**
 * A unit gets no directory that libraries can't be loaded from: with the one that it has now it may be well.
 * @throws StepError before anything is changed
 */
export async function mayLoadLibraries({exec, host}: Context): Promise<void> {
	const command = sh`findmnt -nro TARGET,OPTIONS --target ${dirname(cacheFolder)}`;
	const {stdout} = await exec(command);
	const [mount = '', options = ''] = stdout.trim().split(' ');
	if (!options.split(',').includes('noexec')) return;
	const {fix, run} = remountFix(remoteWords(mount));
	throw new StepError(noexecText(host.name, remoteWords(mount)), {command: command.text, hint: `${fix}: ${run}`});
}
