import type {Counts, Recap} from '../../core/events.ts';
import {cleanLine} from '../../core/text.ts';
import {type Line, type Span, span, textWidth} from './line.ts';

const columns = ['ok', 'changed', 'failed', 'unreachable', 'skipped'] as const;

/** The table that ends a run, in Ansible's words: a row per host, then the total. On a narrow screen empty columns are left out. */
export function recapLines(recap: Recap, screenColumns: number): readonly Line[] {
	const rows: readonly (readonly [string, Counts])[] = [
		...Object.entries(recap.hosts).map(([host, counts]) => [`  ${cleanLine(host)}`, counts] as const),
		['  total', recap.total],
	];
	const names = Math.max('Recap'.length, ...rows.map(([name]) => textWidth(name)));
	const widths = (keys: readonly (keyof Counts)[]) => keys.reduce((sum, key) => sum + 2 + Math.max(3, key.length), names);
	const keys = widths(columns) < screenColumns ? columns : columns.filter(key => key === 'ok' || recap.total[key] > 0);
	const cell = (counts: Counts, key: keyof Counts): Span => {
		const text = `  ${String(counts[key]).padStart(Math.max(3, key.length))}`;
		if (counts[key] === 0) return span(text, 'dim');
		if (key === 'failed' || key === 'unreachable') return span(text, 'bad');
		return span(text, key === 'changed' ? 'changed' : undefined);
	};
	return [
		[span('Recap'.padEnd(names), 'bold'), span(keys.map(key => `  ${key.padStart(3)}`).join(''), 'dim')],
		...rows.map(([name, counts]) => [span(name + ' '.repeat(names - textWidth(name))), ...keys.map(key => cell(counts, key))]),
	];
}
