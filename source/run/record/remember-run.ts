import {sh} from '../../core/command.ts';
import type {RunEvent} from '../../core/events.ts';
import {configFolder} from '../../state/store/folder.ts';
import {openRuns} from '../../state/store/runs.ts';
import {type JournalOptions, journalRun, type RunJournal} from './journal-run.ts';
import {type RunRecord, recordRun} from './record-run.ts';

export type KeptRun = Pick<RunJournal, 'hooks'> & {
	readonly emit: (event: RunEvent) => void;
	/** Waits until all is kept; tells what could not be. The second time it does nothing. */
	close(): Promise<string | undefined>;
	/** The line that goes on with this run. */
	readonly goOn: string;
	/** The line that collects what shows why it failed. */
	readonly handOn: string;
};

/** The command that continues a run. */
function continueCommand({cluster, file, operation}: Omit<JournalOptions, 'folder'>): string {
	const {removes, selection} = operation;
	const {stage, from} = selection;
	if (removes !== undefined) return sh`kafka-setup destroy ${[file, ...(removes.data ? ['--data', cluster] : [])]}`.text;
	if (from !== undefined) return sh`kafka-setup stage ${from} ${file} --downstream`.text;
	return stage === undefined ? sh`kafka-setup resume ${cluster}`.text : sh`kafka-setup stage ${stage} ${file}`.text;
}

/** Remembers a run in its journal and log, and a whole one in the list of clusters too. @throws InputError as `journalRun` does */
export async function rememberRun({
	say,
	...options
}: Omit<JournalOptions, 'folder' | 'say'> & {readonly say: (text: string) => void}): Promise<KeptRun> {
	const {file, operation} = options;
	const {stage, from} = operation.selection;
	const folder = configFolder();
	const journal = await journalRun({...options, folder, say});
	const record: RunRecord | undefined = (stage ?? from) === undefined ? recordRun(openRuns(folder, say), file) : undefined;
	let closed: Promise<string | undefined> | undefined;
	return {
		hooks: journal.hooks,
		emit(event) {
			journal.emit(event);
			record?.emit(event);
		},
		close() {
			closed ??= journal.close().then(() => journal.problem() ?? record?.problem());
			return closed;
		},
		goOn: `Continue with: ${continueCommand(options)}`,
		handOn: `To have others look at it: ${sh`kafka-setup bundle ${options.cluster}`.text}`,
	};
}
