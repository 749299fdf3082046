import {type RunEvent, stepKey} from '../core/events.ts';
import type {StepState} from '../core/state/run-state.ts';
import {size} from '../core/view/words.ts';

type Waiting = Extract<RunEvent, {readonly type: 'step-waiting'}>;
type Progress = Extract<RunEvent, {readonly type: 'step-progress'}>;

/** A step that says more than this many different things has to leave a pause between them. */
const freely = 5;

/** The pause between two such remarks, and before the first one on an upload, in milliseconds. */
const pauseMs = 5000;

export type ProgressText = {
	/** What a step waits for: said at once, and not again; of one that keeps changing its mind only now and then. */
	waiting(event: Waiting, now: number): string | undefined;
	/** How far an upload is: at each quarter, and only of one that takes longer. */
	progress(event: Progress, step: StepState | undefined, now: number): string | undefined;
};

export function progressText(): ProgressText {
	const said = new Map<string, {readonly texts: Set<string>; at: number; quarter: number}>();
	const of = (ref: Waiting['ref']) => {
		const key = stepKey(ref);
		const known = said.get(key) ?? {texts: new Set<string>(), at: Number.NEGATIVE_INFINITY, quarter: 0};
		said.set(key, known);
		return known;
	};
	return {
		waiting(event, now) {
			const known = of(event.ref);
			if (known.texts.has(event.for)) return undefined;
			if (known.texts.size >= freely && now - known.at < pauseMs) return undefined;
			known.texts.add(event.for);
			known.at = now;
			return `waiting for ${event.for}`;
		},
		progress({ref, bytes, of: all}, step, now) {
			const known = of(ref);
			const quarter = all === 0 ? 4 : Math.floor((4 * bytes) / all);
			if (quarter <= known.quarter) return undefined;
			known.quarter = quarter;
			if (now - Math.max(known.at, step?.startedAt ?? now) < pauseMs) return undefined;
			known.at = now;
			return `${step?.title ?? ref.step}: ${quarter * 25} % of ${size(all)}`;
		},
	};
}
