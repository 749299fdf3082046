import type {EventBody, Mode, Recap, RunOutcome, StageOutline, StepRef} from './events.ts';
import type {Host} from './inventory.ts';
import type {Plan, Stage, Step} from './plan.ts';
import {remember} from './remember.ts';
import {type Checked, check, compare, converge, type StepResult, type StepServices} from './run-step.ts';
import type {RunServices, Session} from './session.ts';
import {addOutcome, emptyRecap} from './state/recap.ts';
import {createTurns} from './turns.ts';

export type RunOptions = {
	readonly plan: Plan;
	readonly mode: Mode;
	/** The hosts of the plan, by name. */
	readonly sessions: ReadonlyMap<string, Session>;
	readonly reconnect: (session: Session) => Promise<Session>;
	readonly emit: (event: EventBody) => void;
	readonly signal: AbortSignal;
	/** Awaited before each step: resolves at once, or when the operator lets the run go on. */
	readonly paused?: () => Promise<void>;
	/** Asked when a stage has failed and its hosts have come to rest; `retry` runs the stage again, where what is done is found done. */
	readonly afterFailure?: () => Promise<'retry' | 'stop'>;
} & Pick<StepServices, 'beforeApply'>;

/** What the plan holds, for those who draw it. */
export function outline(plan: Plan): readonly StageOutline[] {
	return plan.stages.map(stage => {
		const stepsOf = stage.begin();
		const hosts = stage.hosts.map(host => ({name: host.name, steps: stepsOf(host).map(({id, title}) => ({id, title}))}));
		return {id: stage.id, title: stage.title, hosts};
	});
}

export type RunResult = {
	readonly outcome: RunOutcome;
	readonly recap: Recap;
	/** The first stage, in the order of the plan, in which a step failed; a stage that was retried counts as it ended. */
	readonly failedStage?: string;
	/** Whether any step has begun to change its host, in any attempt; false means that every host is as it was before. */
	readonly touched: boolean;
};

/** A promise whose failure is looked at later. */
function quietly<T>(promise: Promise<T>): Promise<T> {
	promise.catch(() => {});
	return promise;
}

export const hostNames = (plan: Plan): readonly string[] => [
	...new Set(plan.stages.flatMap(stage => stage.hosts.map(host => host.name))),
];

/**
 * Runs a plan. `apply`: stage after stage, the hosts of a stage side by side, the steps of a host in order; a failure
 * lets the other hosts finish the step they are at, and ends the run with its stage. `check`: every check of every host
 * at once, for nothing changes. `test`: the probes alone.
 */
export async function run(options: RunOptions): Promise<RunResult> {
	const {plan, mode, signal} = options;
	const live = new Map(options.sessions);
	let recap = emptyRecap(hostNames(plan));
	let failedStage: string | undefined;
	let touched = false;
	const failed = () => failedStage !== undefined;

	const sessionOf = (host: Host): Session => live.get(host.name)!;
	const reconnect = async (session: Session) => {
		const next = await options.reconnect(session);
		live.set(session.host.name, next);
		return next;
	};
	const shared: StepServices = {
		emit: options.emit,
		signal,
		reconnect,
		async beforeApply(...step) {
			await options.beforeApply?.(...step);
			touched = true;
		},
	};
	const begin = (ref: StepRef) => {
		options.emit({type: 'step-started', ref});
		return Date.now();
	};
	const finish = (ref: StepRef, startedAt: number, {session, ...result}: StepResult) => {
		live.set(ref.host, session);
		recap = addOutcome(recap, ref.host, result.outcome);
		if (result.outcome === 'failed' || result.outcome === 'unknown' || result.outcome === 'unreachable')
			failedStage ??= ref.stage;
		options.emit({type: 'step-finished', ref, ...result, durationMs: Date.now() - startedAt});
	};
	const refOf = (stage: Stage, host: Host, step: Step): StepRef => ({stage: stage.id, host: host.name, step: step.id});

	const onHost = async (
		stage: Stage,
		host: Host,
		steps: readonly Step[],
		services: StepServices,
		known: ReadonlyMap<Step, Promise<Checked>>,
	) => {
		let fresh = known;
		for (const step of steps) {
			const assertion = step.apply === undefined;
			// All that is wrong with the hosts is told at once; anything else stops at the first failure.
			await options.paused?.();
			if (signal.aborted || (failed() && !assertion)) return;
			const ref = refOf(stage, host, step);
			const startedAt = begin(ref);
			const result = await converge(sessionOf(host), ref, step, services, fresh.get(step));
			if (result.outcome !== 'ok' && !assertion) fresh = new Map();
			finish(ref, startedAt, result);
			if (failed()) services.turns?.refuseAll(host.name);
		}
	};

	const applyStage = async (stage: Stage) => {
		const stepsOf = stage.begin();
		const all = stage.hosts.map(host => ({host, steps: stepsOf(host)}));
		if (mode === 'apply') {
			const turns = createTurns(stage.hosts.map(({name}) => name));
			const services: StepServices = {...shared, turns};
			await Promise.all(
				all.map(async ({host, steps}) => {
					// Asked together, for one round trip; once a step has changed something, what was said of the later ones is stale.
					const known = new Map<Step, Promise<Checked>>();
					const converging = steps.filter(step => step.check !== undefined);
					for (const step of converging)
						known.set(step, quietly(check(sessionOf(host), refOf(stage, host, step), step, services)));
					await onHost(stage, host, converging, services, known);
					turns.leave(host.name);
				}),
			);
		}
		if (failed() || signal.aborted) return;
		// Test commands speak of all members, so they wait until every host has converged.
		await Promise.all(
			all.map(({host, steps}) =>
				onHost(
					stage,
					host,
					steps.filter(step => step.check === undefined),
					shared,
					new Map(),
				),
			),
		);
	};

	const checkAll = async () => {
		for (const [name, session] of live) live.set(name, {...session, connection: remember(session.connection)});
		const services: RunServices = {emit: options.emit, signal};
		const asked = plan.stages.flatMap(stage => {
			const stepsOf = stage.begin();
			return stage.hosts.flatMap(host =>
				stepsOf(host).map(step => {
					const ref = refOf(stage, host, step);
					return {ref, result: compare(sessionOf(host), ref, step, services)};
				}),
			);
		});
		for (const {ref, result} of asked) finish(ref, begin(ref), await result);
	};

	if (mode === 'check') {
		await checkAll();
	} else {
		for (const stage of plan.stages) {
			const before = recap;
			await applyStage(stage);
			while (failed() && !signal.aborted && (await options.afterFailure?.()) === 'retry') {
				// What counts is how the stage went in the end.
				recap = before;
				failedStage = undefined;
				await applyStage(stage);
			}
			if (failed() || signal.aborted) break;
		}
	}
	const outcome = failed() ? 'failed' : signal.aborted ? 'cancelled' : 'succeeded';
	return {outcome, recap, touched, ...(failedStage === undefined ? {} : {failedStage})};
}
