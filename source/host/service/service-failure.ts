import type {CommandResult} from '../../core/connection.ts';
import {StepError} from '../../core/errors.ts';
import type {Context} from '../../core/plan.ts';
import {exceptionIn, exceptionLine, isFrame} from '../exception-line.ts';
import {followCode} from './follow.ts';

/** What the lines of a service's journal mean, and which of them says so. */
export type Explain = (
	lines: readonly string[],
) => {readonly message: string; readonly hint?: string; readonly line?: string} | undefined;

export type Service = {
	readonly unit: string;
	readonly answers: {readonly what: string};
	readonly fatal: readonly string[];
	readonly explain?: Explain;
	readonly startSeconds: number;
};

/** How its process ended, if systemd has said so by then: `3/NOTIMPLEMENTED`, and the exit code unless a signal ended it. */
function ending(lines: readonly string[]): {readonly status?: string; readonly code?: number} {
	const line = lines.findLast(one => /Main process exited/.test(one)) ?? '';
	const status = /status=(\S+)/.exec(line)?.[1];
	if (status === undefined) return {};
	return line.includes('code=exited') ? {status, code: Number.parseInt(status, 10)} : {status};
}

/** `cause` is the line of an exception, if there is one. */
function generic(service: Service, lines: readonly string[], code: number, cause: string | undefined): string {
	const {unit, answers, fatal, startSeconds} = service;
	const said = cause === undefined ? '' : `: ${exceptionIn(cause)}`;
	if (code === followCode.fatal) {
		const line = lines.findLast(one => fatal.some(pattern => new RegExp(pattern).test(one)));
		return `${unit} failed to start${said === '' ? `: ${line ?? lines.at(-1)}` : said}`;
	}
	if (code === followCode.limit) return `${unit} runs, but is not ready after ${startSeconds} s: waited for ${answers.what}`;
	if (code === followCode.refused) return `systemd does not start ${unit}: ${lines.at(-1) ?? 'it says nothing about it'}`;
	const {status} = ending(lines);
	return `${unit} failed to start${status === undefined ? '' : ` (exit status ${status})`}${said}`;
}

/**
 * The lines around the cause, where it is known: a service that gives up says much more while it shuts down. Else the last 20.
 * Without the frames of stack traces, which would push the rest out of sight.
 */
function evidence(lines: readonly string[], cause: string | undefined): readonly string[] {
	const telling = lines.filter(line => !isFrame(line));
	const at = cause === undefined ? -1 : telling.lastIndexOf(cause);
	return at < 0 ? telling.slice(-20) : telling.slice(Math.max(0, at - 5), at + 3);
}

/** The error of a service that answered, and ended later; `again`: systemd has started it again. */
export function died(context: Context, service: Service, lines: readonly string[], again: boolean): StepError {
	const {unit, fatal, explain} = service;
	const cause = explain?.(lines);
	const {status, code} = ending(lines);
	const thrown = code === undefined ? undefined : exceptionLine(lines, fatal);
	const why = cause?.message ?? (thrown === undefined ? undefined : exceptionIn(thrown));
	const how = status === undefined ? '' : ` (exit status ${status})`;
	const since = again ? ', and systemd has started it again' : '';
	return new StepError(
		`${unit} on ${context.host.name} answered, and ended during the run${how}${since}${why === undefined ? '' : `: ${why}`}`,
		{
			command: `journalctl -u ${unit} -n 50`,
			...(code === undefined ? {} : {code}),
			tail: evidence(lines, cause === undefined ? thrown : cause.line),
			hint:
				cause?.hint ?? `See all it said: journalctl -u ${unit} -n 50, on ${context.host.name}. Then run the same command again.`,
		},
	);
}

/** The error of a service that doesn't come up. */
export function notStarted(context: Context, service: Service, as: string, result: CommandResult): StepError {
	const lines = `${result.stdout}\n${result.stderr}`.split(/\r?\n/).filter(line => line.trim() !== '');
	const cause = service.explain?.(lines);
	const {code} = ending(lines);
	// One that runs and only does not answer, or that a signal has ended, may have logged exceptions that have nothing to do with it.
	const gaveUp = result.code === followCode.fatal || (result.code === followCode.ended && code !== undefined);
	const thrown = gaveUp ? exceptionLine(lines, service.fatal) : undefined;
	return new StepError(`${cause?.message ?? generic(service, lines, result.code, thrown)}, on ${context.host.name}`, {
		command: as,
		...(code === undefined ? {} : {code}),
		tail: evidence(lines, cause === undefined ? thrown : cause.line),
		hint: cause?.hint ?? `See all it said: journalctl -u ${service.unit} -n 50, on ${context.host.name}.`,
	});
}
