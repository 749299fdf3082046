import type {RunEvent} from '../../core/events.ts';
import {reduce} from '../../core/state/reduce.ts';
import {noRun, type RunState} from '../../core/state/run-state.ts';
import {mainFailure} from '../../core/view/failure.ts';
import {startOf} from '../../state/journal/process.ts';
import type {LastRun, Runs} from '../../state/store/runs.ts';

/** Where a run stopped, or is now: `Kafka · kafka-02 · Start Kafka`. */
function placeOf(run: RunState): string | undefined {
	const {stages} = run;
	const ref = mainFailure(run)?.ref;
	// A run that ends closes its stages: the last one that was begun is where it stopped.
	const stage =
		ref === undefined ? stages.findLast(one => one.startedAt !== undefined) : stages.find(one => one.id === ref.stage);
	if (stage === undefined) return undefined;
	const host = stage.hosts.find(one => one.name === ref?.host);
	const step = host?.steps.find(one => one.id === ref?.step);
	return [stage.title, host?.name, step?.title].filter(part => part !== undefined).join(' · ');
}

const telling: ReadonlySet<RunEvent['type']> = new Set([
	'run-started',
	'plan-settled',
	'step-started',
	'step-finished',
	'run-finished',
]);

export type RunRecord = {
	readonly emit: (event: RunEvent) => void;
	/** Why it could not be kept, if so. */
	readonly problem: () => string | undefined;
};

const ownProcess = () => ({pid: process.pid, pidStart: startOf(process.pid)});

/** Keeps where a run of a file stands, at each stage and at its end. What can't be kept must not stop the run. */
export function recordRun(runs: Runs, file: string, own = ownProcess()): RunRecord {
	let state = noRun;
	let kept: string | undefined;
	let problem: string | undefined;
	const keep = (status: LastRun['status'], startedAt: string) => {
		const stoppedAt = status === 'succeeded' ? undefined : placeOf(state);
		const {cluster, steps, operation} = state;
		const done = state.done - state.failures.length;
		try {
			runs.keep({
				cluster,
				file,
				startedAt,
				status,
				...(operation === 'destroy' ? {destroys: true as const} : {}),
				...own,
				done,
				steps,
				...(stoppedAt === undefined ? {} : {stoppedAt}),
			});
			problem = undefined;
		} catch (error) {
			problem = (error as Error).message;
		}
	};
	return {
		emit(event) {
			// All else, output above all, changes nothing of what is kept.
			if (!telling.has(event.type)) return;
			state = reduce(state, event);
			const startedAt = new Date(state.startedAt ?? Date.parse(event.at)).toISOString();
			if (event.type === 'run-finished') keep(event.outcome, startedAt);
			else if (event.type === 'run-started' || (event.type === 'step-started' && placeOf(state) !== kept)) {
				kept = placeOf(state);
				keep('running', startedAt);
			}
		},
		problem: () => problem,
	};
}
