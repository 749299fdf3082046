import type {Source} from '../../cluster/cluster.ts';
import type {DatabaseFinding} from './finding.ts';

const risks: Readonly<Record<Source['mode'], (source: Source) => string>> = {
	incrementing: () =>
		'sees no row that is changed or deleted later, and loses rows of a transaction that commits after one with a higher key',
	timestamp: () => 'loses rows that are committed with a time that was read already, and sees no deleted rows',
	'timestamp+incrementing': () => 'sees no deleted rows, and none that is committed later than others with a newer time',
	bulk: ({pollIntervalMs}) => `sends every row again every ${pollIntervalMs / 1000} s`,
};

/** What a mode does not do. It is said of each source before it runs. */
export function modeRisk(source: Source): Omit<DatabaseFinding, 'source'> {
	return {
		check: 'database-mode',
		state: 'warning',
		found: `mode ${source.mode} ${risks[source.mode](source)}`,
		wanted: 'a mode that fits how the tables are written',
		why: 'A connector that misses rows says nothing of it.',
		fix: '',
	};
}
