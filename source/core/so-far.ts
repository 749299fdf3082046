import type {EventBody, Recap, StepRef} from './events.ts';
import type {Host} from './inventory.ts';
import type {StepResult} from './run-step.ts';
import type {Session} from './session.ts';
import {addOutcome, emptyRecap} from './state/recap.ts';

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
	/** The hosts as they are logged in to now, by name: another session after a lost link. */
	readonly sessions: Map<string, Session>;
	sessionOf(host: Host): Session;
	/** Says that a step has begun, and when. */
	begin(ref: StepRef): number;
	/** Keeps what came of a step, and says it. */
	finish(ref: StepRef, startedAt: number, result: StepResult): void;
	/** A step begins to change its host. */
	touch(): void;
	failed(): boolean;
	/** Whether a step has changed something in a stage, in any attempt. */
	changed(stage: string): boolean;
	/** Before a stage: the returned function takes back how its steps went, for another attempt. */
	mark(): () => void;
	standing(): Standing;
};

export function createSoFar(
	hosts: readonly string[],
	initial: ReadonlyMap<string, Session>,
	emit: (event: EventBody) => void,
): SoFar {
	const sessions = new Map(initial);
	let recap = emptyRecap(hosts);
	let failedStage: string | undefined;
	let touched = false;
	const changed = new Set<string>();
	return {
		sessions,
		sessionOf: host => sessions.get(host.name)!,
		begin(ref) {
			emit({type: 'step-started', ref});
			return Date.now();
		},
		finish(ref, startedAt, {session, ...result}) {
			sessions.set(ref.host, session);
			recap = addOutcome(recap, ref.host, result.outcome);
			if (result.changes.length > 0) changed.add(ref.stage);
			if (result.outcome === 'failed' || result.outcome === 'unknown' || result.outcome === 'unreachable')
				failedStage ??= ref.stage;
			emit({type: 'step-finished', ref, ...result, durationMs: Date.now() - startedAt});
		},
		touch() {
			touched = true;
		},
		failed: () => failedStage !== undefined,
		changed: stage => changed.has(stage),
		mark() {
			const before = {recap, failedStage};
			return () => {
				({recap, failedStage} = before);
			};
		},
		standing: () => ({recap, touched, ...(failedStage === undefined ? {} : {failedStage})}),
	};
}
