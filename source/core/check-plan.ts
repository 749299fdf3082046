import type {Plan} from './plan.ts';
import {compare} from './run-step.ts';
import type {RunServices} from './session.ts';
import type {Sessions} from './sessions.ts';
import type {SoFar} from './so-far.ts';
import {refOf} from './step-ref.ts';

/** Asks every check of every host at once, for nothing changes; tells what they say in the order of the plan. */
export async function checkPlan(plan: Plan, sessions: Sessions, {begin, finish}: SoFar, services: RunServices): Promise<void> {
	const asked = plan.stages.flatMap(stage => {
		const stepsOf = stage.begin();
		return stage.hosts.flatMap(host =>
			stepsOf(host).map(step => {
				const ref = refOf(stage, host, step);
				return {ref, result: compare(sessions.of(host), ref, step, services)};
			}),
		);
	});
	for (const {ref, result} of asked) finish(ref, begin(ref), await result);
}
