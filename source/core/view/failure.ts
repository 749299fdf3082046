import {duration} from '../duration.ts';
import type {Difference, Failure} from '../events.ts';
import {type RunState, type StepFailure, type StepState, tailLength} from '../state/run-state.ts';
import {cleanLine, cleanLines} from '../text.ts';
import {names} from './words.ts';

/** Hosts that failed alike. */
export type FailedAlike = {readonly first: StepFailure; readonly hosts: readonly string[]};

export function failedAlike(failures: readonly StepFailure[]): readonly FailedAlike[] {
	const groups = new Map<string, FailedAlike>();
	for (const one of failures) {
		const key = JSON.stringify([one.ref.stage, one.ref.step, one.outcome, one.failure]);
		const {first, hosts} = groups.get(key) ?? {first: one, hosts: []};
		groups.set(key, {first, hosts: [...hosts, one.ref.host]});
	}
	return [...groups.values()];
}

/** The failure that a run ends with: of the first stage of the plan that failed, for what fails after it may fail because of it. */
export function mainFailure({stages, failures}: RunState): StepFailure | undefined {
	const stage = stages.find(({id}) => failures.some(({ref}) => ref.stage === id));
	return failures.findLast(({ref}) => ref.stage === stage?.id);
}

export function findStep({stages}: RunState, {stage, host, step}: StepFailure['ref']): StepState | undefined {
	const steps = stages.find(({id}) => id === stage)?.hosts.find(({name}) => name === host)?.steps;
	return steps?.find(({id}) => id === step);
}

const words: Readonly<Record<string, string>> = {failed: 'failed', unknown: 'unknown outcome', unreachable: 'lost the host'};

/** `failed at “Start Kafka”`. `quotes`: the opening one and the closing one. */
export function failedAt(outcome: string, title: string, [open, close]: readonly [string, string]): string {
	return `${words[outcome] ?? outcome} at ${open}${cleanLine(title)}${close}`;
}

/** `Kafka on kafka-01, kafka-02: failed at “Start Kafka” after 12s` */
export function failureHeading({first, hosts}: FailedAlike, run: RunState, quotes: readonly [string, string]): string {
	const {ref, outcome, durationMs} = first;
	const stage = run.stages.find(({id}) => id === ref.stage)?.title ?? ref.stage;
	const what = failedAt(outcome, findStep(run, ref)?.title ?? ref.step, quotes);
	return `${cleanLine(`${stage} on ${names(hosts)}`)}: ${what} after ${duration(durationMs)}`;
}

/** The last output of a failed step; what one of several hosts said last is not what they all said. */
export function tailOf({first, hosts}: FailedAlike, run: RunState): readonly string[] {
	return first.failure.tail ?? (hosts.length === 1 ? findStep(run, first.ref)?.tail : undefined) ?? [];
}

export type FailureRow =
	/** `continued`: a further line of a command. */
	| {readonly kind: 'command' | 'continued' | 'output' | 'code' | 'message' | 'hint'; readonly text: string}
	| {readonly kind: 'difference'; readonly difference: Difference};

/** A failure, row by row. What it means and what to do come last: on a small screen the output scrolls everything above it away. */
export function failureRows(
	{command, code, message, differences = [], hint, diagnosis}: Failure,
	tail: readonly string[],
): readonly FailureRow[] {
	const lines = command === undefined ? [] : cleanLines(command);
	return [
		...lines.map((text, index) => ({kind: index === 0 ? 'command' : 'continued', text}) as const),
		...tail.slice(-tailLength).map(line => ({kind: 'output', text: cleanLine(line)}) as const),
		...(code === undefined ? [] : [{kind: 'code', text: `exit code ${code}`} as const]),
		{kind: 'message', text: message},
		...differences.map(difference => ({kind: 'difference', difference}) as const),
		...(hint === undefined ? [] : [{kind: 'hint', text: `Next: ${hint}`} as const]),
		...(diagnosis === undefined ? [] : [{kind: 'hint', text: `See ${diagnosis.link}`} as const]),
	];
}
