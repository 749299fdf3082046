import type {Counts, Recap} from '../events.ts';
import {cleanLine} from '../text.ts';

export const recapColumns = ['ok', 'changed', 'failed', 'unreachable', 'skipped'] as const satisfies readonly (keyof Counts)[];

/** The rows of the table that ends a run, in Ansible's words: one per host, then the total. */
export const recapRows = (recap: Recap): readonly (readonly [string, Counts])[] => [
	...Object.entries(recap.hosts).map(([host, counts]) => [`  ${cleanLine(host)}`, counts] as const),
	['  total', recap.total],
];

/** How a count is shown: zeros stand back, bad ones stand out. */
export function recapTone(key: keyof Counts, count: number): 'dim' | 'bad' | 'changed' | undefined {
	if (count === 0) return 'dim';
	if (key === 'failed' || key === 'unreachable') return 'bad';
	return key === 'changed' ? 'changed' : undefined;
}
