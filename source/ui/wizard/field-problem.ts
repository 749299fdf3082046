import type {FieldId} from './answers/answers.ts';
import type {FieldSpec} from './answers/fields.ts';
import type {AnswerProblem} from './answers/reading.ts';

/** What is wrong with a field; an empty one is right where it need not be given, as far as the rules leave that open. */
export function fieldProblem(
	{id, label, needed, ruled}: FieldSpec,
	value: string,
	problemOf: (id: FieldId) => AnswerProblem | undefined,
): AnswerProblem | undefined {
	const empty = value.trim() === '';
	if (needed && empty) return {message: `${label} is needed`};
	return empty && ruled !== true ? undefined : problemOf(id);
}

/** Whether what is typed may be all of it: not if it is empty, nor if it is a path without its end. */
export function isWhole({path}: FieldSpec, value: string): boolean {
	const text = value.trim();
	return text !== '' && !(path && !/\.\w+["']?$/.test(text));
}
