import {readFile} from 'node:fs/promises';
import {InputError} from '../../core/errors.ts';
import type {Checks} from '../../kafka/preflight/stage.ts';
import {confirm} from '../../local/confirm.ts';
import {createLook} from '../../reporters/look.ts';
import {installation} from '../../run/operation.ts';
import {cutDestroyOf, finishCommand, sayCut} from '../../run/record/cut-destroy.ts';
import {type HowToRun, type RunResult, runFile} from '../../run/run.ts';
import {printBeside, say as tell} from '../../run/terminal/say.ts';
import {hasTerminal, lookOf} from '../../run/terminal/surface.ts';
import {clusterFolder, readJournal} from '../../state/journal/journal.ts';
import {configFolder} from '../../state/store/folder.ts';
import {type LastRun, openRuns} from '../../state/store/runs.ts';
import {differenceLines, lastStop, leftOut, skipLine, stopLines} from './story.ts';
import {chooseRun} from './unfinished-run.ts';

type Told = Pick<HowToRun, 'version' | 'reporter'> & {
	/** Continue without asking, whatever was changed. */
	readonly yes?: boolean;
};

export type ResumeOptions = HowToRun & Told;

/** How a run goes on: its hosts are checked as they were. */
export type GoOn = {readonly checks: Checks};

/**
 * Says what stopped, where and why, which checks it left out, and what was changed since; asks only if something was.
 * @returns undefined if the operator chose not to go on
 * @throws InputError if something was changed, and there is no terminal to ask at.
 */
export async function confirmResume(last: LastRun, {version, reporter, yes = false}: Told): Promise<GoOn | undefined> {
	const say = (lines: readonly string[]) => {
		if (lines.length > 0) printBeside(reporter)(lines.join('\n'));
	};
	const {columns} = process.stdout;
	const look = createLook({...lookOf(process.env, process), ...(columns === undefined ? {} : {columns})});
	const prose = (lines: readonly string[]) => lines.flatMap(line => look.prose(line.trimStart(), /^ */.exec(line)![0]));
	await sayCut(last.file, text => say(text.split('\n')));
	const records = await readJournal(clusterFolder(configFolder(), last.file));
	const stop = lastStop(records);
	const skip = leftOut(records);
	const goOn: GoOn = {checks: {all: false, skip: new Set(skip)}};
	say(prose(stopLines(last, stop, Date.now())));
	if (skip.length > 0) say(prose([skipLine(skip, last.file)]));
	const changed = stop === undefined ? [] : differenceLines(stop, await readFile(last.file, 'utf8'), version);
	if (changed.length === 0 || yes) {
		say([...changed, ...prose(['Completed steps are detected and skipped.'])]);
		return goOn;
	}
	say(['', 'Since then:', ...changed, '']);
	if (!hasTerminal(process)) {
		throw new InputError('the cluster file or kafka-setup changed since that run', {
			hint: `If that is meant: kafka-setup resume ${last.cluster} --yes. To see first what it would do: kafka-setup plan ${last.file}`,
		});
	}
	return (await confirm('Resume with the current version?')) ? goOn : undefined;
}

/** A destroy is not resumed but run again, as it has a confirmation of its own. @throws InputError for one that has not finished */
async function refuseDestroy({cluster, file, destroys}: LastRun): Promise<void> {
	if (destroys !== true) return;
	const cut = await cutDestroyOf(file);
	const how = cut === undefined ? 'changed nothing' : 'has not finished';
	throw new InputError(`the last run of ${cluster} was a destroy that ${how}: there is no installation to resume`, {
		hint:
			cut === undefined
				? `To run it again: kafka-setup destroy ${file}. To install: kafka-setup apply ${file}`
				: `To finish it: ${finishCommand(cut)}`,
	});
}

/** Resumes a run that was stopped. @returns undefined if the operator chose not to. */
export async function resume(
	which: string | undefined,
	options: ResumeOptions,
): Promise<(RunResult & {readonly file: string}) | undefined> {
	const last = chooseRun(openRuns(configFolder(), tell).list(), which);
	await refuseDestroy(last);
	const goOn = await confirmResume(last, options);
	if (goOn === undefined) return undefined;
	const {file} = last;
	return {file, ...(await runFile({...options, file, mode: 'apply', operation: installation({}, goOn.checks), cutSaid: true}))};
}
