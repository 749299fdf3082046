import type {Mode} from './events.ts';
import type {Host} from './inventory.ts';
import type {Stage, Step} from './plan.ts';
import {remember} from './remember.ts';
import {type Checked, check, converge, type StepServices} from './run-step.ts';
import type {Sessions} from './sessions.ts';
import type {SoFar} from './so-far.ts';
import {refOf} from './step-ref.ts';
import {createTurns} from './turns.ts';

export type Applying = {
	readonly mode: Mode;
	readonly sessions: Sessions;
	readonly soFar: SoFar;
	readonly services: StepServices;
	/** Awaited before each step. */
	readonly paused: (() => Promise<void>) | undefined;
	/** Whether the tests of a stage run the commands that an operator would type though nothing of it has changed in this run. */
	readonly thorough: (stage: string) => boolean;
	/** Told of each stage of which every test has passed, by commands. */
	readonly tested: ((stage: string) => void) | undefined;
};

/** One attempt of a stage, its hosts side by side. */
export type Attempt = {
	/** Brings the hosts to what is wanted. */
	converge(): Promise<void>;
	/** Tests them. Whether every test was run, and has passed. */
	test(): Promise<boolean>;
	/** Whether what was brought about has lasted. */
	lasts(): Promise<boolean>;
};

/** A promise whose failure is looked at later. */
export function quietly<T>(promise: Promise<T>): Promise<T> {
	promise.catch(() => {});
	return promise;
}

/** The given steps of one host, in order. `known`: what their checks, asked ahead, say. Whether all of them were run, and went well. */
async function onHost(
	stage: Stage,
	{host, steps}: {readonly host: Host; readonly steps: readonly Step[]},
	{sessions, soFar, services, paused}: Applying,
	known: ReadonlyMap<Step, Promise<Checked>>,
): Promise<boolean> {
	let fresh = known;
	let well = true;
	for (const step of steps) {
		const assertion = step.apply === undefined;
		await paused?.();
		const failed = soFar.failedStage();
		// Every failed assertion of a stage is reported in one run; anything else stops at the first failure.
		if (services.signal.aborted || (failed !== undefined && !(assertion && failed === stage.id))) return false;
		const ref = refOf(stage, host, step);
		const startedAt = soFar.begin(ref);
		const result = await converge(sessions.of(host), ref, step, services, fresh.get(step));
		if (result.outcome !== 'ok' && !assertion) fresh = new Map();
		soFar.finish(ref, startedAt, result);
		well &&= result.failure === undefined;
	}
	return well;
}

/** Looks once more at what a step brought about; of what has lasted nothing is said. */
async function lasts(stage: Stage, host: Host, step: Step, {sessions, soFar, services}: Applying): Promise<boolean> {
	const {id, title, lasts: look} = step;
	if (look === undefined) return true;
	const ref = refOf(stage, host, step);
	const startedAt = Date.now();
	const result = await converge(sessions.of(host), ref, {id, title, apply: look}, services);
	if (result.failure !== undefined) soFar.finish(ref, startedAt, result);
	return result.failure === undefined;
}

export function beginStage(stage: Stage, applying: Applying): Attempt {
	const {mode, sessions, soFar, services} = applying;
	const stepsOf = stage.begin();
	const all = stage.hosts.map(host => ({host, steps: stepsOf(host)}));
	return {
		async converge() {
			const turns = createTurns(stage.hosts.map(({name}) => name));
			soFar.onFailure(turns.refuseAll);
			const inTurns: Applying = {...applying, services: {...services, turns}};
			await Promise.all(
				all.map(async ({host, steps}) => {
					// Asked together, for one round trip, and equal questions once; once a step has changed something, what was said of
					// the later ones is stale.
					const session = sessions.of(host);
					const asking = {...session, connection: remember(session.connection)};
					const known = new Map<Step, Promise<Checked>>();
					const converging = steps.filter(step => step.check !== undefined);
					for (const step of converging)
						known.set(step, quietly(check(asking, refOf(stage, host, step), step, inTurns.services)));
					await onHost(stage, {host, steps: converging}, inTurns, known);
					turns.leave(host.name);
				}),
			);
		},
		async test() {
			const commands = mode === 'test' || soFar.changed(stage.id) || applying.thorough(stage.id);
			// They take seconds, and in a run that changes things the next stage goes on meanwhile.
			const beside = mode === 'apply' && commands;
			const testing: Applying = {...applying, services: {...services, byCommands: () => commands, beside}};
			const probes = all.map(({host, steps}) => ({host, steps: steps.filter(step => step.check === undefined)}));
			const well = await Promise.all(probes.map(one => onHost(stage, one, testing, new Map())));
			const passed = well.every(Boolean);
			if (passed && commands) applying.tested?.(stage.id);
			return passed;
		},
		async lasts() {
			const well = await Promise.all(all.flatMap(({host, steps}) => steps.map(step => lasts(stage, host, step, applying))));
			return well.every(Boolean);
		},
	};
}
