import {existsSync} from 'node:fs';
import {resolve} from 'node:path';
import {InputError} from '../../core/errors.ts';
import {ago} from '../../core/view/ago.ts';
import {operationWords} from '../../core/view/operation-words.ts';
import {isRunning} from '../../state/journal/process.ts';
import type {LastRun} from '../../state/store/runs.ts';

const isAtWork = ({status, pid, pidStart}: LastRun) => status === 'running' && isRunning(pid, pidStart);

/** The newest installation that did not come to its end, whose file is still there, and that nobody is at now. */
export function unfinishedRun(runs: readonly LastRun[]): LastRun | undefined {
	return runs.find(run => run.destroys !== true && run.status !== 'succeeded' && existsSync(run.file) && !isAtWork(run));
}

const listed = (runs: readonly LastRun[]) => runs.map(({cluster, file}) => `  ${cluster}  ${file}`).join('\n');

const beginHint = 'Begin with: kafka-setup apply FILE, or kafka-setup for the wizard.';

/**
 * The last run of the cluster that `which` names, by its name or its file; without it the newest of all.
 * @throws InputError if there is none, or several clusters have that name.
 */
export function runOf(runs: readonly LastRun[], which: string | undefined): LastRun {
	const path = which === undefined ? '' : resolve(which);
	const fitting = which === undefined ? runs.slice(0, 1) : runs.filter(({cluster, file}) => cluster === which || file === path);
	const [run, ...more] = fitting;
	if (run === undefined) {
		throw new InputError(`no run${which === undefined ? '' : ` of ${which}`} is known on this machine`, {
			hint: runs.length === 0 ? beginHint : `Those that are known, each with its cluster file:\n${listed(runs)}`,
		});
	}
	if (more.length > 0) {
		throw new InputError(`several clusters are called ${which}`, {hint: `Name the cluster file instead:\n${listed(fitting)}`});
	}
	return run;
}

/**
 * The run to resume: the one that `which` names, as with `runOf`; without it the newest one that is unfinished, a destroy
 * last of all: whoever asks has to refuse that.
 * @throws InputError if there is none, it is at work now, its file is gone, or it removed the cluster.
 */
export function chooseRun(runs: readonly LastRun[], which: string | undefined, now = Date.now()): LastRun {
	const newest = () =>
		unfinishedRun(runs) ??
		runs.find(one => one.destroys !== true && isAtWork(one)) ??
		runs.find(one => one.destroys === true && one.status !== 'succeeded' && existsSync(one.file));
	const run = which === undefined ? newest() : runOf(runs, which);
	if (run === undefined) throw new InputError('nothing to resume: every run of this machine has finished', {hint: beginHint});
	if (isAtWork(run)) throw atWork(run, now);
	if (run.destroys === true && run.status === 'succeeded') throw removed(run);
	if (!existsSync(run.file)) {
		throw new InputError(`cluster file of ${run.cluster} not found: ${run.file}`, {
			hint: `Put it back there. Its text of the last run: kafka-setup logs ${run.cluster} --file`,
		});
	}
	return run;
}

const removed = ({cluster, file}: LastRun) =>
	new InputError(`${cluster} was removed: nothing to resume`, {
		hint: `To install it again: kafka-setup apply ${file}`,
	});

const atWork = ({cluster, destroys, startedAt, pid}: LastRun, now: number) =>
	new InputError(
		`${cluster} is being ${operationWords[destroys ? 'destroy' : 'install'].happening} right now, by process ${pid} of this machine, started ${ago(startedAt, now)}`,
		{
			hint: 'See its terminal, or wait for its end.',
		},
	);
