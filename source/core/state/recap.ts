import type {Counts, Outcome, Recap} from '../events.ts';

/** No step has an outcome yet. */
export const noCounts: Counts = {ok: 0, changed: 0, failed: 0, unreachable: 0, skipped: 0};

/** Which count a finished step falls under: what was not done is skipped, what may or may not have been done is failed. */
const counted: Readonly<Record<Outcome, keyof Counts>> = {
	ok: 'ok',
	changed: 'changed',
	failed: 'failed',
	unknown: 'failed',
	unreachable: 'unreachable',
	skipped: 'skipped',
	cancelled: 'skipped',
};

const addOne = (counts: Counts, key: keyof Counts): Counts => ({...counts, [key]: counts[key] + 1});

/** The counts with one more outcome. */
export const countOutcome = (counts: Counts, outcome: Outcome): Counts => addOne(counts, counted[outcome]);

/** The recap of a run that has done nothing yet: a row of zeros per host. */
export function emptyRecap(hosts: readonly string[]): Recap {
	return {total: noCounts, hosts: Object.fromEntries(hosts.map(host => [host, noCounts]))};
}

/**
 * The recap with one more outcome of a host: of a finished step, or `unreachable` for a host that could not be reached.
 * A host counts as unreachable once, however many of its steps say so.
 */
export function addOutcome(recap: Recap, host: string, outcome: Outcome): Recap {
	const counts = Object.hasOwn(recap.hosts, host) ? recap.hosts[host]! : noCounts;
	const key = counted[outcome];
	if (key === 'unreachable' && counts.unreachable > 0) return recap;
	return {total: addOne(recap.total, key), hosts: {...recap.hosts, [host]: addOne(counts, key)}};
}
