import type {OperationId} from '../events.ts';

type Words = {
	/** In front of the name of a cluster, for a run that does it. */
	readonly verb: string;
	/** The same for a run that only looks. */
	readonly plan: string;
	/** What a run that only looks shows. */
	readonly dryRun: string;
	/** After "is being". */
	readonly happening: string;
};

/** What each operation is called. */
export const operationWords: Readonly<Record<OperationId, Words>> = {
	install: {verb: 'Apply', plan: 'PLAN for', dryRun: 'what apply would change', happening: 'installed'},
	destroy: {verb: 'Destroy', plan: 'PLAN to destroy', dryRun: 'what destroy would remove', happening: 'removed'},
};
