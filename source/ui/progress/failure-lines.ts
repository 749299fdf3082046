import type {Difference, Failure} from '../../core/events.ts';
import type {RunState, StepFailure} from '../../core/state/run-state.ts';
import {cleanLine, cleanLines} from '../../core/text.ts';
import {differenceLines} from '../../core/view/difference-lines.ts';
import {type FailedAlike, type FailureRow, failedAlike, failureHeading, failureRows, tailOf} from '../../core/view/failure.ts';
import {blank, type Line, span, type Tone, wrapProse, wrapText} from './line.ts';
import type {Look} from './look.ts';

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

function rowLines(row: FailureRow, columns: number, look: Look): readonly Line[] {
	switch (row.kind) {
		case 'command':
			return [[span(`${indent}$ ${row.text}`, 'command')]];
		case 'continued':
			return [[span(`${indent}> ${row.text}`, 'command')]];
		case 'output':
			return outputRows(row.text, columns, look);
		case 'code':
			return [[span(`${indent}${row.text}`, 'bad')]];
		case 'difference':
			return linesOf(row.difference, columns);
		default:
			return prose(row.text, columns, row.kind === 'hint' ? 'bold' : undefined);
	}
}

const details = (failure: Failure, tail: readonly string[], columns: number, look: Look): readonly Line[] =>
	failureRows(failure, tail).flatMap(row => rowLines(row, columns, look));

export const headingOf = (alike: FailedAlike, run: RunState, look: Look): string =>
	`${look.mark(alike.first.outcome)} ${failureHeading(alike, run, look.symbols.quotes)}`;

/** What failed, whole; hosts that failed alike are told once. */
export function failureLines(failures: readonly StepFailure[], run: RunState, columns: number, look: Look): readonly Line[] {
	return failedAlike(failures).flatMap(alike => {
		const heading = wrapProse(headingOf(alike, run, look), Math.max(20, columns - 1));
		return [blank, ...heading.map(row => [span(row, 'bad')]), ...details(alike.first.failure, tailOf(alike, run), columns, look)];
	});
}

/** What stopped a run outside of any step. */
export const stoppedLines = (failure: Failure, columns: number, look: Look): readonly Line[] => [
	blank,
	[span(`${look.mark('failed')} The run stopped`, 'bad')],
	...details(failure, failure.tail ?? [], columns, look),
];
