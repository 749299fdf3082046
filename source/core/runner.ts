import {applyStage} from './apply-stage.ts';
import {checkPlan} from './check-plan.ts';
import type {EventBody, Mode, RunOutcome, StageOutline} from './events.ts';
import type {Plan} from './plan.ts';
import type {StepServices} from './run-step.ts';
import type {Session} from './session.ts';
import {createSoFar, type Standing} from './so-far.ts';

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
	/** Tests run the commands that an operator would type in any case; else only where something of their stage changed. */
	readonly thorough?: boolean;
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

export type RunResult = Standing & {readonly outcome: RunOutcome};

export const hostNames = (plan: Plan): readonly string[] => [
	...new Set(plan.stages.flatMap(stage => stage.hosts.map(host => host.name))),
];

/**
 * Runs a plan. `apply`: stage after stage, the hosts of a stage side by side, the steps of a host in order; a failure
 * lets the other hosts finish the step they are at, and ends the run with its stage. `check`: every check of every host
 * at once, for nothing changes. `test`: the probes alone.
 */
export async function run(options: RunOptions): Promise<RunResult> {
	const {plan, mode, emit, signal, paused} = options;
	const soFar = createSoFar(hostNames(plan), options.sessions, emit);
	const services: StepServices = {
		emit,
		signal,
		async reconnect(session) {
			const next = await options.reconnect(session);
			soFar.sessions.set(session.host.name, next);
			return next;
		},
		async beforeApply(...step) {
			await options.beforeApply?.(...step);
			soFar.touch();
		},
	};

	if (mode === 'check') {
		await checkPlan(plan, soFar, {emit, signal});
	} else {
		const applying = {soFar, services, paused, thorough: options.thorough ?? false};
		for (const stage of plan.stages) {
			const takeBack = soFar.mark();
			await applyStage(stage, mode, applying);
			while (soFar.failed() && !signal.aborted && (await options.afterFailure?.()) === 'retry') {
				// What counts is how the stage went in the end.
				takeBack();
				await applyStage(stage, mode, applying);
			}
			if (soFar.failed() || signal.aborted) break;
		}
	}
	const outcome = soFar.failed() ? 'failed' : signal.aborted ? 'cancelled' : 'succeeded';
	return {outcome, ...soFar.standing()};
}
