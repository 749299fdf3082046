import type {MetadataRole} from '../../../cluster/roles.ts';
import {fieldOf} from '../answers/answers.ts';
import type {PageId} from '../page-order.ts';
import {type ChoiceRow, choiceLabels, keeperChoices, versionChoices} from '../version-choices.ts';
import {choose} from './line-questions.ts';
import {dispatch, helpFor, type LineSession, readingOf} from './line-session.ts';

/** One of some rows; the one that holds is the first. */
async function chooseRow<V extends string>(
	session: LineSession,
	page: PageId,
	rows: readonly ChoiceRow<V>[],
	held: V,
): Promise<V> {
	const labelled = choiceLabels(rows);
	const first = labelled.filter(({value}) => value === held);
	const items = [...first, ...labelled.filter(({value}) => value !== held)];
	return choose(session.lines, page, items, helpFor(session, page));
}

export async function version(session: LineSession): Promise<void> {
	const {answers} = session.state;
	const held = answers.openVersion === true ? fieldOf(answers, 'platform.version') : readingOf(session).version;
	const value = await chooseRow(session, 'version', versionChoices(answers), held);
	dispatch(session, {type: 'field', id: 'platform.version', value});
}

export async function metadata(session: LineSession): Promise<void> {
	const reading = readingOf(session);
	const keeper = await chooseRow<MetadataRole>(session, 'metadata', keeperChoices(reading), reading.keeper);
	dispatch(session, {type: 'keeper', keeper});
}
