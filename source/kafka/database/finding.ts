import type {Change} from '../../core/events.ts';
import type {Context} from '../../core/plan.ts';

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

/** Tells what was found: what failed are differences, the rest are notes. */
export function tellFindings({note}: Pick<Context, 'note'>, findings: readonly DatabaseFinding[]): readonly Change[] {
	for (const {state, source, found, fix} of findings) {
		if (state !== 'failed') note(`connector ${source}: ${found}${fix === '' ? '' : `. ${fix}`}`);
	}
	return findings.flatMap(({state, source, found, fix}) =>
		state === 'failed' ? [{what: `connector ${source}: ${found}`, reason: fix}] : [],
	);
}
