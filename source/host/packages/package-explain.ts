import {diagnoseLines} from '../diagnosis/diagnose.ts';
import {systemEntries} from '../diagnosis/system.ts';
import {explain} from '../explain.ts';
import type {Explanation} from '../job/job.ts';
import {packageEntries} from './package-entries.ts';
import {lockedCode} from './package-locks.ts';

/** What the output of an installation that failed means. `source`: the unit that has the lines. */
export function explainPackages(lines: readonly string[], code: number, source: string): Explanation | undefined {
	const table = [...packageEntries, ...systemEntries].filter(({id}) => code !== lockedCode || id === 'package-lock');
	const diagnosis = diagnoseLines(table, {source, lines});
	if (diagnosis === undefined) return explain(lines.slice(-20).join('\n'));
	return {message: diagnosis.cause, hint: diagnosis.fixes.join('\n'), diagnosis};
}
