import {duration} from '../core/duration.ts';
import type {Failure} from '../core/events.ts';
import {type RunState, type StepFailure, type StepState, tailLength} from '../core/state/run-state.ts';
import {cleanLine, cleanLines} from '../core/text.ts';
import {names} from '../core/view/words.ts';
import {differenceText} from './difference-text.ts';
import type {Look} from './look.ts';

const indent = '    ';

function details(failure: Failure, tail: readonly string[], look: Look): readonly string[] {
	const {bar} = look.symbols;
	const [first, ...more] = failure.command === undefined ? [] : cleanLines(failure.command);
	return [
		...look.prose(failure.message, indent),
		...(failure.differences ?? []).flatMap(difference => differenceText(difference, look)),
		...(first === undefined ? [] : [`${indent}${look.command(`$ ${first}`)}`]),
		...more.map(line => `${indent}${look.command(`> ${line}`)}`),
		...tail.slice(-tailLength).map(line => `${indent}${look.dim(bar)} ${cleanLine(line)}`),
		...(failure.code === undefined ? [] : [`${indent}exit code ${failure.code}`]),
		...(failure.hint === undefined ? [] : look.prose(`Next: ${failure.hint}`, indent)),
	];
}

const words = {failed: 'failed', unknown: 'has an unknown outcome', unreachable: 'lost its host'} as const;

type Group = {readonly first: StepFailure; readonly hosts: string[]};

/** Hosts that failed alike are told once. */
function grouped(failures: readonly StepFailure[]): readonly Group[] {
	const groups = new Map<string, Group>();
	for (const failure of failures) {
		const key = JSON.stringify([failure.ref.stage, failure.ref.step, failure.outcome, failure.failure]);
		const group = groups.get(key);
		if (group === undefined) groups.set(key, {first: failure, hosts: [failure.ref.host]});
		else group.hosts.push(failure.ref.host);
	}
	return [...groups.values()];
}

export function findStep(state: RunState, ref: StepFailure['ref']): StepState | undefined {
	const host = state.stages.find(stage => stage.id === ref.stage)?.hosts.find(one => one.name === ref.host);
	return host?.steps.find(step => step.id === ref.step);
}

function block({first, hosts}: Group, state: RunState, look: Look): readonly string[] {
	const {ref, outcome, durationMs, failure} = first;
	const step = findStep(state, ref);
	const stage = state.stages.find(one => one.id === ref.stage)?.title ?? ref.stage;
	const what = `${names(hosts)}: ${step?.title ?? ref.step} ${words[outcome as keyof typeof words] ?? outcome}`;
	const head = look.bad(`${look.symbols.bad} ${cleanLine(`${stage}, ${what}`)} after ${duration(durationMs)}`);
	return ['', look.bold(head), ...details(failure, failure.tail ?? step?.tail ?? [], look)];
}

/** Everything that failed, for the end of the run, where it is looked for. */
export function failuresText(state: RunState, look: Look): readonly string[] {
	const outside = state.failure;
	return [
		...grouped(state.failures).flatMap(group => block(group, state, look)),
		...(outside === undefined
			? []
			: ['', look.bold(look.bad(`${look.symbols.bad} The run stopped`)), ...details(outside, outside.tail ?? [], look)]),
	];
}
