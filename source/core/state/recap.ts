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

const add = (counts: Counts, key: keyof Counts, by = 1): Counts => ({...counts, [key]: counts[key] + by});

/** The counts with one more outcome; `before`: what the same step had come to, which no longer counts. */
export function countOutcome(counts: Counts, outcome: Outcome, before?: Outcome): Counts {
	const others = before === undefined ? counts : add(counts, counted[before], -1);
	return add(others, counted[outcome]);
}

/** The recap of a run that has done nothing yet: a row of zeros per host. */
export function emptyRecap(hosts: readonly string[]): Recap {
	return {total: noCounts, hosts: Object.fromEntries(hosts.map(host => [host, noCounts]))};
}

/**
 * The recap with one more outcome of a host: of a finished step, or `unreachable` for a host that could not be reached.
 * A host counts as unreachable once, however many of its steps say so. `before`: as in `countOutcome`.
 */
export function addOutcome(recap: Recap, host: string, outcome: Outcome, before?: Outcome): Recap {
	const counts = Object.hasOwn(recap.hosts, host) ? recap.hosts[host]! : noCounts;
	if (counted[outcome] === 'unreachable' && counts.unreachable > 0) return recap;
	return {
		total: countOutcome(recap.total, outcome, before),
		hosts: {...recap.hosts, [host]: countOutcome(counts, outcome, before)},
	};
}
