import {diagnose} from '../diagnosis/diagnose.ts';
import type {Entry} from '../diagnosis/entry.ts';
import {systemEntries} from '../diagnosis/system.ts';
import {explain} from '../explain.ts';
import type {Explanation} from '../job/job.ts';
import {packageEntries} from './package-entries.ts';
import {lockedCode} from './package-locks.ts';

/** What the output of an installation that failed means. `source`: the unit that has the lines. */
export function explainPackages(lines: readonly string[], code: number, source: string): Explanation | undefined {
	const table = [...systemEntries, ...packageEntries].filter(({id}) => code !== lockedCode || id === 'package-lock');
	const explained = (some: readonly Entry[]): Explanation | undefined => {
		const {diagnosis} = diagnose(some, {source, lines});
		return diagnosis === undefined ? undefined : {message: diagnosis.cause, hint: diagnosis.fixes.join('\n'), diagnosis};
	};
	// What apt warns of or remarks did not end it.
	const last = lines.filter(line => !/^[WN]: /.test(line)).slice(-20);
	return explained(table.filter(({symptom}) => symptom !== true)) ?? explain(last.join('\n')) ?? explained(table);
}
