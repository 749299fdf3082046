import type {Diagnosis, Evidence} from '../../core/events.ts';
import {maskedLog} from '../../core/masked.ts';
import {cleanLine, remoteWords} from '../../core/text.ts';
import {type Deciding, deciding, exceptionsOf} from './deciding.ts';
import type {Entry} from './entry.ts';
import {exceptionIn, isException, isFrame} from './exception-line.ts';
import {weighed} from './package-output.ts';
import {type LogRecord, recordsOf} from './records.ts';

export type Log = {
	/** A file or a unit. */
	readonly source: string;
	readonly lines: readonly string[];
	/** The number of its first line in the source; 1 by default. */
	readonly from?: number;
};

/** What a log says of a failure. */
export type Verdict = {
	/** The cause, where it is known. */
	readonly diagnosis?: Diagnosis;
	/** Of the failure, known or not: its line and the exceptions, the outermost first; empty if the log tells of none. */
	readonly chain: readonly Evidence[];
	/** What says most in it, clean: of a known cause the line that shows it, else the innermost exception, without what leads to it. */
	readonly headline?: string;
	/** The number of the line that says so, in the source. */
	readonly at?: number;
	/** The service went on: it said that it is up, and nothing tells that it has ended since. */
	readonly runs?: true;
};

type Match = {
	readonly entry: Entry;
	readonly record: LogRecord;
	/** That fits the first pattern. */
	readonly line: LogRecord['lines'][number];
	/** That show it, in the order of the log. */
	readonly telling: LogRecord['lines'];
	/** What its line leads to. */
	readonly listed: LogRecord['lines'];
	readonly found: RegExpExecArray;
};

const longestEvidence = 300;
const longestListed = 200;
/** So many exceptions of a cause chain are told, the innermost. */
const mostExceptions = 10;

/** A line that only leads to what is said below it. */
const leads = /:\s*$|^Error occurred during initialization of VM$/;

/** So many lines of a list are shown. */
const mostListed = 5;
/** What Connect says below a list of errors. */
const listEnds = /^You can also find the above list/;

/** What is said below a line that only leads to it. */
function below(lines: LogRecord['lines'], line: LogRecord['lines'][number]): LogRecord['lines'] {
	if (!leads.test(line.text)) return [];
	const rest = lines.filter(({number, text}) => number > line.number && /\w/.test(text));
	const end = rest.findIndex(({text}) => isFrame(text) || isException(text) || listEnds.test(text));
	return rest.slice(0, end < 0 ? mostListed : Math.min(end, mostListed));
}

function fits(entry: Entry, record: LogRecord, lines: LogRecord['lines']): Match | undefined {
	if (entry.unlogged === true && record.logged) return undefined;
	const {tried} = entry;
	if (tried !== undefined && !record.lines.some(({text}) => tried.test(text))) return undefined;
	const [telltale, ...others] = entry.patterns;
	const line = lines.find(({text}) => telltale!.test(text));
	if (line === undefined) return undefined;
	const further = others.map(pattern => lines.find(({text}) => pattern.test(text)));
	if (further.includes(undefined)) return undefined;
	const listed = below(record.lines, line);
	const telling = new Set([record.lines[0]!, line, ...further.flatMap(one => one ?? []), ...listed]);
	const found = telltale!.exec(line.text)!;
	return {entry, record, line, telling: [...telling].sort((a, b) => a.number - b.number), listed, found};
}

/** Its lines without frames. */
const tellingOf = ({lines}: LogRecord): LogRecord['lines'] => lines.filter(({text}) => !isFrame(text));

/** The first entry that fits. One that says what came of something is heard last: its record may name the cause, further down the table. */
function matchOf(table: readonly Entry[], record: LogRecord): Match | undefined {
	const lines = tellingOf(record);
	let symptom: Match | undefined;
	for (const entry of table) {
		if (entry.symptom === true && symptom !== undefined) continue;
		const match = fits(entry, record, lines);
		if (match !== undefined && entry.symptom !== true) return match;
		symptom ??= match;
	}
	return symptom;
}

const matchesOf = (table: readonly Entry[], records: readonly LogRecord[]) =>
	records.flatMap(record => matchOf(table, record) ?? []);
const causeIn = (matches: readonly Match[]) => matches.find(({entry}) => entry.symptom !== true);

/** The first entry of the table that fits one of them, those before it that are only symptoms left aside. */
function firstIn(table: readonly Entry[], records: readonly LogRecord[]): Match | undefined {
	const texts = records.map(tellingOf);
	let symptom: Match | undefined;
	for (const entry of table) {
		if (entry.symptom === true && symptom !== undefined) continue;
		for (const [index, record] of records.entries()) {
			const match = fits(entry, record, texts[index]!);
			if (match === undefined) continue;
			if (entry.symptom !== true) return match;
			symptom = match;
			break;
		}
	}
	return symptom;
}

/** What says more of a symptom than it does itself. */
function explaining(table: readonly Entry[], symptom: Match | undefined, records: readonly LogRecord[]): Match | undefined {
	if (symptom?.entry.symptom !== true) return undefined;
	const found = matchesOf(
		table.filter(({explains}) => explains?.includes(symptom.entry.id) === true),
		records,
	);
	return causeIn(found) ?? found[0];
}

/** Of a program that keeps no log: the lines by which it gave up decide, then all that it says, which is of one matter. */
function decideOutput(table: readonly Entry[], {said, wasWell}: Deciding): Pick<Decided, 'match' | 'failure'> {
	const {ends, plain, around} = weighed(said, wasWell);
	const cause = firstIn(
		table.filter(({symptom}) => symptom !== true),
		plain,
	);
	const heard = cause ?? firstIn(table, around);
	return {match: explaining(table, heard, around) ?? heard, ...(ends[0] === undefined ? {} : {failure: ends[0]})};
}

/** What warnings and less tell of, and has not passed. */
function softIn(table: readonly Entry[], {others, said}: Deciding): readonly Match[] {
	const soft = table.filter(one => one.soft === true);
	// What a tool prints has no header, and stands in the record of its last warning.
	const lines = said.flatMap(record => record.lines.filter(({text}) => !isFrame(text) && !isException(text)));
	const passed = new Map(
		soft.map(({id, until}) => [id, lines.findLast(({text}) => until?.test(text) === true)?.number ?? 0] as const),
	);
	return matchesOf(soft, others).filter(({entry, line}) => line.number > passed.get(entry.id)!);
}

type Decided = {readonly match?: Match | undefined; readonly failure?: LogRecord | undefined; readonly runs: boolean};

/**
 * The line that ended the process decides, by its cause chain. What was logged before it counts only where that says nothing
 * of why, or what came of it alone.
 */
function decide(table: readonly Entry[], records: readonly LogRecord[]): Decided {
	const all = deciding(records);
	const {fatal, errors, others, logged, runs} = all;
	const thrown = fatal.filter(record => exceptionsOf(record).length > 0);
	const failure = thrown[0] ?? errors.find(record => exceptionsOf(record).length > 0) ?? fatal[0] ?? errors[0];
	if (thrown.length === 0 && !logged) return {failure, ...decideOutput(table, all), runs};
	const own = matchesOf(table, [...thrown, ...fatal.filter(record => !thrown.includes(record))]);
	const cause = causeIn(own);
	// An exception that ended it and is not known: what went wrong before is another matter.
	if (cause !== undefined || (own.length === 0 && thrown.length > 0)) return {match: cause, failure, runs};
	const before = matchesOf(table, errors);
	const soft = softIn(table, all);
	const symptom = own[0] ?? before[0] ?? causeIn(soft) ?? soft[0];
	const explained = explaining(table, symptom, [...fatal, ...others]);
	return {match: causeIn(before) ?? explained ?? symptom, failure, runs};
}

/** Words of a log as they may be shown and kept. */
const shown = (text: string, longest: number): string => remoteWords(maskedLog(text), longest);

function evidenceOf({source, from = 1}: Log, {time}: LogRecord, {number, text}: LogRecord['lines'][number]): Evidence {
	return {
		source,
		line: number + from - 1,
		text: shown(text, longestEvidence),
		...(time === undefined ? {} : {time}),
	};
}

/** What a line of a record says by itself: with the next one where it only leads to it; of an exception without words, also whose cause it is. */
function headlineOf(record: LogRecord, line: LogRecord['lines'][number]): string {
	const said = exceptionIn(line.text).replace(/^#+\s*/, '');
	if (leads.test(said)) {
		const next = below(record.lines, line)[0];
		return next === undefined ? said : `${said} ${next.text.replace(/^#+\s*/, '').trim()}`;
	}
	if (!isException(line.text) || said.includes(': ')) return said;
	const outer = record.lines.findLast(
		({number, text}) => number < line.number && isException(text) && exceptionIn(text).includes(': '),
	);
	return outer === undefined ? said : `${said} (${exceptionIn(outer.text)})`;
}

/** `comesOf`: what else was thrown, if all that is known is a symptom. */
function diagnosisOf(log: Log, {entry, record, telling, listed, found}: Match, comesOf: readonly Evidence[]): Diagnosis {
	const {id, cause, fixes, named} = entry;
	const words = [...found].map(word => (word === undefined ? '' : shown(word, 120)));
	const said = listed.map(({text}) => shown(text.trim(), longestListed));
	const evidence = telling.map(one => evidenceOf(log, record, one));
	const further = comesOf.filter(({line}) => evidence.every(one => one.line !== line));
	return {
		id,
		cause: named?.(words, log.lines, said) ?? cause,
		evidence: [...evidence, ...further].sort((a, b) => a.line - b.line),
		fixes,
		link: `docs/troubleshooting.md#${id}`,
	};
}

/** Why a service or a command failed, by its log. The first entry of the table that fits what decides is the cause. */
export function diagnose(table: readonly Entry[], log: Log): Verdict {
	const {match, failure, runs} = decide(table, recordsOf(log.lines));
	const isSymptom = match?.entry.symptom === true;
	const thrower = isSymptom ? [match.record, failure].find(one => one !== undefined && exceptionsOf(one).length > 0) : undefined;
	const record = thrower ?? match?.record ?? failure;
	if (record === undefined) return {chain: []};
	const head = record.lines[0]!;
	const exceptions = exceptionsOf(record);
	const innermost = exceptions.at(-1);
	// What a symptom fits says less than the exception that it comes of, or than what it leads to.
	const line = (isSymptom ? match.listed[0] : match?.line) ?? innermost ?? match?.line ?? head;
	const thrown = exceptions.slice(-mostExceptions).map(one => evidenceOf(log, record, one));
	return {
		...(match === undefined ? {} : {diagnosis: diagnosisOf(log, match, isSymptom ? thrown : [])}),
		chain: [...(isException(head.text) ? [] : [evidenceOf(log, record, head)]), ...thrown],
		headline: cleanLine(maskedLog(headlineOf(record, line))),
		at: line.number + (log.from ?? 1) - 1,
		...(runs ? {runs} : {}),
	};
}
