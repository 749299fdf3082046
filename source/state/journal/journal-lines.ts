import {crc32} from 'node:zlib';
import {InputError} from '../../core/errors.ts';
import type {Change, Outcome, RunOutcome, StepRef} from '../../core/events.ts';
import type {Thing} from '../../core/things.ts';

/** Version of the journal: raised when an older kafka-setup would misread it. */
export const journalFormat = 1;

/** A step of a run, with what a person calls it. */
export type StepName = {readonly ref: StepRef; readonly title: string};

/**
 * What the journal remembers. `intent` is on disk before the step changes its host, so a step with an intent and no
 * `finished` is one of which nobody here knows how it ended. Holds no secret.
 */
export type JournalRecord = {
	/** ISO 8601. */
	readonly at: string;
} & (
	| {
			readonly type: 'run';
			readonly format: number;
			/** Version of kafka-setup. */
			readonly version: string;
			readonly cluster: string;
			/** Absolute path of the cluster file, and its text as it was run. */
			readonly file: string;
			readonly text: string;
			/** The one stage that was asked for, or the first of those; absent for a whole run. */
			readonly stage?: string | undefined;
			readonly from?: string | undefined;
			/** The one host that was asked for. */
			readonly host?: string | undefined;
			/** The ids of the checks that it was told to leave out. */
			readonly skips?: readonly string[] | undefined;
			readonly pid: number;
			/** The run takes away what earlier ones put on these hosts; `data`: their data too. */
			readonly destroy?: {readonly data: boolean; readonly hosts: readonly string[]} | undefined;
	  }
	| ({
			readonly type: 'intent';
			readonly changes: readonly Change['what'][];
			/** What will be ours on the host; absent in journals of before it was written down. */
			readonly puts?: readonly Thing[];
			/** What will be ours no longer, when the step has come to its end. */
			readonly takes?: readonly Thing[];
	  } & StepName)
	| {readonly type: 'finished'; readonly ref: StepRef; readonly outcome: Outcome; readonly message?: string}
	/** Every test of the stage has passed, by the commands that an operator would type. */
	| {readonly type: 'tested'; readonly stage: string}
	| {readonly type: 'end'; readonly outcome: RunOutcome; readonly message?: string}
);

const checksum = (text: string) => crc32(text).toString(16).padStart(8, '0');

/** One line: checksum, a space, the record as JSON with its number, counted from 1. */
export function encodeRecord(record: JournalRecord, number: number): string {
	const json = JSON.stringify({n: number, ...record});
	return `${checksum(json)} ${json}\n`;
}

export type JournalContent = {
	readonly records: readonly JournalRecord[];
	/** Length of what is whole; what lies behind is a line that was not written to its end. */
	readonly wholeBytes: number;
};

function decodeLine(line: string, number: number): JournalRecord | string {
	const json = line.slice(9);
	if (line[8] !== ' ' || line.slice(0, 8) !== checksum(json)) return 'its checksum does not fit';
	const {n, ...record} = JSON.parse(json) as JournalRecord & {readonly n: number};
	return n === number ? record : `it has number ${n}: lines are missing or out of order`;
}

/**
 * Reads a journal. A torn last line, which a kill or a power cut leaves, is dropped.
 * @throws InputError that names file and line for any other damage, and for the journal of a newer kafka-setup.
 */
export function decodeJournal(bytes: Buffer, file: string): JournalContent {
	const records: JournalRecord[] = [];
	let start = 0;
	while (start < bytes.length) {
		const end = bytes.indexOf('\n', start);
		const isLast = end < 0 || end === bytes.length - 1;
		const number = records.length + 1;
		const record = end < 0 ? 'it has no end' : decodeLine(bytes.toString('utf8', start, end), number);
		if (typeof record === 'string') {
			if (isLast) break;
			throw new InputError(`${file} is damaged: line ${number}: ${record}`, {
				hint: `The hosts themselves tell what is done there. To continue without what was remembered, move it away: mv '${file}' '${file}.damaged'`,
			});
		}
		if (record.type === 'run' && record.format > journalFormat) {
			throw new InputError(`${file} was written by a newer kafka-setup (${record.version}, format ${record.format})`, {
				hint: 'Use that version, or a newer one. Nothing was touched.',
			});
		}
		records.push(record);
		start = end + 1;
	}
	return {records, wholeBytes: start};
}
