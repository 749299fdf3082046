import {numberedRole} from '../../cluster/roles.ts';
import {newestVersion, versions} from '../../cluster/versions.ts';
import type {Answers} from './answers/answers.ts';
import {keepersIn} from './answers/metadata.ts';
import type {Reading} from './answers/reading.ts';

/** One line of a list to choose from: columns that stand below each other. */
export type ChoiceRow<V extends string> = {readonly value: V; readonly cells: readonly string[]};

/** The versions, the newest first, each with its Kafka and what there is to remark. A file may leave it open, and go on to. */
export function versionChoices({openVersion}: Pick<Answers, 'openVersion'>): readonly ChoiceRow<string>[] {
	const known = Object.entries(versions)
		.reverse()
		.map(([version, {kafka, ends}]) => ({
			value: version,
			cells: [version, `Kafka ${kafka}`, ends ?? (version === newestVersion ? 'the newest' : '')],
		}));
	const open = {value: '', cells: ['open', '', 'as the file has it: that of the cluster on its hosts']};
	return openVersion === true ? [open, ...known] : known;
}

/** What can keep the metadata in this version, the usual first. */
export const keeperChoices = ({version}: Pick<Reading, 'version'>) =>
	keepersIn(version).map(id => {
		const {title, choice} = numberedRole(id);
		return {value: id, cells: [choice?.name ?? title, choice?.about ?? '']};
	});

/** The rows as texts, their columns below each other. */
export function choiceLabels<V extends string>(rows: readonly ChoiceRow<V>[]): readonly {value: V; label: string}[] {
	const widths = (rows[0]?.cells ?? []).map((_, column) => Math.max(...rows.map(({cells}) => cells[column]!.length)));
	return rows.map(({value, cells}) => ({
		value,
		label: cells
			.map((cell, column) => cell.padEnd(widths[column]!))
			.join('  ')
			.trimEnd(),
	}));
}
