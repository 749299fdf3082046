import type {Mode} from './events.ts';
import type {Host} from './inventory.ts';
import type {Stage, Step} from './plan.ts';
import {type Checked, check, converge, type StepServices} from './run-step.ts';
import type {SoFar} from './so-far.ts';
import {refOf} from './step-ref.ts';
import {createTurns} from './turns.ts';

export type Applying = {
	readonly soFar: SoFar;
	readonly services: StepServices;
	/** Awaited before each step. */
	readonly paused: (() => Promise<void>) | undefined;
	/** Tests run the commands that an operator would type, whether something of their stage changed or not. */
	readonly thorough: boolean;
};

/** A promise whose failure is looked at later. */
function quietly<T>(promise: Promise<T>): Promise<T> {
	promise.catch(() => {});
	return promise;
}

/** The given steps of one host, in order. `known`: what their checks, asked ahead, say. */
async function onHost(
	stage: Stage,
	{host, steps}: {readonly host: Host; readonly steps: readonly Step[]},
	{soFar, services, paused}: Applying,
	known: ReadonlyMap<Step, Promise<Checked>>,
): Promise<void> {
	let fresh = known;
	for (const step of steps) {
		const assertion = step.apply === undefined;
		// Every failed assertion is reported in one run; anything else stops at the first failure.
		await paused?.();
		if (services.signal.aborted || (soFar.failed() && !assertion)) return;
		const ref = refOf(stage, host, step);
		const startedAt = soFar.begin(ref);
		const result = await converge(soFar.sessionOf(host), ref, step, services, fresh.get(step));
		if (result.outcome !== 'ok' && !assertion) fresh = new Map();
		soFar.finish(ref, startedAt, result);
		if (soFar.failed()) services.turns?.refuseAll(host.name);
	}
}

/** One attempt of a stage, its hosts side by side: `apply` brings them to what is wanted and then tests them, `test` only tests. */
export async function applyStage(stage: Stage, mode: Mode, applying: Applying): Promise<void> {
	const {soFar, services} = applying;
	const stepsOf = stage.begin();
	const all = stage.hosts.map(host => ({host, steps: stepsOf(host)}));
	if (mode === 'apply') {
		const turns = createTurns(stage.hosts.map(({name}) => name));
		const inTurns: Applying = {...applying, services: {...services, turns}};
		await Promise.all(
			all.map(async ({host, steps}) => {
				// Asked together, for one round trip; once a step has changed something, what was said of the later ones is stale.
				const known = new Map<Step, Promise<Checked>>();
				const converging = steps.filter(step => step.check !== undefined);
				for (const step of converging)
					known.set(step, quietly(check(soFar.sessionOf(host), refOf(stage, host, step), step, inTurns.services)));
				await onHost(stage, {host, steps: converging}, inTurns, known);
				turns.leave(host.name);
			}),
		);
	}
	if (soFar.failed() || services.signal.aborted) return;
	const byCommands = () => applying.thorough || mode === 'test' || soFar.changed(stage.id);
	const testing: Applying = {...applying, services: {...services, byCommands}};
	// Test commands speak of all members, so they wait until every host has converged.
	await Promise.all(
		all.map(({host, steps}) => {
			const probes = steps.filter(step => step.check === undefined);
			return onHost(stage, {host, steps: probes}, testing, new Map());
		}),
	);
}
