import {sh} from '../../core/command.ts';
import {LinkLostError} from '../../core/errors.ts';
import type {Change} from '../../core/events.ts';
import type {Context, ConvergeStep} from '../../core/plan.ts';
import {directory} from '../../host/files/directory.ts';
import {file} from '../../host/files/file.ts';
import {hostFolder} from '../../host/host-folder.ts';
import {packagesBefore} from '../../host/packages/packages-before.ts';
import {stays} from '../../host/remarks.ts';
import {must} from '../../host/shell.ts';
import {clusterIdPath, recordPath} from './record.ts';
import {isRemoval, parseRemoval, type Removal, removalPath, removalText} from './removal.ts';

async function readMark(context: Context): Promise<ReturnType<typeof parseRemoval> | undefined> {
	const look = sh`[ ! -f ${removalPath} ] || { echo there; head -c 4096 -- ${removalPath}; }`;
	const {stdout} = await must(context, look, {what: `read ${removalPath}`});
	return stdout === '' ? undefined : parseRemoval(stdout.slice('there\n'.length));
}

/** Whether one of the steps would change something. One that cannot tell has not found its part gone. */
async function anyChange(context: Context, steps: readonly ConvergeStep[]): Promise<boolean> {
	const quiet: Context = {...context, note: () => {}, report: () => {}};
	for (const step of steps) {
		try {
			if ((await step.check(quiet)).length > 0) return true;
		} catch (error) {
			if (error instanceof LinkLostError) throw error;
			return true;
		}
	}
	return false;
}

/**
 * The first change of a removal on a host: a mark that says so to every later run, from whichever machine. A host where
 * nothing is to be removed gets none. `steps` are those that remove.
 */
export function beginRemoval(mark: Removal, steps: readonly ConvergeStep[]): ConvergeStep {
	const folder = directory({path: hostFolder, mode: 0o700});
	const write = file({path: removalPath, content: removalText(mark), mode: 0o600});
	return {
		id: 'removal-begin',
		title: 'Mark of the removal',
		async check(context): Promise<readonly Change[]> {
			const found = await readMark(context);
			if (isRemoval(found) && found.cluster === mark.cluster && found.data === mark.data) return [];
			if (found === undefined && !(await anyChange(context, steps))) return [];
			const puts = (await folder.check(context)).flatMap(change => change.puts ?? []);
			return [
				{
					what: `${found === undefined ? 'create' : 'change'} ${removalPath}`,
					reason: 'it says that the removal has begun, and is removed last',
					puts: [...puts, {kind: 'file', name: removalPath}],
				},
			];
		},
		async apply(context) {
			await folder.apply(context);
			await write.apply(context);
		},
	};
}

const baseOf = (path: string) => path.slice(hostFolder.length + 1);
const mark = baseOf(removalPath);
/** What stood in the place of the mark, where `put` kept it; it was never anybody else's. */
const kept = `${mark}.kafka-setup-before`;
/** What other steps remove, and name if they leave it. */
const removed = [recordPath, clusterIdPath, packagesBefore].map(baseOf);

/** The last change of a removal on a host: the mark goes, and in the same command its folder if nothing else is in it. */
export function endRemoval(): ConvergeStep {
	return {
		id: 'removal-end',
		title: 'Mark of the removal',
		async check(context): Promise<readonly Change[]> {
			const look = sh`cd -- ${hostFolder} 2>/dev/null || exit 0; echo there; ls -A`;
			const {stdout} = await must(context, look, {what: `look into ${hostFolder}`});
			if (stdout === '') return [];
			const names = stdout.split('\n').slice(1).filter(Boolean);
			const marks = names.filter(name => name === mark || name === kept);
			const rest = names.filter(name => !marks.includes(name));
			const left = rest.filter(name => !removed.includes(name)).map(name => `${hostFolder}/${name}`);
			if (left.length > 0) stays(context, 'left', `${hostFolder} holds ${left.join(', ')}`);
			return [
				...(marks.length === 0 ? [] : [{what: `remove ${removalPath}`, removes: [{kind: 'file', name: removalPath}] as const}]),
				...(rest.length > 0
					? []
					: [{what: `remove directory ${hostFolder}`, removes: [{kind: 'directory', name: hostFolder}] as const}]),
			];
		},
		async apply(context) {
			const command = sh`cd -- ${hostFolder} && rm -f -- ${[mark, kept]} && sync -- . && cd / &&
rmdir --ignore-fail-on-non-empty -- ${hostFolder}`;
			await must(context, command, {what: `remove ${removalPath}`});
		},
	};
}
