import {createReadStream, createWriteStream} from 'node:fs';
import {readdir, rm} from 'node:fs/promises';
import {join} from 'node:path';
import {type Emit, type RunEvent, stepKey} from '../../core/events.ts';
import {ownFolder, type Tell} from '../store/own-file.ts';

/** So large a log may get, in bytes: a host that floods the output must not fill the disk. */
export const mostOfLog = 64 * 1024 * 1024;
/** So much output of one command is kept, and so much of all: the rest is for what a run says else. */
const mostOfCommand = 8 * 1024 * 1024;
const mostOfOutput = 48 * 1024 * 1024;

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

type Output = RunEvent & {readonly type: 'output'};

/** Passes the events on that a log has room for; what is left out of the output of a command is said at its end. */
function bounded(write: (line: string) => void): Emit {
	let outputs = 0;
	let all = 0;
	const commands = new Map<string, {written: number; left: number}>();
	const put = (event: RunEvent) => {
		const line = `${JSON.stringify(event)}\n`;
		const bytes = Buffer.byteLength(line);
		// Its end is what a reader asks for first.
		if (all + bytes > mostOfLog - (event.type === 'run-finished' ? 0 : mostOfLog / 16)) return 0;
		all += bytes;
		write(line);
		return bytes;
	};
	const output = (event: Output) => {
		const of = commands.get(stepKey(event.ref)) ?? {written: 0, left: 0};
		commands.set(stepKey(event.ref), of);
		const fits = of.left === 0 && of.written < mostOfCommand && outputs < mostOfOutput;
		const bytes = fits ? put(event) : 0;
		of.written += bytes;
		outputs += bytes;
		if (bytes === 0) of.left += Buffer.byteLength(event.text);
	};
	return event => {
		if (event.type === 'output') return output(event);
		if (event.type === 'command-started' || event.type === 'command-finished' || event.type === 'step-finished') {
			const {at, ref} = event;
			const left = commands.get(stepKey(ref))?.left ?? 0;
			commands.delete(stepKey(ref));
			if (left > 0)
				put({
					at,
					type: 'output',
					ref,
					stream: 'stderr',
					text: `\n[${left} bytes of output left out: the log would get too large]\n`,
				});
		}
		put(event);
	};
}

/**
 * Begins the log of a run: every event of it with its output, a line of JSON each, at most `mostOfLog` bytes. Drops the oldest
 * logs.
 */
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
		emit: bounded(line => {
			if (problem === undefined) stream.write(line);
		}),
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
