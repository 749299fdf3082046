import type {Counts, Recap} from '../core/events.ts';
import type {Look} from './look.ts';

const columns = ['ok', 'changed', 'failed', 'unreachable', 'skipped'] as const;

/** The table that ends a run, in Ansible's words: a row per host, then the total. */
export function recapText(recap: Recap, look: Look): readonly string[] {
	const rows: readonly (readonly [string, Counts])[] = [...Object.entries(recap.hosts), ['total', recap.total]];
	const width = Math.max('Recap'.length, ...rows.map(([name]) => name.length + 2));
	const cell = (counts: Counts, key: keyof Counts) => {
		const text = String(counts[key]).padStart(Math.max(key.length, 3));
		if (counts[key] === 0) return look.dim(text);
		if (key === 'failed' || key === 'unreachable') return look.bad(text);
		return key === 'changed' ? look.changed(text) : text;
	};
	const head = columns.map(key => key.padStart(3)).join('  ');
	return [
		`${look.bold('Recap'.padEnd(width))}  ${look.dim(head)}`,
		...rows.map(([name, counts]) => `${`  ${name}`.padEnd(width)}  ${columns.map(key => cell(counts, key)).join('  ')}`),
	];
}
