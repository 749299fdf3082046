import {structuredPatch} from 'diff';
import {withoutCommands} from '../../cluster/file/without-commands.ts';
import {sh} from '../../core/command.ts';
import {stepKey} from '../../core/events.ts';
import {cleanLine, cleanLines} from '../../core/text.ts';
import {ago} from '../../core/view/ago.ts';
import {type CheckId, catalogue} from '../../kafka/preflight/catalogue.ts';
import type {JournalRecord} from '../../state/journal/journal-lines.ts';
import {untestedStages} from '../../state/journal/ledger.ts';
import type {LastRun} from '../../state/store/runs.ts';

type Of<T extends JournalRecord['type']> = Extract<JournalRecord, {readonly type: T}>;

/** What the journal tells of the last run of a cluster. */
export type LastStop = {
	readonly run: Of<'run'>;
	/** Steps that were begun, and of which it isn't known here how they ended. */
	readonly open: readonly Of<'intent'>[];
	/** Stages that were changed, and of which not every test has passed since. */
	readonly untested: readonly string[];
	readonly failed: readonly {readonly name: string; readonly message: string}[];
	/** Absent when the run was killed, or its machine went down. */
	readonly end?: Of<'end'>;
};

/** The last run that the journal holds; undefined if it holds none. */
export function lastStop(records: readonly JournalRecord[]): LastStop | undefined {
	const start = records.findLastIndex(({type}) => type === 'run');
	if (start < 0) return undefined;
	const open = new Map<string, Of<'intent'>>();
	const titles = new Map<string, string>();
	const failed: {name: string; message: string}[] = [];
	let end: Of<'end'> | undefined;
	for (const record of records.slice(start + 1)) {
		if (record.type === 'intent') {
			open.set(stepKey(record.ref), record);
			titles.set(stepKey(record.ref), record.title);
		} else if (record.type === 'finished') {
			const {ref, outcome, message} = record;
			// The link died, or the run was stopped meanwhile: the step may still have taken effect.
			if (outcome !== 'unknown' && outcome !== 'unreachable') open.delete(stepKey(ref));
			if (message !== undefined) failed.push({name: `${ref.host}: ${titles.get(stepKey(ref)) ?? ref.step}`, message});
		} else if (record.type === 'end') end = record;
	}
	return {
		run: records[start] as Of<'run'>,
		open: [...open.values()],
		untested: [...untestedStages(records)],
		failed,
		...(end === undefined ? {} : {end}),
	};
}

/** The checks that the last whole run was told to leave out, of those that there are. */
export function leftOut(records: readonly JournalRecord[]): readonly CheckId[] {
	const run = records.findLast(
		(one): one is Of<'run'> => one.type === 'run' && (one.stage ?? one.from) === undefined && one.destroy === undefined,
	);
	return catalogue.flatMap(({id}) => (run?.skips?.includes(id) ? [id as CheckId] : []));
}

/** That they are left out again, and how they are not. */
export const skipLine = (skip: readonly CheckId[], file: string): string =>
	cleanLine(
		`  Left out again, as that run was told to (--skip): ${skip.join(', ')}. With all checks: ${sh`kafka-setup apply ${file}`.text}`,
	);

function why({end, failed}: LastStop): readonly string[] {
	if (end === undefined) return ['It was killed, or this machine shut down.'];
	if (end.outcome === 'cancelled') return ['Stopped by the user.'];
	const outside = end.message === undefined ? [] : [end.message];
	return [...failed.map(({name, message}) => `${name}: ${message}`), ...outside];
}

/** What stopped, where and why, in lines for a person. */
export function stopLines(last: LastRun, stop: LastStop | undefined, now: number): readonly string[] {
	const {cluster, startedAt, stoppedAt, done, steps, file} = last;
	const where = stoppedAt === undefined ? 'at its beginning' : `in ${stoppedAt}`;
	const lines = [
		last.status === 'succeeded'
			? `${cluster}: the run started ${ago(startedAt, now)} completed; all steps are checked again`
			: `${cluster}: the run started ${ago(startedAt, now)} stopped ${where}, ${done} of ${steps} steps done`,
		`  ${file}`,
	];
	if (stop === undefined || last.status === 'succeeded') return lines.map(cleanLine);
	const reasons = why(stop).flatMap(text => cleanLines(text).map(line => `  ${line}`));
	const open = stop.open.map(({ref, title, changes}) => `    ${ref.host}  ${title}: ${changes.join('; ')}`);
	return [
		...lines,
		...reasons,
		...(open.length === 0 ? [] : ['  Outcome unknown (will be checked):', ...open]),
		...(stop.untested.length === 0 ? [] : [`  Changed and not tested yet: ${stop.untested.join(', ')}`]),
	].map(cleanLine);
}

/** What differs from the last run in what is about to be run: the text of the file, the version; empty if nothing does. */
export function differenceLines({run}: LastStop, text: string, version: string): readonly string[] {
	const lines = run.version === version ? [] : [`  kafka-setup has another version since: ${run.version} → ${version}`];
	const [before, now] = [withoutCommands(run.text), withoutCommands(text)];
	if (before === now) return lines;
	const {hunks} = structuredPatch('', '', before, now, undefined, undefined, {context: 2});
	const diff = hunks.flatMap(hunk => hunk.lines.filter(line => !line.startsWith('\\')).map(line => `    ${cleanLine(line)}`));
	return [...lines, '  cluster file changed:', ...diff];
}
