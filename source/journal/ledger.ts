import type {Placement} from '../core/things.ts';
import type {JournalRecord} from './journal-lines.ts';

const same = (a: Placement, b: Placement) => a.host === b.host && a.thing.kind === b.thing.kind && a.thing.name === b.thing.name;

/**
 * What the runs of a journal have put on hosts and not taken away again, in the order in which it was put there first.
 * A run that takes things away counts when it came to its end: until then each of its steps asks the hosts anyway. What
 * it then left, for the hosts did not agree, is no longer ours; data that it kept is.
 */
export function placements(records: readonly JournalRecord[]): readonly Placement[] {
	let placed: Placement[] = [];
	let destroy: Extract<JournalRecord, {type: 'run'}>['destroy'];
	for (const record of records) {
		if (record.type === 'run') destroy = record.destroy;
		if (record.type === 'intent') {
			for (const thing of record.puts ?? []) {
				const placement = {host: record.ref.host, stage: record.ref.stage, thing};
				if (!placed.some(one => same(one, placement))) placed.push(placement);
			}
		}
		if (record.type === 'end' && record.outcome === 'succeeded' && destroy !== undefined) {
			const {data, hosts} = destroy;
			placed = placed.filter(({host, thing}) => !hosts.includes(host) || (thing.kind === 'data' && !data));
		}
	}
	return placed;
}

/** Whether a part of the journal is of before it said what is put where. */
export const isOfBefore = (records: readonly JournalRecord[]): boolean =>
	records.some(record => record.type === 'intent' && record.puts === undefined);
