import type {ConvergeStep} from '../core/plan.ts';
import {runs} from './service/service-state.ts';

/*
 * A file that one stage writes and another stage's service reads: where that service is down, it is written where it
 * belongs; where it runs, in its own stage, in its turn.
 */

/** The step as it is while a unit runs; else it has nothing to do. */
export const whileRunning = (unit: string, step: ConvergeStep): ConvergeStep => only(unit, true, step);

/** The step as it is while a unit is down; else it has nothing to do. */
export const whileDown = (unit: string, step: ConvergeStep): ConvergeStep => only(unit, false, step);

const only = (unit: string, running: boolean, step: ConvergeStep): ConvergeStep => ({
	...step,
	check: async context => ((await runs(context, unit)) === running ? step.check(context) : []),
	async apply(context) {
		if ((await runs(context, unit)) === running) await step.apply(context);
	},
});
