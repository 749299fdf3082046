import type {EventBody, Outcome, Recap, StepRef} from './events.ts';
import type {StepResult} from './run-step.ts';
import {addOutcome, emptyRecap} from './state/recap.ts';
import {isFailed} from './state/run-state.ts';

/** How a run stands, and in the end how it went. */
export type Standing = {
	readonly recap: Recap;
	/** The first stage, in the order of the plan, in which a step failed; a stage that was retried counts as it ended. */
	readonly failedStage?: string;
	/** Whether any step has begun to change its host, in any attempt; false means that every host is as it was before. */
	readonly touched: boolean;
};

/** What has come of a run so far. */
export type SoFar = {
	/** Says that a step has begun, and when. */
	begin(ref: StepRef): number;
	/** Keeps what came of a step, and says it; of one that had ended before, in place of what was kept. */
	finish(ref: StepRef, startedAt: number, result: StepResult): void;
	/** A step begins to change its host. */
	touch(): void;
	/** The first stage of the plan that has failed, if any has. */
	failedStage(): string | undefined;
	/** Calls back with the host whenever a step fails. */
	onFailure(listener: (host: string) => void): void;
	/** Whether a step has changed something in a stage, in any attempt. */
	changed(stage: string): boolean;
	/** Takes back how the steps of these stages went, for another attempt of them. */
	takeBack(stages: readonly string[]): void;
	standing(): Standing;
};

/** `stages`: their ids, in the order of the plan. */
export function createSoFar(hosts: readonly string[], stages: readonly string[], emit: (event: EventBody) => void): SoFar {
	const results = new Map<string, readonly {readonly host: string; readonly step: string; readonly outcome: Outcome}[]>();
	const changed = new Set<string>();
	const listeners: ((host: string) => void)[] = [];
	let touched = false;
	const of = (stage: string) => results.get(stage) ?? [];
	const failedStage = () => stages.find(id => of(id).some(({outcome}) => isFailed(outcome)));
	return {
		begin(ref) {
			emit({type: 'step-started', ref});
			return Date.now();
		},
		finish(ref, startedAt, result) {
			const {host, step} = ref;
			const others = of(ref.stage).filter(one => one.host !== host || one.step !== step);
			results.set(ref.stage, [...others, {host, step, outcome: result.outcome}]);
			if (result.changes.length > 0) changed.add(ref.stage);
			emit({type: 'step-finished', ref, ...result, durationMs: Date.now() - startedAt});
			if (isFailed(result.outcome)) for (const listener of listeners) listener(ref.host);
		},
		touch() {
			touched = true;
		},
		failedStage,
		onFailure(listener) {
			listeners.push(listener);
		},
		changed: stage => changed.has(stage),
		takeBack(ids) {
			for (const id of ids) results.delete(id);
		},
		standing() {
			const recap = [...results.values()]
				.flat()
				.reduce((sum, {host, outcome}) => addOutcome(sum, host, outcome), emptyRecap(hosts));
			const failed = failedStage();
			return {recap, touched, ...(failed === undefined ? {} : {failedStage: failed})};
		},
	};
}
