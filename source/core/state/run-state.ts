import type {Change, Counts, Failure, Mode, OperationId, Outcome, Recap, RunOutcome, StepRef} from '../events.ts';
import {emptyRecap} from './recap.ts';

/** How a step, a host within a stage, or a stage stands. */
export type Status = 'pending' | 'running' | Outcome;

/** Lines of output kept per step. */
export const tailLength = 20;

export type StepState = {
	readonly id: string;
	readonly title: string;
	readonly status: Status;
	/** Milliseconds since 1970, as all times here; absent until it began. */
	readonly startedAt?: number;
	readonly durationMs?: number;
	/** The command that runs, or the last one shown. */
	readonly command?: string;
	/** What is asked of a service in place of it. */
	readonly asked?: string;
	/** What it waits for, until something else is heard of it. */
	readonly waiting?: string;
	readonly progress?: {readonly bytes: number; readonly of: number};
	/** The last lines of output, safe to print; kept while it runs and if it failed. */
	readonly tail: readonly string[];
	/** The raw beginnings of the lines that are not complete yet. */
	readonly held: {readonly stdout: string; readonly stderr: string};
	readonly changes: readonly Change[];
	readonly notes: readonly string[];
	readonly failure?: Failure;
};

export type HostState = {
	readonly name: string;
	readonly status: Status;
	readonly steps: readonly StepState[];
	readonly counts: Counts;
	readonly startedAt?: number;
	readonly finishedAt?: number;
};

export type StageState = {
	readonly id: string;
	readonly title: string;
	readonly status: Status;
	readonly hosts: readonly HostState[];
	readonly counts: Counts;
	readonly startedAt?: number;
	readonly finishedAt?: number;
};

export type StepFailure = {
	readonly ref: StepRef;
	readonly outcome: Outcome;
	readonly durationMs: number;
	readonly failure: Failure;
};

/** Where a run stands: all that a view needs, made of nothing but its events. */
export type RunState = {
	readonly status: 'pending' | 'running' | RunOutcome;
	readonly version: string;
	readonly cluster: string;
	readonly mode: Mode;
	/** Whether it takes away what others have put on the hosts. */
	readonly operation: OperationId;
	readonly startedAt?: number;
	readonly durationMs?: number;
	readonly stages: readonly StageState[];
	/** Steps that have an outcome, of `steps` in all. */
	readonly done: number;
	readonly steps: number;
	readonly recap: Recap;
	/** What tests could not prove, each once. */
	readonly unproven: readonly string[];
	/** What is left for the operator to do, each once. */
	readonly todos: readonly string[];
	/** In the order in which they came. */
	readonly failures: readonly StepFailure[];
	/** What stopped the run outside of any step. */
	readonly failure?: Failure;
};

/** The state before the first event. */
export const noRun: RunState = {
	status: 'pending',
	version: '',
	cluster: '',
	mode: 'apply',
	operation: 'install',
	stages: [],
	done: 0,
	steps: 0,
	recap: emptyRecap([]),
	unproven: [],
	todos: [],
	failures: [],
};

const worstFirst: readonly Outcome[] = ['failed', 'unknown', 'unreachable', 'cancelled', 'changed', 'ok', 'skipped'];

/** The outcome of a whole whose parts have these: the one an operator most needs to hear of; of no parts `ok`. */
export function worst(outcomes: readonly Status[]): Outcome {
	return worstFirst.find(outcome => outcomes.includes(outcome)) ?? 'ok';
}

/** Of these outcomes a run ends red. */
export const isFailed = (status: Status): boolean => status === 'failed' || status === 'unknown' || status === 'unreachable';

export const isFinished = (status: Status): status is Outcome => status !== 'pending' && status !== 'running';
