import type {
	Change,
	EventBody,
	Failure,
	Mode,
	Outcome,
	Report,
	RunEvent,
	RunOutcome,
	StageOutline,
	StepRef,
} from '../../source/core/events.ts';
import {addOutcome, emptyRecap} from '../../source/core/state/recap.ts';

/** `{kafka: {'kafka-01': ['install', 'start']}}`: stages, hosts and steps by id, whose titles are their ids in capitals. */
export type Shape = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

const titled = (id: string) => id[0]!.toUpperCase() + id.slice(1).replaceAll('-', ' ');

export const outlineOf = (shape: Shape): readonly StageOutline[] =>
	Object.entries(shape).map(([id, hosts]) => ({
		id,
		title: titled(id),
		hosts: Object.entries(hosts).map(([name, steps]) => ({name, steps: steps.map(step => ({id: step, title: titled(step)}))})),
	}));

export const firstMoment = Date.UTC(2026, 10, 23, 12);

type Result = {
	readonly changes?: readonly Change[];
	readonly notes?: readonly string[];
	readonly reports?: readonly Report[];
	readonly failure?: Failure;
};

/** Tells the story of a run, event by event, on a clock of its own that only `wait` moves. A ref is `stage/host/step`. */
export function story(mode: Mode, shape: Shape, emit: (event: RunEvent) => void) {
	const stages = outlineOf(shape);
	const names = [...new Set(Object.values(shape).flatMap(hosts => Object.keys(hosts)))];
	const started = new Map<string, number>();
	let recap = emptyRecap(names);
	let now = firstMoment;

	const say = (body: EventBody) => emit({at: new Date(now).toISOString(), ...body} as RunEvent);
	const refOf = (path: string): StepRef => {
		const [stage = '', host = '', step = ''] = path.split('/');
		return {stage, host, step};
	};

	const teller = {
		now: () => now,
		wait(ms: number) {
			now += ms;
		},
		begin: () => say({type: 'run-started', format: 2, version: '0.1.0', cluster: 'payments', mode, operation: 'install', stages}),
		settled: (settled: Shape) => say({type: 'plan-settled', stages: outlineOf(settled)}),
		connected: (host: string, durationMs = 400) =>
			say({type: 'host-connected', host, address: `${host}:22`, user: 'root', os: 'Debian GNU/Linux 12 (bookworm)', durationMs}),
		start(path: string) {
			started.set(path, now);
			say({type: 'step-started', ref: refOf(path)});
		},
		/** A host of which settings of ssh_config are not followed. */
		connectedBut: (host: string, notFollowed: readonly string[]) =>
			say({type: 'host-connected', host, address: `${host}:22`, user: 'root', os: 'Debian', notFollowed, durationMs: 400}),
		waiting: (path: string, what: string) => say({type: 'step-waiting', ref: refOf(path), for: what}),
		progress: (path: string, bytes: number, of: number) => say({type: 'step-progress', ref: refOf(path), bytes, of}),
		command: (path: string, command: string) => say({type: 'command-started', ref: refOf(path), command}),
		ask: (path: string, asked: string, command: string) => say({type: 'command-started', ref: refOf(path), command, asked}),
		output: (path: string, text: string, stream: 'stdout' | 'stderr' = 'stdout') =>
			say({type: 'output', ref: refOf(path), stream, text}),
		exit: (path: string, command: string, code: number | null) =>
			say({type: 'command-finished', ref: refOf(path), command, code}),
		/** A command, its output, and its exit code. */
		ran(path: string, command: string, output: string, code = 0) {
			teller.command(path, command);
			teller.output(path, output);
			teller.exit(path, command, code);
		},
		finish(path: string, outcome: Outcome, {changes = [], notes = [], reports = [], failure}: Result = {}) {
			const ref = refOf(path);
			recap = addOutcome(recap, ref.host, outcome);
			const durationMs = now - (started.get(path) ?? now);
			say({
				type: 'step-finished',
				ref,
				outcome,
				changes,
				notes,
				reports,
				durationMs,
				...(failure === undefined ? {} : {failure}),
			});
		},
		/** A step from start to end, `ms` long. */
		step(path: string, outcome: Outcome, result: Result = {}, ms = 100) {
			teller.start(path);
			now += ms;
			teller.finish(path, outcome, result);
		},
		unreachable(host: string) {
			recap = addOutcome(recap, host, 'unreachable');
		},
		end: (outcome: RunOutcome, failure?: Failure) =>
			say({type: 'run-finished', outcome, recap, durationMs: now - firstMoment, ...(failure === undefined ? {} : {failure})}),
	};
	return teller;
}
