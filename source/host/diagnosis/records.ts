import {isException, isFrame} from './exception-line.ts';
import {type Level, ofCrash, ownLines, type Takes} from './own-lines.ts';

/** What a log says at once: its first line, and those that belong to it, as the frames and causes of an exception. */
export type LogRecord = {
	readonly level: Level | undefined;
	/** As the log writes it. */
	readonly time?: string;
	/** Each with its number in the log, counted from 1. */
	readonly lines: readonly {readonly number: number; readonly text: string}[];
	/** Settings, flags and versions that are printed at a start: what stands in them did not happen. */
	readonly printed: boolean;
	/** A logger wrote it; else it is the output of a program, of the virtual machine or of systemd. */
	readonly logged: boolean;
};

/** Longer lines are cut before any pattern looks at them. */
const longest = 1500;
/** Further lines of one record are left out: a stack overflow has thousands. */
const mostLines = 500;

/** What journalctl (`-o short`, `short-iso`, `-precise`, `-full`, `-monotonic`, `-unix`), rsyslog, compose, docker and Kubernetes put before a line. */
const prefixes = [
	/^[\w.-]{1,64} +\| /,
	/^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{1,9}(?:Z|[+-]\d\d:?\d\d)) (?:stdout|stderr) [FP] /,
	/^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z) /,
	/^(?:<\d{1,3}>)?([A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d(?:\.\d{1,9})?|[A-Z][a-z]{2} \d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,9})? \S{2,6}|\d{4}-\d\d-\d\dT[\d:.,]+(?:Z|[+-]\d\d:?\d\d)?|\[ *\d{1,12}\.\d{1,9}\]|\d{9,12}\.\d{1,9}) (?!(?:TRACE|DEBUG|INFO|WARN|WARNING|ERROR|FATAL) )\S{1,255} [^\s[:]{1,64}(?:\[\d+\])?: /,
];

/** Time, thread or member, level: of log4j, log4j 2 and ZooKeeper's own form. */
const header =
	/^(?:\[?(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?Z?)\]?\s+)?(?:\[[^\]]{0,200}\]\s*(?:-\s*)?){0,3}(TRACE|DEBUG|INFO|WARN|WARNING|ERROR|FATAL|SEVERE)\b/;

const levels: Readonly<Record<string, Level>> = {
	TRACE: 'info',
	DEBUG: 'info',
	INFO: 'info',
	WARN: 'warn',
	WARNING: 'warn',
	ERROR: 'error',
	SEVERE: 'error',
	FATAL: 'fatal',
};

/** Single lines of settings, versions and flags. */
const printedLine =
	/^Picked up [A-Z_]+: |\bjvm\.(?:args|classpath|spec|runtime) =|\b(?:Client|Server) environment:|\bKafka (?:version|commitId|startTimeMs): |^[^ ]*\bCOMMAND=/;
/** The line above a block of settings: `INFO KafkaConfig values:  (kafka.server.KafkaConfig)`. */
const printedBlock = /\b\w+ values: ?(?:\s*\([\w.$:]+\))?\s*$/;
const setting = /^\s+[\w.$-]+ ?= ?/;

type Open = {
	level: Level | undefined;
	time?: string;
	lines: LogRecord['lines'][number][];
	printed: boolean;
	logged: boolean;
	takes?: Takes;
};

const taken: Readonly<Record<Takes, RegExp>> = {all: /^/, indented: /^\s/, settings: setting};

function unprefixed(line: string): {readonly text: string; readonly time?: string} {
	let [text, time] = [line, undefined as string | undefined];
	// Each at most once, in this order: compose puts its own before docker's.
	for (const prefix of prefixes) {
		const found = prefix.exec(text);
		if (found === null) continue;
		text = text.slice(found[0].length);
		time ??= found[1];
	}
	return {text, ...(time === undefined ? {} : {time})};
}

type Begun = Omit<Open, 'lines'>;
const plain: Begun = {level: undefined, printed: false, logged: false};

/** What a line begins, if it begins something. */
function begun(text: string, open: Open | undefined): Begun | undefined {
	const self = ownLines.find(([pattern]) => pattern.test(text));
	// The virtual machine says all of a crash behind `#`, and the first of its lines says nothing.
	if (self === ofCrash && open?.lines[0]?.text.startsWith('# ') === true) return undefined;
	if (self !== undefined) return {...plain, level: self[1], printed: printedLine.test(text), takes: self[2]};
	// The end of an agent that threw: the exception is the record above.
	if (open !== undefined && text.startsWith('FATAL ERROR in native method: ')) return undefined;
	const found = header.exec(text);
	if (found !== null) {
		const block = printedBlock.test(text);
		const time = found[1] === undefined ? {} : {time: found[1]};
		const printed = block || printedLine.test(text);
		return {...time, level: levels[found[2]!], printed, logged: true, takes: block ? 'settings' : 'all'};
	}
	if (open !== undefined && (isFrame(text) || /^\s*(?:Caused by|Suppressed): /.test(text))) return undefined;
	if (open?.takes !== undefined && taken[open.takes].test(text)) return undefined;
	return isException(text) ? {...plain, level: 'error', takes: 'all'} : {...plain, printed: printedLine.test(text)};
}

/** A log as its records. */
export function recordsOf(lines: readonly string[]): readonly LogRecord[] {
	const all: Open[] = [];
	for (const [index, raw] of lines.entries()) {
		const {text, time} = unprefixed(raw.slice(0, longest));
		if (text.trim() === '') continue;
		const open = all.at(-1);
		const next = begun(text, open);
		const line = {number: index + 1, text};
		if (next === undefined) {
			if (open!.lines.length < mostLines) open!.lines.push(line);
		} else all.push({...(time === undefined ? {} : {time}), ...next, lines: [line]});
	}
	return all;
}
