import type {Plan} from './plan.ts';
import {compare, type StepResult} from './run-step.ts';
import type {RunServices} from './session.ts';
import type {Sessions} from './sessions.ts';
import type {SoFar} from './so-far.ts';
import {refOf} from './step-ref.ts';

/** What an earlier step of a host makes is there when a later one asks for the same, such as a group of an account. */
function onceOnHost() {
	const planned = new Map<string, Set<string>>();
	return (host: string, result: StepResult): StepResult => {
		const {outcome, changes} = result;
		if (outcome !== 'changed') return result;
		const known = planned.get(host) ?? new Set();
		planned.set(host, known);
		const isKnown = changes.every(({what}) => known.has(what));
		for (const {what} of changes) known.add(what);
		return isKnown ? {...result, outcome: 'ok', changes: []} : result;
	};
}

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
	const once = onceOnHost();
	for (const {ref, result} of asked) finish(ref, begin(ref), once(ref.host, await result));
}
