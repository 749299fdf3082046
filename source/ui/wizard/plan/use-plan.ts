import {useEffect, useState} from 'react';
import type {Failure} from '../../../core/events.ts';
import {failureOf} from '../../../core/failure.ts';
import type {PlanSummary, TypedSecrets, WizardFunctions} from '../wizard-functions.ts';

export type Planned = {
	readonly summary?: PlanSummary;
	/** Why there is no plan. */
	readonly problem?: Failure;
	/** What is being read. */
	readonly progress: string;
};

/** The plan of a cluster file at a path; made again when one of the two changes, or `attempt`. */
export function usePlan(
	text: string | undefined,
	path: string,
	attempt: number,
	typed: TypedSecrets,
	plan: WizardFunctions['plan'],
): Planned {
	const [planned, set] = useState<Planned>({progress: ''});
	useEffect(() => {
		let live = true;
		set({progress: 'reading the hosts'});
		if (text === undefined) return undefined;
		plan(text, path, typed, progress => live && set({progress})).then(
			summary => live && set({summary, progress: ''}),
			(error: unknown) => live && set({problem: failureOf(error), progress: ''}),
		);
		return () => {
			live = false;
		};
	}, [text, path, attempt, typed, plan]);
	return planned;
}
