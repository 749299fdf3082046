import type {OutputStream} from '../../core/connection.ts';
import type {RunEvent, StepRef} from '../../core/events.ts';
import {cleanLine, cleanLines, keptLine, type LineCleaner, lineCleaner} from '../../core/text.ts';

export type HostLog = {
	add(event: RunEvent): void;
	/** The clean lines of all output of a host, oldest first, with the commands among them. */
	lines(host: string): readonly string[];
};

/** Lines that are kept of a host, and how many more there may be before the oldest go: they go many at a time, for each time moves all. */
const keptLines = 10_000;
const slack = 1_000;
/** The same for characters of all its lines, so that a host that floods the terminal does not fill the memory. */
const keptCharacters = 2 * 1024 * 1024;

type Log = {
	readonly lines: string[];
	characters: number;
	dropped: number;
	readonly open: Map<string, Record<OutputStream, LineCleaner>>;
};

const keyOf = ({stage, step}: StepRef): string => `${stage}/${step}`;

/** What every host has said in this run, for who wants to read more than the last lines. */
export function createHostLog(): HostLog {
	const logs = new Map<string, Log>();

	const logOf = (host: string): Log => {
		const log = logs.get(host) ?? {lines: [], characters: 0, dropped: 0, open: new Map()};
		logs.set(host, log);
		return log;
	};
	const append = (log: Log, lines: readonly string[]) => {
		for (const line of lines.map(keptLine)) {
			log.lines.push(line);
			log.characters += line.length;
		}
		const full = log.characters > keptCharacters;
		if (!full && log.lines.length <= keptLines + slack) return;
		const marked = log.dropped > 0 ? 1 : 0;
		let gone = Math.max(marked, log.lines.length - keptLines);
		for (const line of log.lines.slice(0, gone)) log.characters -= line.length;
		// A tenth less than there may be, so that it is not done for each line.
		while (full && log.characters > 0.9 * keptCharacters) log.characters -= log.lines[gone++]!.length;
		if (gone <= marked) return;
		log.dropped += gone - marked;
		const mark = `… ${log.dropped} earlier lines are not kept`;
		log.characters += mark.length;
		log.lines.splice(0, gone, mark);
	};
	const cleaners = (log: Log, ref: StepRef) => {
		const known = log.open.get(keyOf(ref)) ?? {stdout: lineCleaner(), stderr: lineCleaner()};
		log.open.set(keyOf(ref), known);
		return known;
	};
	const close = (log: Log, ref: StepRef) => {
		const known = log.open.get(keyOf(ref));
		log.open.delete(keyOf(ref));
		if (known !== undefined) append(log, [...known.stdout.flush(), ...known.stderr.flush()]);
	};

	return {
		add(event) {
			switch (event.type) {
				case 'command-started':
					return append(
						logOf(event.ref.host),
						event.asked === undefined
							? cleanLines(event.command).map((line, index) => `${index === 0 ? '$' : '>'} ${line}`)
							: [`? ${cleanLine(event.asked)}`, `  (by hand: ${cleanLine(event.command)})`],
					);
				case 'output': {
					const log = logOf(event.ref.host);
					return append(log, cleaners(log, event.ref)[event.stream].push(event.text));
				}
				case 'command-finished': {
					const log = logOf(event.ref.host);
					close(log, event.ref);
					return append(log, event.code === 0 ? [] : [`(exit code ${event.code ?? 'unknown: connection lost'})`]);
				}
				case 'step-finished': {
					const log = logOf(event.ref.host);
					close(log, event.ref);
					const {failure} = event;
					return append(log, failure === undefined ? [] : cleanLines(`${event.outcome}: ${failure.message}`));
				}
			}
		},
		lines: host => logs.get(host)?.lines ?? [],
	};
}
