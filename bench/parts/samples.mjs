// The samples in a folder of records, and tables of them.
import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';

/** The lines of a file of the folder, cut at their tabs; none when it is missing. */
export function rowsOf(folder, name) {
	const path = join(folder, name);
	if (!existsSync(path)) return [];
	return readFileSync(path, 'utf8')
		.split('\n')
		.filter(Boolean)
		.map(line => line.split('\t'));
}

export const seconds = ms => `${(ms / 1000).toFixed(2)} s`;

/** `{count, min, median, max}` of times in milliseconds; nothing of none. */
export function summaryOf(list) {
	if (list.length === 0) return undefined;
	const times = list.toSorted((a, b) => a - b);
	const middle = times.length >> 1;
	const median = times.length % 2 === 1 ? times[middle] : (times[middle - 1] + times[middle]) / 2;
	return {count: times.length, min: times[0], median, max: times.at(-1)};
}

/** The same of what `who` did of `what`, from results.tsv. */
export const summary = (folder, what, who) =>
	summaryOf(
		rowsOf(folder, 'results.tsv')
			.filter(row => row[0] === what && row[1] === who)
			.map(row => Number(row[2])),
	);

export const timesHead = ['', 'runs', 'min', 'median', 'max'];

/** The row of a summary under `timesHead`. */
export const timesRow = (name, {count, min, median, max}) => [name, count, seconds(min), seconds(median), seconds(max)];

/** Names to the left, figures to the right. */
export function table(head, rows) {
	const all = [head, ...rows].map(row => row.map(String));
	const widths = head.map((_, column) => Math.max(...all.map(row => row[column].length)));
	const line = row => row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at]) : cell.padStart(widths[at]))).join('  ');
	return `${all.map(row => line(row).trimEnd()).join('\n')}\n`;
}

export const targetsHead = ['target', 'found', 'wanted', ''];

/** A row under `targetsHead`: how the medians of two summaries compare. None when one of the two was not measured. */
export function ratioRow(name, one, other, most) {
	if (one === undefined || other === undefined) return [];
	const ratio = one.median / other.median;
	return [[name, ratio.toFixed(2), `<= ${most.toFixed(2)}`, ratio <= most ? 'met' : 'MISSED']];
}

/** The same for the median of one, in milliseconds. */
export function mostRow(name, one, most) {
	if (one === undefined) return [];
	return [[name, seconds(one.median), `<= ${seconds(most)}`, one.median <= most ? 'met' : 'MISSED']];
}
