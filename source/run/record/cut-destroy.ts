import {resolve} from 'node:path';
import {sh} from '../../core/command.ts';
import {ago} from '../../core/view/ago.ts';
import {holderOf} from '../../state/journal/hold.ts';
import {clusterFolder, readJournal} from '../../state/journal/journal.ts';
import type {JournalRecord} from '../../state/journal/journal-lines.ts';
import {configFolder} from '../../state/store/folder.ts';

type Run = Extract<JournalRecord, {readonly type: 'run'}>;

/** A destroy that has begun to change hosts, and has not come to its end. */
export type CutDestroy = {
	readonly cluster: string;
	/** Absolute. */
	readonly file: string;
	/** Whether data goes too. */
	readonly data: boolean;
	/** ISO 8601. */
	readonly since: string;
	/** The process of this machine that is at it now. */
	readonly pid?: number | undefined;
};

/**
 * The destroy that a journal has no end of. What changed nothing since (a run that was refused, a login that failed) does
 * not end it; a run that changed a host does: the cluster is to stay.
 */
export function cutDestroy(records: readonly JournalRecord[]): CutDestroy | undefined {
	let run: Run | undefined;
	let cut: CutDestroy | undefined;
	for (const record of records) {
		if (record.type === 'run') run = record;
		if (record.type === 'intent' && run !== undefined) {
			const {cluster, file, at, destroy} = run;
			cut = destroy && {cluster, file, data: destroy.data, since: cut?.since ?? at};
		}
		if (record.type === 'end' && record.outcome === 'succeeded' && run?.destroy !== undefined) cut = undefined;
	}
	return cut;
}

/** The same of a cluster file, by the journal of this machine. One that cannot be read says nothing: the run tells why. */
export async function cutDestroyOf(file: string): Promise<CutDestroy | undefined> {
	const folder = clusterFolder(configFolder(), resolve(file));
	const cut = cutDestroy(await readJournal(folder).catch(() => []));
	return cut && {...cut, file: resolve(file), pid: holderOf(folder)};
}

/** What finishes it, as it is typed. */
export const finishCommand = ({cluster, file, data}: CutDestroy): string =>
	sh`kafka-setup destroy ${[file, ...(data ? ['--data', cluster] : []), '--confirm', cluster]}`.text;

/** What is said of it, and the command that finishes it; without one while it runs. */
export function tellCut(cut: CutDestroy, now: number): {readonly say: string; readonly run?: string} {
	const {cluster, since, pid} = cut;
	if (pid !== undefined) {
		return {
			say: `${cluster} is being removed right now, by process ${pid} of this machine: a destroy that began ${ago(since, now)}.`,
		};
	}
	return {
		say: `${cluster}: a destroy that began ${ago(since, now)} has not finished, so a part of the cluster may be gone. To finish it:`,
		run: finishCommand(cut),
	};
}

/** Says first of all that a destroy of this file has not finished, if so. */
export async function sayCut(file: string, say: (text: string) => void): Promise<void> {
	const cut = await cutDestroyOf(file);
	if (cut === undefined) return;
	const told = tellCut(cut, Date.now());
	say([told.say, ...(told.run === undefined ? [] : [`  ${told.run}`]), ''].join('\n'));
}
