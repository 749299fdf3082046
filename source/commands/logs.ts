import {InputError} from '../core/errors.ts';
import type {RunEvent} from '../core/events.ts';
import {jsonReporter} from '../reporters/json.ts';
import {plainReporter} from '../reporters/plain.ts';
import {sayCut} from '../run/record/cut-destroy.ts';
import {printAsIs, say} from '../run/terminal/say.ts';
import {lookOf} from '../run/terminal/surface.ts';
import {clusterFolder, readJournal} from '../state/journal/journal.ts';
import {listRunLogs, readRunLog, runLogPath} from '../state/journal/run-log.ts';
import {configFolder} from '../state/store/folder.ts';
import {openRuns} from '../state/store/runs.ts';
import {lastStop} from './resume/story.ts';
import {runOf} from './resume/unfinished-run.ts';

export type LogsOptions = {
	/** A run by the beginning of its name; the newest by default. */
	readonly run?: string;
	/** One host alone. */
	readonly host?: string;
	readonly list?: boolean;
	/** The cluster file's text at the last run instead. */
	readonly file?: boolean;
	readonly json?: boolean;
};

const isOf = (event: RunEvent, host: string) =>
	'ref' in event ? event.ref.host === host : event.type !== 'host-connected' || event.host === host;

/** Shows what a run said, with all output. @throws InputError if there is no such run. */
export async function logs(which: string | undefined, {run, host, list, file, json}: LogsOptions): Promise<void> {
	const last = runOf(openRuns(configFolder(), say).list(), which);
	await sayCut(last.file, say);
	const folder = clusterFolder(configFolder(), last.file);
	// A file is written as it is, to be kept as one.
	if (file) return printAsIs(lastStop(await readJournal(folder))?.run.text ?? '');
	const names = await listRunLogs(folder);
	if (list) return printAsIs(names.map(name => `${name}  ${runLogPath(folder, name)}\n`).join(''));
	const name = run === undefined ? names[0] : names.find(one => one.startsWith(run));
	if (name === undefined) {
		throw new InputError(run === undefined ? `no log of ${last.cluster} is kept` : `there is no log of a run ${run}`, {
			hint:
				names.length === 0
					? `Its runs are kept in ${folder}.`
					: `Those that are kept:\n${names.map(one => `  ${one}`).join('\n')}`,
		});
	}
	// The time of the run, not of the reading.
	let now = 0;
	const plain = plainReporter({
		write: printAsIs,
		clock: {now: () => now, every: () => () => {}},
		...lookOf(process.env, process),
		verbose: true,
		columns: process.stdout.columns ?? 80,
	});
	const reporter = json ? jsonReporter({write: printAsIs}) : plain;
	for await (const event of readRunLog(runLogPath(folder, name))) {
		if (host !== undefined && !isOf(event, host)) continue;
		now = Date.parse(event.at);
		reporter.emit(event);
	}
	reporter.close();
}
