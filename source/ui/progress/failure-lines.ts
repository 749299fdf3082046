import {duration} from '../../core/duration.ts';
import type {Difference, Failure, StepRef} from '../../core/events.ts';
import {type RunState, type StepFailure, type StepState, tailLength} from '../../core/state/run-state.ts';
import {cleanLine, cleanLines} from '../../core/text.ts';
import {differenceLines} from '../../core/view/difference-lines.ts';
import {names} from '../../core/view/words.ts';
import {blank, type Line, span, type Tone, wrapProse, wrapText} from './line.ts';
import type {Look} from './look.ts';
import {failedAt} from './step-line.ts';

const indent = '  ';

/** Prose at the width of the screen: unlike commands it is not copied. */
const prose = (text: string, columns: number, tone?: Tone): readonly Line[] =>
	cleanLines(text.trimEnd()).flatMap(line =>
		wrapProse(line, Math.max(20, columns - 1 - indent.length)).map(row => [span(indent), span(row, tone)]),
	);

/** A line of output with the bar before each of its rows. */
function outputRows(text: string, columns: number, look: Look): readonly Line[] {
	const bar = `${indent}${look.symbols.bar} `;
	return wrapText(cleanLine(text), Math.max(20, columns - 1 - bar.length)).map(row => [span(bar, 'dim'), span(row)]);
}

/** One difference. Its commands are not wrapped: these lines go to the scrollback, where the terminal does it. */
const linesOf = (difference: Difference, columns: number): readonly Line[] => [
	blank,
	...differenceLines(difference).flatMap(({kind, text}) => {
		if (kind === 'run') return [[span(`${indent}$ ${text}`, 'command' as const)]];
		return prose(text, columns, kind === 'subject' ? 'bold' : undefined);
	}),
];

function details(failure: Failure, tail: readonly string[], columns: number, look: Look): readonly Line[] {
	const command = failure.command === undefined ? [] : cleanLines(failure.command);
	return [
		...command.map((line, index) => [span(`${indent}${index === 0 ? '$' : '>'} ${line}`, 'command')]),
		...tail.slice(-tailLength).flatMap(line => outputRows(line, columns, look)),
		...(failure.code === undefined ? [] : [[span(`${indent}exit code ${failure.code}`, 'bad')]]),
		// Last what it means and what to do: on a small screen the output pushes all before it out of sight.
		...prose(failure.message, columns),
		...(failure.differences ?? []).flatMap(difference => linesOf(difference, columns)),
		...(failure.hint === undefined ? [] : prose(`Next: ${failure.hint}`, columns, 'bold')),
	];
}

function stepOf(ref: StepRef, {stages}: RunState): StepState | undefined {
	const host = stages.find(({id}) => id === ref.stage)?.hosts.find(({name}) => name === ref.host);
	return host?.steps.find(({id}) => id === ref.step);
}

/** `✖ Kafka on kafka-01, kafka-02: failed at “Start Kafka” after 12s` */
export function headingOf(alike: readonly StepFailure[], run: RunState, look: Look): string {
	const {ref, outcome, durationMs} = alike[0]!;
	const stage = run.stages.find(({id}) => id === ref.stage)?.title ?? ref.stage;
	const where = cleanLine(`${stage} on ${names(alike.map(one => one.ref.host))}`);
	const what = failedAt(outcome, stepOf(ref, run)?.title ?? ref.step, look.symbols);
	return `${look.mark(outcome)} ${where}: ${what} after ${duration(durationMs)}`;
}

/** What failed, whole; hosts that failed alike are told once. */
export function failureLines(failures: readonly StepFailure[], run: RunState, columns: number, look: Look): readonly Line[] {
	const groups = new Map<string, readonly StepFailure[]>();
	for (const one of failures) {
		const key = JSON.stringify([one.ref.stage, one.ref.step, one.outcome, one.failure]);
		groups.set(key, [...(groups.get(key) ?? []), one]);
	}
	return [...groups.values()].flatMap(group => {
		const {ref, failure} = group[0]!;
		// What one of several hosts said last is not what they all said.
		const tail = failure.tail ?? (group.length === 1 ? stepOf(ref, run)?.tail : undefined) ?? [];
		const heading = wrapProse(headingOf(group, run, look), Math.max(20, columns - 1));
		return [blank, ...heading.map(row => [span(row, 'bad')]), ...details(failure, tail, columns, look)];
	});
}

/** What stopped a run outside of any step. */
export const stoppedLines = (failure: Failure, columns: number, look: Look): readonly Line[] => [
	blank,
	[span(`${look.mark('failed')} The run stopped`, 'bad')],
	...details(failure, failure.tail ?? [], columns, look),
];
