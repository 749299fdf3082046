import type {Counts, Recap} from '../core/events.ts';
import {recapColumns, recapRows, recapTone} from '../core/view/recap.ts';
import type {Look} from './look.ts';

/** The table that ends a run. */
export function recapText(recap: Recap, look: Look): readonly string[] {
	const rows = recapRows(recap);
	const width = Math.max('Recap'.length, ...rows.map(([name]) => name.length));
	const cell = (counts: Counts, key: keyof Counts) => {
		const text = String(counts[key]).padStart(Math.max(key.length, 3));
		const tone = recapTone(key, counts[key]);
		return tone === undefined ? text : look[tone](text);
	};
	const head = recapColumns.map(key => key.padStart(3)).join('  ');
	return [
		`${look.bold('Recap'.padEnd(width))}  ${look.dim(head)}`,
		...rows.map(([name, counts]) => `${name.padEnd(width)}  ${recapColumns.map(key => cell(counts, key)).join('  ')}`),
	];
}
