import {readFile} from 'node:fs/promises';
import {withoutCommands} from '../../cluster/file/without-commands.ts';
import {InputError, StepError} from '../../core/errors.ts';
import {type RunEvent, stepKey} from '../../core/events.ts';
import type {RunHooks} from '../../core/runner.ts';
import {clusterFolder, openJournal} from '../../state/journal/journal.ts';
import {journalFormat} from '../../state/journal/journal-lines.ts';
import {untestedStages} from '../../state/journal/ledger.ts';
import {openRunLog} from '../../state/journal/run-log.ts';
import type {Operation} from '../operation.ts';

export type RunJournal = {
	readonly hooks: Required<Pick<RunHooks, 'beforeApply' | 'untested' | 'tested'>>;
	readonly emit: (event: RunEvent) => void;
	/** Waits until all is on the disk, and gives the journal to others. */
	close(): Promise<void>;
	/** What could not be kept, and why. */
	problem(): string | undefined;
};

export type JournalOptions = {
	/** Where kafka-setup keeps what it remembers. */
	readonly folder: string;
	readonly cluster: string;
	/** Absolute path of the cluster file. */
	readonly file: string;
	readonly operation: Pick<Operation, 'selection' | 'skips' | 'removes'>;
	readonly version: string;
	/** Told where what is kept could be read by others. */
	readonly say?: (text: string) => void;
};

const unwritable = (folder: string, error: unknown) =>
	new InputError(`what a run does can't be written down in ${folder}: ${(error as Error).message}`, {
		hint: 'Free space there (df -h), or name another folder with XDG_CONFIG_HOME. Nothing was touched.',
	});

/**
 * Remembers one run that changes hosts: its beginning, each step before it changes something and after, its end; and the
 * whole of what it says in its log.
 * @throws InputError if another process is at work on this cluster file, or the journal is damaged.
 */
export async function journalRun({folder, cluster, file, operation, version, say}: JournalOptions): Promise<RunJournal> {
	const own = clusterFolder(folder, file);
	const text = withoutCommands(await readFile(file, 'utf8'));
	const journal = await openJournal(own, say).catch(error => {
		throw error instanceof InputError ? error : unwritable(own, error);
	});
	const log = await openRunLog(own, new Date(), say);
	const begun = new Set<string>();
	let problem: string | undefined;
	let ended = false;
	const later = (written: Promise<void>) => {
		written.catch(error => {
			problem ??= (error as Error).message;
		});
	};
	try {
		await journal.append({
			type: 'run',
			format: journalFormat,
			version,
			cluster,
			file,
			text,
			pid: process.pid,
			...operation.selection,
			...(operation.skips === undefined ? {} : {skips: operation.skips}),
			...(operation.removes === undefined ? {} : {destroy: operation.removes}),
		});
	} catch (error) {
		await journal.close();
		throw unwritable(own, error);
	}
	return {
		hooks: {
			untested: untestedStages(journal.records),
			tested: stage => later(journal.append({type: 'tested', stage})),
			async beforeApply(ref, title, changes) {
				const puts = changes.flatMap(change => change.puts ?? []);
				const takes = changes.flatMap(change => change.removes ?? []);
				try {
					await journal.append({
						type: 'intent',
						ref,
						title,
						changes: changes.map(({what}) => what),
						puts,
						...(takes.length === 0 ? {} : {takes}),
					});
				} catch (error) {
					throw new StepError(`what is about to be done can't be written down in ${own}: ${(error as Error).message}`, {
						hint: 'Nothing was changed by this step. Free space on this machine (df -h), then run it again.',
					});
				}
				begun.add(stepKey(ref));
			},
		},
		emit(event) {
			log.emit(event);
			if (event.type === 'step-finished') {
				// Of what was never begun there is nothing to remember; a failure is.
				if (!begun.delete(stepKey(event.ref)) && event.failure === undefined) return;
				const {ref, outcome, failure} = event;
				later(journal.append({type: 'finished', ref, outcome, ...(failure === undefined ? {} : {message: failure.message})}));
			} else if (event.type === 'run-finished') {
				const {outcome, failure} = event;
				ended = true;
				later(journal.append({type: 'end', outcome, ...(failure === undefined ? {} : {message: failure.message})}));
			}
		},
		async close() {
			// Wrong input, found before the first event: nothing was begun.
			if (!ended) later(journal.append({type: 'end', outcome: 'failed'}));
			ended = true;
			await log.close();
			await journal.close();
		},
		problem: () => problem ?? log.problem(),
	};
}
