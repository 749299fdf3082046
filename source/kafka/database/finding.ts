import {type Finding, ok} from '../preflight/host-check.ts';

/** What is looked at, stable between versions: docs/database.md has a row for each. */
export type DatabaseCheck =
	| 'database-reach'
	| 'database-tls'
	| 'database-driver'
	| 'database-login'
	| 'database-table'
	| 'database-kind'
	| 'database-read'
	| 'database-key'
	| 'database-time'
	| 'database-mode';

/** One thing that a look at the database of a source found. */
export type DatabaseFinding = {
	readonly check: DatabaseCheck;
	/** Of `warning` and `not-checked` the run tells, and goes on. */
	readonly state: 'failed' | 'warning' | 'not-checked';
	readonly source: string;
	/** As it is, as a sentence that follows "connector NAME: "; and as it is wanted. */
	readonly found: string;
	readonly wanted: string;
	/** Why it matters: one sentence. */
	readonly why: string;
	/** What to do, as a sentence. */
	readonly fix: string;
};

/** The same as findings of a check of the host that they were made on. */
export function hostFindings(findings: readonly DatabaseFinding[]): readonly Finding[] {
	if (findings.length === 0)
		return ok('as the sources want them, or read already with these settings', 'databases that can be read');
	return findings.map(({state, source, found, wanted, why, fix}) => {
		const what = `connector ${source}: ${found}`;
		const advice = fix === '' ? {} : {fix};
		return {state, found: what, wanted, why, what: state === 'failed' || fix === '' ? what : `${what}. ${fix}`, ...advice};
	});
}
