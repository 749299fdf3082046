import type {CommandResult} from '../../core/connection.ts';
import {StepError} from '../../core/errors.ts';
import type {Context} from '../../core/plan.ts';
import {around} from '../diagnosis/around.ts';
import {diagnose, type Verdict} from '../diagnosis/diagnose.ts';
import type {Entry} from '../diagnosis/entry.ts';
import {newestLines} from '../newest-lines.ts';
import {followCode} from './follow.ts';

export type Service = {
	readonly unit: string;
	readonly answers: {readonly what: string};
	readonly fatal: readonly string[];
	/** What is known of why it fails. */
	readonly causes?: readonly Entry[];
	readonly startSeconds: number;
};

/** How its process ended, if systemd has said so by then: `3/NOTIMPLEMENTED`, and the exit code unless a signal ended it. */
function ending(lines: readonly string[]): {readonly status?: string; readonly code?: number} {
	const line = lines.findLast(one => /Main process exited/.test(one)) ?? '';
	const status = /status=(\S+)/.exec(line)?.[1];
	if (status === undefined) return {};
	return line.includes('code=exited') ? {status, code: Number.parseInt(status, 10)} : {status};
}

/** What it gave up with, in its own words: how it ended is told without them. */
const ownWords = ({headline}: Verdict) =>
	headline !== undefined && /process exited, code=/.test(headline) ? undefined : headline;

/** `thrown` is what it gave up with, if that is known. */
function generic(service: Service, lines: readonly string[], code: number, thrown: string | undefined): string {
	const {unit, answers, fatal, startSeconds} = service;
	const said = thrown === undefined ? '' : `: ${thrown}`;
	if (code === followCode.fatal) {
		const line = lines.findLast(one => fatal.some(pattern => new RegExp(pattern).test(one)));
		return `${unit} failed to start${said === '' ? `: ${line ?? lines.at(-1)}` : said}`;
	}
	if (code === followCode.limit) return `${unit} runs, but is not ready after ${startSeconds} s: waited for ${answers.what}`;
	if (code === followCode.refused) return `systemd does not start ${unit}: ${lines.at(-1) ?? 'it says nothing about it'}`;
	const {status} = ending(lines);
	return `${unit} failed to start${status === undefined ? '' : ` (exit status ${status})`}${said}`;
}

/** The error of a service that answered, and ended later; `again`: systemd has started it again. */
export function died(context: Context, service: Service, lines: readonly string[], again: boolean): StepError {
	const {unit} = service;
	const {name} = context.host;
	const {status, code} = ending(lines);
	const verdict = diagnose(service.causes ?? [], {source: unit, lines});
	const {diagnosis} = verdict;
	// What a signal has ended may have logged exceptions that have nothing to do with it.
	const why = diagnosis?.cause ?? (code === undefined ? undefined : ownWords(verdict));
	const how = status === undefined ? '' : ` (exit status ${status})`;
	const since = again ? ', and systemd has started it again' : '';
	const journal = `journalctl -u ${unit} -n 50`;
	return new StepError(
		`${unit} on ${name} answered, and ended during the run${how}${since}${why === undefined ? '' : `: ${why}`}`,
		{
			command: journal,
			code,
			tail: around(lines, why === undefined ? {chain: []} : verdict),
			hint: diagnosis?.fixes.join('\n') ?? `See all it said: ${journal}, on ${name}. Then run the same command again.`,
			diagnosis,
		},
	);
}

/** What to do where nobody knows why: all that it says, and the start by hand. */
const byHand = ({unit}: Service, as: string, host: string) =>
	`See all it said: journalctl -u ${unit} -n 50, on ${host}. By hand: stop the unit (systemctl stop ${unit}), then run its command there as its user (systemctl show -p User ${unit}): ${as}`;

/** The error of a service that doesn't come up. */
export function notStarted(context: Context, service: Service, as: string, result: CommandResult): StepError {
	const {name} = context.host;
	const lines = newestLines(`${result.stdout}\n${result.stderr}`);
	const {code} = ending(lines);
	// One that runs and only does not answer, or that a signal has ended, may have logged exceptions that have nothing to do with it.
	const gaveUp = result.code === followCode.fatal || (result.code === followCode.ended && code !== undefined);
	const verdict = diagnose(service.causes ?? [], {source: service.unit, lines});
	const {diagnosis} = verdict;
	const thrown = gaveUp ? ownWords(verdict) : undefined;
	return new StepError(`${diagnosis?.cause ?? generic(service, lines, result.code, thrown)}, on ${name}`, {
		command: as,
		code,
		tail: around(lines, diagnosis === undefined && thrown === undefined ? {chain: []} : verdict),
		hint: diagnosis?.fixes.join('\n') ?? byHand(service, as, name),
		diagnosis,
	});
}
