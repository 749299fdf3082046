import {breaks, done, passing, runBegins, runEnds, waits} from '../packages/package-words.ts';
import type {LogRecord} from './records.ts';

const first = ({lines}: LogRecord) => lines[0]!.text;

/** Notices of apt, of which nothing comes: a file that root fetched for itself, above all. */
const notice = /^N: |^W: Download is performed unsandboxed as root/;

/** The last record by which packages are there, -1 for none: what was said before was no failure, or was put right. */
export function packagesDoneAt(records: readonly LogRecord[]): number {
	let at = -1;
	let isBroken = false;
	for (const [index, record] of records.entries()) {
		const text = first(record);
		if (runBegins.test(text) || runEnds.test(text)) isBroken = false;
		else if (breaks.test(text)) isBroken = true;
		if (!isBroken && done.test(text)) at = index;
	}
	return at;
}

/** An end of which the warnings about the source that it names say more. */
const ofOneSource = /^E: The repository '([^'\s]{1,255})|^Error: .{0,60} for repo '([^']{1,255})'/;

/** An end of which the warnings about any source say more. */
const ofAnySource =
	/Unable to locate package|no installation candidate|Unable to find a match|No match for argument|^E: Version '|Some index files failed|Unable to fetch some archives|Error downloading packages/;

/** The source of a line such as `Err:3 https://packages.lab/deb stable InRelease`. */
const sourceOf = (record: LogRecord) => /^(?:Err|Ign|Hit|Get):\d{1,9} (\S{1,255} \S{1,255} \S{1,255})/.exec(first(record))?.[1];

export type Weighed = {
	/** By which the last run gave up. */
	readonly ends: readonly LogRecord[];
	/** Of these, what says all of it. */
	readonly plain: readonly LogRecord[];
	/** What else speaks of it. */
	readonly around: readonly LogRecord[];
};

/** What counts where nothing gave up. Once the packages are there, a warning counts only if a later run says it. */
function withoutEnd(said: readonly LogRecord[], wasWell: boolean): readonly LogRecord[] {
	const again = said.findIndex(record => runBegins.test(first(record)));
	const isLater = (index: number) => again >= 0 && index > again;
	return wasWell ? said.filter((record, index) => isLater(index) || !passing.test(first(record))) : said;
}

/**
 * What decides in the output of programs that keep no log: the lines by which they gave up, and warnings only where these lead to
 * them. `wasWell`: before all that was said here, the packages were there.
 */
export function weighed(all: readonly LogRecord[], wasWell: boolean): Weighed {
	const said = all.filter(record => !notice.test(first(record)));
	const isEnd = ({level}: LogRecord) => level === 'fatal';
	const last = said.findLastIndex(isEnd);
	if (last < 0) return {ends: [], plain: [], around: withoutEnd(said, wasWell)};
	const begin = said.findLastIndex((record, index) => index < last && runBegins.test(first(record)));
	const ends = said.filter((record, index) => index > begin && isEnd(record));
	const sources = ends.map(record => ofOneSource.exec(first(record))?.slice(1).find(Boolean));
	const isAny = ends.some(record => ofAnySource.test(first(record)));
	const answered = new Set(said.filter(record => /^(?:Hit|Get):/.test(first(record))).map(sourceOf));
	const leads = (record: LogRecord) =>
		!answered.has(sourceOf(record) ?? '') &&
		(isAny || sources.some(source => source !== undefined && record.lines.some(({text}) => text.includes(source))));
	return {
		ends,
		plain: ends.filter((record, index) => sources[index] === undefined && !ofAnySource.test(first(record))),
		around: said.filter(record =>
			passing.test(first(record)) || waits.test(first(record)) ? leads(record) : !isEnd(record) || ends.includes(record),
		),
	};
}
