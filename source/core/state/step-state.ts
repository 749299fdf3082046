import type {RunEvent, StepRef} from '../events.ts';
import {cleanLine, cutLines, keptLine} from '../text.ts';
import {type StepState, tailLength} from './run-state.ts';

export type Finished = RunEvent & {readonly type: 'step-finished'};
export type StepEvent = Exclude<Extract<RunEvent, {readonly ref: StepRef}>, Finished>;

const nothingHeld = {stdout: '', stderr: ''} as const;

export const newStep = ({id, title}: {readonly id: string; readonly title: string}): StepState => ({
	id,
	title,
	status: 'pending',
	tail: [],
	held: nothingHeld,
	changes: [],
	notes: [],
});

function addLines(step: StepState, lines: readonly string[]): readonly string[] {
	if (lines.length === 0) return step.tail;
	return [...step.tail, ...lines.slice(-tailLength).map(keptLine)].slice(-tailLength);
}

/** The lines that end with their stream, not with a line end. */
const unfinished = ({held}: StepState) => [held.stdout, held.stderr].filter(line => line !== '').map(cleanLine);

const flushed = (step: StepState): StepState =>
	step.held === nothingHeld ? step : {...step, tail: addLines(step, unfinished(step)), held: nothingHeld};

function withCommand(
	{asked: _, ...step}: StepState,
	{command, asked}: StepEvent & {readonly type: 'command-started'},
): StepState {
	return {...step, command, ...(asked === undefined ? {} : {asked}), tail: [], held: nothingHeld};
}

/** A step after one more event of it. It waits for what it said until it does something else; output is not yet that. */
export function reduceStep(step: StepState, event: StepEvent): StepState {
	const {waiting: _, ...active} = step;
	switch (event.type) {
		case 'step-started':
			return {...step, status: 'running', startedAt: Date.parse(event.at)};
		case 'step-waiting':
			return {...step, waiting: event.for};
		case 'step-progress':
			return {...active, progress: {bytes: event.bytes, of: event.of}};
		case 'command-started':
			return withCommand(active, event);
		case 'output': {
			const {lines, held} = cutLines(step.held[event.stream], event.text);
			return {...step, tail: addLines(step, lines), held: {...step.held, [event.stream]: held}};
		}
		case 'command-finished':
			return flushed(step);
	}
}

/** A step with its outcome. Of one that failed the last lines stay, for whoever asks why. */
export function finishStep({waiting: _, progress: __, ...step}: StepState, event: Finished): StepState {
	const keep = event.outcome === 'failed' || event.outcome === 'unknown';
	return {
		...step,
		status: event.outcome,
		durationMs: event.durationMs,
		tail: keep ? flushed(step).tail : [],
		held: nothingHeld,
		changes: event.changes,
		notes: event.notes,
		...(event.failure === undefined ? {} : {failure: event.failure}),
	};
}
