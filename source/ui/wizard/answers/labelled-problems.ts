import {type Answers, type FieldId, fieldOf} from './answers.ts';
import {credentialsFor} from './credentials.ts';
import {archiveFields, asksClass, databaseFields, loginFields, settingsFields} from './fields.ts';
import type {AnswerProblem, Reading} from './reading.ts';

/** How the fields of these answers are called on their pages. */
function labelsOf(answers: Answers, reading: Reading): ReadonlyMap<string, string> {
	const fields = [
		...loginFields(reading),
		...archiveFields(answers),
		...settingsFields(reading, true),
		...databaseFields(reading, fieldOf(answers, 'source.kind'), fieldOf(answers, 'source.mode'), asksClass(answers)),
	];
	const secrets = credentialsFor(answers, reading).map(({field, label}) => [field, label] as const);
	// Of the fields of the database the labels alone say nothing away from their page.
	const labels = fields.map(
		({id, label}) => [id, id.startsWith('source.') && !label.startsWith('database') ? `database ${label}` : label] as const,
	);
	return new Map([...labels, ...secrets]);
}

/** What is wrong with the answers, each with the field that it is about: for pages on which the fields don't stand. */
export function labelledProblems(answers: Answers, reading: Reading): readonly AnswerProblem[] {
	const labels = labelsOf(answers, reading);
	return [...reading.problems].map(([place, problem]) => {
		const label = labels.get(place);
		if (label === undefined) return problem;
		if (fieldOf(answers, place as FieldId) === '') return {message: `missing: ${label}`};
		return {...problem, message: `${label}: ${problem.message}`};
	});
}
