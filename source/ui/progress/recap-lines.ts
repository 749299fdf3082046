import type {Counts, Recap} from '../../core/events.ts';
import {recapColumns, recapRows, recapTone} from '../../core/view/recap.ts';
import {type Line, type Span, span, textWidth} from './line.ts';

/** The table that ends a run. On a narrow screen empty columns are left out. */
export function recapLines(recap: Recap, screenColumns: number): readonly Line[] {
	const rows = recapRows(recap);
	const names = Math.max('Recap'.length, ...rows.map(([name]) => textWidth(name)));
	const widths = (keys: readonly (keyof Counts)[]) => keys.reduce((sum, key) => sum + 2 + Math.max(3, key.length), names);
	const fits = widths(recapColumns) < screenColumns;
	const keys = fits ? recapColumns : recapColumns.filter(key => key === 'ok' || recap.total[key] > 0);
	const cell = (counts: Counts, key: keyof Counts): Span =>
		span(`  ${String(counts[key]).padStart(Math.max(3, key.length))}`, recapTone(key, counts[key]));
	return [
		[span('Recap'.padEnd(names), 'bold'), span(keys.map(key => `  ${key.padStart(3)}`).join(''), 'dim')],
		...rows.map(([name, counts]) => [span(name + ' '.repeat(names - textWidth(name))), ...keys.map(key => cell(counts, key))]),
	];
}
