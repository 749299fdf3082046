import {diagnoseLines} from '../diagnosis/diagnose.ts';
import type {Entry} from '../diagnosis/entry.ts';
import {systemEntries} from '../diagnosis/system.ts';
import {explain} from '../explain.ts';
import type {Explanation} from '../job/job.ts';
import {packageEntries} from './package-entries.ts';
import {lockedCode} from './package-locks.ts';

/** What the output of an installation that failed means. `source`: the unit that has the lines. */
export function explainPackages(lines: readonly string[], code: number, source: string): Explanation | undefined {
	const table = [...packageEntries, ...systemEntries].filter(({id}) => code !== lockedCode || id === 'package-lock');
	const explained = (some: readonly Entry[]): Explanation | undefined => {
		const diagnosis = diagnoseLines(some, {source, lines});
		return diagnosis === undefined ? undefined : {message: diagnosis.cause, hint: diagnosis.fixes.join('\n'), diagnosis};
	};
	return explained(table.filter(({symptom}) => symptom !== true)) ?? explain(lines.slice(-20).join('\n')) ?? explained(table);
}
