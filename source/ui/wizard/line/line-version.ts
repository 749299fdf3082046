import type {MetadataRole} from '../../../cluster/roles.ts';
import {notInArchive} from '../answers/archive.ts';
import {archiveFields} from '../answers/fields.ts';
import type {PageId} from '../page-order.ts';
import {type ChoiceRow, choiceLabels, heldVersion, keeperChoices, versionChoices} from '../version-choices.ts';
import {choose} from './line-questions.ts';
import {askFields, dispatch, helpFor, type LineSession, readingOf} from './line-session.ts';

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
	const held = heldVersion(answers, readingOf(session));
	const choice = await chooseRow(session, 'version', versionChoices(answers), held);
	dispatch(session, {type: 'version', choice});
}

export async function archive(session: LineSession): Promise<void> {
	for (const text of notInArchive) session.lines.say(text);
	await askFields(session, () => archiveFields(session.state.answers));
}

export async function metadata(session: LineSession): Promise<void> {
	const reading = readingOf(session);
	const keeper = await chooseRow<MetadataRole>(session, 'metadata', keeperChoices(reading), reading.keeper);
	dispatch(session, {type: 'keeper', keeper});
}
