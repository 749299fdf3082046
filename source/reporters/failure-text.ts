import type {Failure} from '../core/events.ts';
import type {RunState} from '../core/state/run-state.ts';
import {type FailedAlike, type FailureRow, failedAlike, failureHeading, failureRows, tailOf} from '../core/view/failure.ts';
import {differenceText} from './difference-text.ts';
import type {Look} from './look.ts';

const indent = '    ';

function rowText(row: FailureRow, look: Look): readonly string[] {
	switch (row.kind) {
		case 'command':
			return [`${indent}${look.command(`$ ${row.text}`)}`];
		case 'continued':
			return [`${indent}${look.command(`> ${row.text}`)}`];
		case 'output':
			return [`${indent}${look.dim(look.symbols.bar)} ${row.text}`];
		case 'code':
			return [`${indent}${row.text}`];
		case 'difference':
			return differenceText(row.difference, look);
		default:
			return look.prose(row.text, indent);
	}
}

const details = (failure: Failure, tail: readonly string[], look: Look): readonly string[] =>
	failureRows(failure, tail).flatMap(row => rowText(row, look));

function block(alike: FailedAlike, state: RunState, look: Look): readonly string[] {
	const head = look.bad(`${look.symbols.bad} ${failureHeading(alike, state, look.symbols.quotes)}`);
	return ['', look.bold(head), ...details(alike.first.failure, tailOf(alike, state), look)];
}

/** Everything that failed, for the end of the run, where it is looked for. */
export function failuresText(state: RunState, look: Look): readonly string[] {
	const outside = state.failure;
	return [
		...failedAlike(state.failures).flatMap(alike => block(alike, state, look)),
		...(outside === undefined
			? []
			: ['', look.bold(look.bad(`${look.symbols.bad} The run stopped`)), ...details(outside, outside.tail ?? [], look)]),
	];
}
