import {createReadStream, createWriteStream} from 'node:fs';
import {readdir, rm} from 'node:fs/promises';
import {join} from 'node:path';
import type {Emit, RunEvent} from '../../core/events.ts';
import {ownFolder, type Tell} from '../store/own-file.ts';

/** So many runs of a cluster are kept. */
const most = 20;

const logsIn = (folder: string) => join(folder, 'runs');

/** The runs of a cluster that have a log, the newest first, by the names of their logs: when they began, in UTC. */
export async function listRunLogs(folder: string): Promise<readonly string[]> {
	const names = await readdir(logsIn(folder)).catch(() => []);
	return names
		.filter(name => name.endsWith('.jsonl'))
		.map(name => name.slice(0, -'.jsonl'.length))
		.sort()
		.reverse();
}

export const runLogPath = (folder: string, name: string): string => join(logsIn(folder), `${name}.jsonl`);

export type RunLog = {
	readonly emit: Emit;
	/** Waits until all is written. */
	close(): Promise<void>;
	/** Why it is not whole, if so: a log is never a reason to stop a run. */
	readonly problem: () => string | undefined;
};

/** Begins the log of a run: every event of it with all output, a line of JSON each. Drops the oldest logs. */
export async function openRunLog(folder: string, now = new Date(), tell: Tell = () => {}): Promise<RunLog> {
	ownFolder(logsIn(folder), tell);
	const old = (await listRunLogs(folder)).slice(most - 1);
	await Promise.all(old.map(name => rm(runLogPath(folder, name), {force: true})));
	const path = runLogPath(folder, now.toISOString().replaceAll(':', '-'));
	let problem: string | undefined;
	const stream = createWriteStream(path, {flags: 'a', mode: 0o600});
	stream.on('error', error => {
		problem ??= error.message;
	});
	return {
		emit(event) {
			if (problem === undefined) stream.write(`${JSON.stringify(event)}\n`);
		},
		close: () =>
			new Promise(resolve => {
				if (stream.destroyed) return resolve();
				stream.on('close', resolve);
				stream.end();
			}),
		problem: () => problem,
	};
}

/** Format 1 had a flag where the operation is named now. */
function ofToday(event: RunEvent & {readonly destroys?: true}): RunEvent {
	if (event.type !== 'run-started') return event;
	const {destroys, ...begun} = event;
	return {...begun, operation: begun.operation ?? (destroys === true ? 'destroy' : 'install')};
}

/** The events of a log in order; a last line that was not written to its end is left out. */
export async function* readRunLog(path: string): AsyncGenerator<RunEvent> {
	let begun = '';
	// Not readline: since Node 24 it also parts lines at U+2028, which JSON leaves in its texts.
	for await (const chunk of createReadStream(path, 'utf8')) {
		const lines = `${begun}${chunk}`.split('\n');
		begun = lines.pop()!;
		for (const line of lines) {
			try {
				yield ofToday(JSON.parse(line));
			} catch {
				return;
			}
		}
	}
}
