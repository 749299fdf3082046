import {CancelledError, StepError} from '../../core/errors.ts';
import type {RunEvent} from '../../core/events.ts';
import {reduce} from '../../core/state/reduce.ts';
import {noRun, type RunState} from '../../core/state/run-state.ts';
import {headingText} from '../../reporters/heading-text.ts';
import {createLook} from '../../reporters/look.ts';
import {planText} from '../../reporters/plan-text.ts';
import {type Execution, execute} from '../../run/execute.ts';
import {lookOf} from '../../run/terminal/surface.ts';

export type Preview = {
	/** What would be taken away, in lines for a person. */
	readonly text: string;
	readonly changes: number;
	readonly problem?: unknown;
};

/** Looks at the hosts for what would be taken away, and changes nothing. */
export async function preview(execution: Omit<Execution, 'mode' | 'emit'>): Promise<Preview> {
	let state: RunState = noRun;
	const emit = (event: RunEvent) => {
		state = reduce(state, event);
	};
	const finished = await execute({...execution, mode: 'check', emit});
	const look = createLook({...lookOf(process.env, process), verbose: false, columns: process.stdout.columns ?? 80});
	const text = [...headingText(state, look), ...state.stages.flatMap(stage => planText(stage, look))].join('\n');
	const changes = finished.recap.total.changed;
	const [failure] = state.failures;
	if (finished.outcome === 'succeeded') return {text, changes};
	const stepFailed = failure && new StepError(`${failure.ref.host}: ${failure.failure.message}`, failure.failure);
	return {text, changes, problem: finished.error ?? stepFailed ?? new CancelledError('stopped before anything was changed')};
}
