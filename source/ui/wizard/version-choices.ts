import {numberedRole} from '../../cluster/roles.ts';
import {newestVersion, versions} from '../../cluster/versions.ts';
import {type Answers, archiveChoice, fieldOf} from './answers/answers.ts';
import {keepersIn} from './answers/metadata.ts';
import type {Reading} from './answers/reading.ts';

/** One line of a list to choose from: columns that stand below each other; the last one of a row may be of any width. */
export type ChoiceRow<V extends string> = {readonly value: V; readonly cells: readonly string[]};

/**
 * The versions, the newest first, each with its Kafka and what there is to remark; a file may leave it open, and go on to. The last
 * is none of them.
 */
export function versionChoices({openVersion}: Pick<Answers, 'openVersion'>): readonly ChoiceRow<string>[] {
	const known = Object.entries(versions)
		.reverse()
		.map(([version, {kafka, ends}]) => ({
			value: version,
			cells: [version, `Kafka ${kafka}`, ends ?? (version === newestVersion ? 'the newest' : '')],
		}));
	const open = {value: '', cells: ['open', '', 'as the file has it: that of the cluster on its hosts']};
	const archive = {value: archiveChoice, cells: ['plain Apache Kafka, from an archive that you have or a URL']};
	return [...(openVersion === true ? [open] : []), ...known, archive];
}

/** The one of them that holds. */
export function heldVersion(answers: Answers, {version}: Pick<Reading, 'version'>): string {
	if (answers.archive === true) return archiveChoice;
	return answers.openVersion === true ? fieldOf(answers, 'platform.version') : version;
}

/** What is installed, as it was chosen. */
export const aboutVersion = ({version, archive}: Pick<Reading, 'version' | 'archive'>): string =>
	archive ? `Kafka ${versions[version]!.kafka}` : version;

/** What can keep the metadata in this version, the usual first. */
export const keeperChoices = ({version}: Pick<Reading, 'version'>) =>
	keepersIn(version).map(id => {
		const {title, choice} = numberedRole(id);
		return {value: id, cells: [choice?.name ?? title, choice?.about ?? '']};
	});

/** The rows as texts, their columns below each other. */
export function choiceLabels<V extends string>(rows: readonly ChoiceRow<V>[]): readonly {value: V; label: string}[] {
	const most = Math.max(...rows.map(({cells}) => cells.length));
	// The last cell of a row has nothing beside it.
	const widths = Array.from({length: most}, (_, column) =>
		Math.max(0, ...rows.filter(({cells}) => cells.length > column + 1).map(({cells}) => cells[column]!.length)),
	);
	return rows.map(({value, cells}) => ({
		value,
		label: cells
			.map((cell, column) => cell.padEnd(widths[column]!))
			.join('  ')
			.trimEnd(),
	}));
}
