import {createReadStream} from 'node:fs';
import {InputError} from '../core/errors.ts';
import type {Evidence} from '../core/events.ts';
import {exitCodes} from '../exit-codes.ts';
import {diagnose, type Verdict} from '../host/diagnosis/diagnose.ts';
import {everyEntry} from '../kafka/diagnosis/table.ts';
import {print} from '../run/terminal/say.ts';

/** So much of the end of a log is read, in bytes: what ended a service stands there. */
const most = 8 * 1024 * 1024;

function lineEnds(bytes: Buffer): number {
	let count = 0;
	for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) count += 1;
	return count;
}

/** `from` is the number of the first line. */
type Tail = {readonly lines: readonly string[]; readonly from: number};

/** The last lines of a stream, at most `most` bytes of them. */
async function tailOf(stream: AsyncIterable<Buffer>): Promise<Tail> {
	const held: Buffer[] = [];
	let size = 0;
	let passed = 0;
	for await (const chunk of stream) {
		held.push(chunk);
		size += chunk.length;
		while (size - held[0]!.length >= most) {
			const old = held.shift()!;
			size -= old.length;
			passed += lineEnds(old);
		}
	}
	const all = Buffer.concat(held);
	const cut = all.subarray(Math.max(0, all.length - most));
	const before = passed + lineEnds(all.subarray(0, all.length - cut.length));
	const lines = cut.toString('utf8').split(/\r?\n/);
	const isWhole = all.length === cut.length && passed === 0;
	// The first of a part is the end of a line.
	return isWhole ? {lines, from: 1} : {lines: lines.slice(1), from: before + 2};
}

/** @throws InputError */
async function read(file: string): Promise<Tail> {
	try {
		return await tailOf(file === '-' ? process.stdin : createReadStream(file));
	} catch (error) {
		throw new InputError(`${file} can't be read: ${(error as Error).message}`);
	}
}

/** Each with its place, and its time where the line does not say it. */
function shown(evidence: readonly Evidence[]): readonly string[] {
	const placed = evidence.map(({source, line, time, text}) => ({
		at: `${source}:${line}`,
		text: time === undefined || text.includes(time) ? text : `${time}  ${text}`,
	}));
	const width = Math.max(...placed.map(({at}) => at.length));
	return placed.map(({at, text}) => `  ${at.padEnd(width)}  ${text}`);
}

const byHand =
	'stop the unit, then run its start command by hand, as its user, to see all that it prints: `systemctl cat UNIT` shows both (ExecStart, User).';
const whileItRuns = 'check whether it logs this again: `journalctl -u UNIT`. An error that was logged once may be over.';

function textOf(source: string, {diagnosis, chain, headline, runs}: Verdict): readonly string[] {
	if (diagnosis !== undefined) {
		const [next, ...others] = diagnosis.fixes;
		return [
			`${source}: ${runs === true ? 'still running, but it reports: ' : ''}${diagnosis.cause}`,
			'',
			...shown(diagnosis.evidence),
			'',
			`Next: ${next}`,
			...others.map(fix => `Or: ${fix}`),
			'',
			`See ${diagnosis.link}`,
		];
	}
	if (chain.length === 0) return [`${source}: nothing in it speaks of a failure`];
	return [
		`${source}: ${runs === true ? 'still running; it logged an error that is not known here' : 'no known cause'}: ${headline}`,
		'',
		...shown(chain),
		'',
		`Next: ${runs === true ? whileItRuns : byHand}`,
	];
}

/**
 * Says what a log tells of a failure: its cause, the lines that show it, what to do.
 * @returns the exit code: whether the cause is known
 * @throws InputError if the file can't be read
 */
export async function explainLog(file: string): Promise<number> {
	const {lines, from} = await read(file);
	const source = file === '-' ? 'standard input' : file;
	const verdict = diagnose(everyEntry, {source, lines, from});
	const part = from === 1 ? [] : [`Of ${source} the last ${most / 1024 / 1024} MB were read, from line ${from} on.`, ''];
	print([...part, ...textOf(source, verdict)].join('\n'));
	return verdict.diagnosis === undefined && verdict.chain.length > 0 ? exitCodes.failed : exitCodes.done;
}
