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
	let held: RunEvent[] = [];

	/** Only `apply` has stages side by side. */
	const mustWait = (event: RunEvent): boolean => {
		if (!('ref' in event) || state?.mode !== 'apply') return false;
		const current = state.stages.findIndex(isAtWork);
		return current >= 0 && state.stages.findIndex(({id}) => id === event.ref.stage) > current;
	};
	const take = (event: RunEvent) => {
		if (mustWait(event)) held.push(event);
		else state = tell(event);
	};
	/** Each pass tells a stage more, if its turn has come. */
	const advance = () => {
		for (let before = Number.POSITIVE_INFINITY; held.length > 0 && held.length < before; ) {
			before = held.length;
			const waiting = held;
			held = [];
			for (const event of waiting) take(event);
		}
	};
	const flush = () => {
		const waiting = held;
		held = [];
		for (const event of waiting) state = tell(event);
	};

	return {
		emit(event) {
			if (event.type === 'run-finished') flush();
			take(event);
			if (event.type === 'step-finished') advance();
		},
		flush,
	};
}
