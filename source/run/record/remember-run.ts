import type {RunEvent} from '../../core/events.ts';
import {configFolder} from '../../state/store/folder.ts';
import {openRuns} from '../../state/store/runs.ts';
import {type JournalOptions, journalRun, type RunJournal} from './journal-run.ts';
import {type RunRecord, recordRun} from './record-run.ts';

export type KeptRun = Pick<RunJournal, 'beforeApply'> & {
	readonly emit: (event: RunEvent) => void;
	/** Waits until all is kept; tells what could not be. The second time it does nothing. */
	close(): Promise<string | undefined>;
	/** The line that goes on with this run. */
	readonly goOn: string;
};

/** Remembers a run in its journal and log, and a whole one in the list of clusters too. @throws InputError as `journalRun` does */
export async function rememberRun({
	say,
	...options
}: Omit<JournalOptions, 'folder'> & {readonly say: (text: string) => void}): Promise<KeptRun> {
	const {file, selection = {}, cluster, destroy} = options;
	const part = selection.stage ?? selection.from;
	const folder = configFolder();
	const journal = await journalRun({...options, folder});
	const record: RunRecord | undefined = part === undefined ? recordRun(openRuns(folder, say), file) : undefined;
	let closed: Promise<string | undefined> | undefined;
	return {
		beforeApply: journal.beforeApply,
		emit(event) {
			journal.emit(event);
			record?.emit(event);
		},
		close() {
			closed ??= journal.close().then(() => journal.problem() ?? record?.problem());
			return closed;
		},
		goOn: `Continue with: kafka-setup ${destroy !== undefined ? `destroy ${file}${destroy.data ? ` --data ${cluster}` : ''}` : part === undefined ? `resume ${cluster}` : `stage ${part} ${file}${selection.from === undefined ? '' : ' --downstream'}`}`,
	};
}
