import {SettledError, SetupError, StepError} from './errors.ts';
import type {Change, Failure} from './events.ts';

/** What an error is to the operator. One that is not of their world is a bug of ours, and is shown with its stack. */
export function failureOf(error: unknown): Failure {
	if (error instanceof StepError) {
		const {message, hint, command, code, tail, diagnosis} = error;
		return {
			message,
			...(hint === undefined ? {} : {hint}),
			...(command === undefined ? {} : {command}),
			...(code === undefined ? {} : {code}),
			...(tail.length === 0 ? {} : {tail}),
			...(diagnosis === undefined ? {} : {diagnosis}),
		};
	}
	if (error instanceof SettledError) {
		const {message, hint, differences} = error;
		return {message, differences, ...(hint === undefined ? {} : {hint})};
	}
	if (error instanceof SetupError) {
		return {message: error.message, ...(error.hint === undefined ? {} : {hint: error.hint})};
	}
	const bug = error instanceof Error ? error : new Error(String(error));
	return {
		message: `${bug.name}: ${bug.message}`,
		hint: 'This is a bug of kafka-setup. Please report it with the lines above.',
		tail: bug.stack?.split('\n').slice(1) ?? [],
	};
}

/** What an assertion that does not hold is to the operator. */
export function assertionFailure(changes: readonly Change[]): Failure {
	const hints = [...new Set(changes.flatMap(change => change.reason ?? []))];
	return {
		message: changes.map(change => change.what).join('\n'),
		...(hints.length === 0 ? {} : {hint: hints.join('\n')}),
	};
}
