import type {RunEvent} from '../core/events.ts';
import type {RunState, StageState} from '../core/state/run-state.ts';

export type StageOrder = {
	/** Tells an event, now or when its stage has its turn. */
	emit(event: RunEvent): void;
	/** Tells all that waits. */
	flush(): void;
};

const isRunning = ({status}: {readonly status: string}) => status === 'running';

/** Of a stage that has failed nothing more is to come once its steps have come to rest. */
const isAtWork = (stage: StageState) =>
	isRunning(stage) &&
	(stage.counts.failed + stage.counts.unreachable === 0 || stage.hosts.some(host => host.steps.some(isRunning)));

/**
 * Keeps the lines of a stage together: tests of one go on beside the next, and what the next says waits until they have ended.
 * `tell` gives the state after the event.
 */
export function stageOrder(tell: (event: RunEvent) => RunState): StageOrder {
	let state: RunState | undefined;
	/** What waits, by the index of its stage. */
	const held = new Map<number, RunEvent[]>();

	/** The stage of an event, if stages may be at work side by side. */
	const stageIn = (event: RunEvent): number =>
		state?.mode === 'apply' && 'ref' in event ? state.stages.findIndex(({id}) => id === event.ref.stage) : -1;
	/** Tells what waits, in the order of the plan, as far as the first stage that is at work; or all of it. */
	const drain = (all: boolean) => {
		for (const [index] of state?.stages.entries() ?? []) {
			for (const event of held.get(index) ?? []) state = tell(event);
			held.delete(index);
			if (!all && isAtWork(state!.stages[index]!)) return;
		}
	};

	return {
		emit(event) {
			if (event.type === 'run-finished') drain(true);
			const stage = stageIn(event);
			const current = stage < 0 ? -1 : state!.stages.findIndex(isAtWork);
			if (current >= 0 && current < stage) {
				const queue = held.get(stage) ?? [];
				queue.push(event);
				held.set(stage, queue);
				return;
			}
			state = tell(event);
			if (event.type === 'step-finished') drain(false);
		},
		flush: () => drain(true),
	};
}
