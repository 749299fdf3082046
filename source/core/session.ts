import type {Command} from './command.ts';
import type {Connection, ExecOptions, OutputStream} from './connection.ts';
import {CancelledError, LinkLostError} from './errors.ts';
import type {EventBody, Findings, Report, StepRef} from './events.ts';
import type {Facts} from './facts.ts';
import type {Host} from './inventory.ts';
import type {Context} from './plan.ts';
import type {Turns} from './turns.ts';

/** A host that we are logged in to. */
export type Session = {readonly host: Host; readonly connection: Connection; readonly facts: Facts};

export type RunServices = {
	readonly emit: (event: EventBody) => void;
	readonly signal: AbortSignal;
	/** Absent where nothing may be changed. */
	readonly turns?: Turns;
	/** Whether tests run the commands that an operator would type. */
	readonly byCommands?: () => boolean;
	/** Commands run beside those of other steps, so that neither waits for the other. */
	readonly beside?: boolean;
	/** It changes the host, or proves what was changed: its commands take as long as they take. */
	readonly long?: boolean;
};

/** The context of one check or apply, and what it leaves to be said. */
export function contextOf(
	session: Session,
	ref: StepRef,
	{emit, signal, turns, byCommands = () => true, beside = false, long = false}: RunServices,
): Context & Findings {
	const notes: string[] = [];
	const reports: Report[] = [];
	const {connection} = session;
	const exec = (command: Command, options?: ExecOptions) =>
		connection.exec(command, beside || long ? {...options, ...(beside ? {beside} : {}), ...(long ? {long} : {})} : options);
	return {
		host: session.host,
		facts: session.facts,
		signal,
		notes,
		reports,
		exec,
		dial: (host, port) => connection.dial(host, port),
		async show(command, {as = command.text, onOutput, ...options} = {}) {
			emit({type: 'command-started', ref, command: as});
			try {
				const result = await exec(command, {
					...options,
					onOutput(stream, text) {
						emit({type: 'output', ref, stream, text});
						onOutput?.(stream, text);
					},
				});
				emit({type: 'command-finished', ref, command: as, code: result.code});
				return result;
			} catch (error) {
				if (error instanceof LinkLostError) emit({type: 'command-finished', ref, command: as, code: null});
				throw error;
			}
		},
		async ask(what, {text: command}, ask, linesOf) {
			const said = (stream: OutputStream, lines: readonly string[]) => {
				if (lines.length > 0) emit({type: 'output', ref, stream, text: `${lines.join('\n')}\n`});
			};
			emit({type: 'command-started', ref, command, asked: what});
			try {
				const answer = await ask();
				said('stdout', linesOf(answer));
				emit({type: 'command-finished', ref, command, code: 0});
				return answer;
			} catch (error) {
				const lost = error instanceof LinkLostError;
				if (!lost) said('stderr', [(error as Error).message]);
				emit({type: 'command-finished', ref, command, code: lost ? null : 1});
				throw error;
			}
		},
		byCommands,
		waiting: what => emit({type: 'step-waiting', ref, for: what}),
		progress: (bytes, of) => emit({type: 'step-progress', ref, bytes, of}),
		note: text => {
			notes.push(text);
		},
		report: report => {
			reports.push(report);
		},
		async turn({last} = {}) {
			if (turns === undefined) throw new CancelledError('nothing may be changed now');
			if (turns.has(ref.host)) return;
			const goesLast = (await last?.()) ?? false;
			emit({type: 'step-waiting', ref, for: 'its turn'});
			await turns.take(ref.host, {last: goesLast});
		},
		async stepBack(reason) {
			if (turns === undefined) throw new CancelledError('nothing may be changed now');
			await turns.stepBack(ref.host, reason, busy => emit({type: 'step-waiting', ref, for: `${busy.join(', ')}, as ${reason}`}));
		},
		up: () => turns?.up(ref.host),
	};
}
