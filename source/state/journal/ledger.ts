import {stepKey} from '../../core/events.ts';
import {type Placement, staysWithData, type Thing} from '../../core/things.ts';
import type {JournalRecord} from './journal-lines.ts';

type Of<T extends JournalRecord['type']> = Extract<JournalRecord, {readonly type: T}>;

const isOf =
	(host: string, {kind, name}: Thing) =>
	(one: Placement) =>
		one.host === host && one.thing.kind === kind && one.thing.name === name;

/**
 * What the runs of a journal have put on hosts and not taken away again, in the order in which it was put there first.
 * What a run that takes things away has left at its end, for the hosts did not agree, is no longer ours; data that it
 * kept is, with what stays beside it.
 */
export function placements(records: readonly JournalRecord[]): readonly Placement[] {
	let placed: Placement[] = [];
	let destroy: Of<'run'>['destroy'];
	const open = new Map<string, Of<'intent'>>();
	for (const record of records) {
		if (record.type === 'run') destroy = record.destroy;
		if (record.type === 'intent') {
			const {host, stage} = record.ref;
			open.set(stepKey(record.ref), record);
			for (const thing of record.puts ?? []) if (!placed.some(isOf(host, thing))) placed.push({host, stage, thing});
		}
		if (record.type === 'finished' && record.outcome === 'changed') {
			const {takes = []} = open.get(stepKey(record.ref)) ?? {};
			placed = placed.filter(one => !takes.some(thing => isOf(record.ref.host, thing)(one)));
		}
		if (record.type === 'end' && record.outcome === 'succeeded' && destroy !== undefined) {
			const {data, hosts} = destroy;
			const dataOn = (name: string) =>
				placed.flatMap(({host, thing}) => (host === name && thing.kind === 'data' ? [thing.name] : []));
			placed = placed.filter(({host, thing}) => !hosts.includes(host) || (!data && staysWithData(thing, dataOn(host))));
		}
	}
	return placed;
}

/** The stages that runs have changed, and of which no run has seen every test pass since: it was cut, or a test failed. */
export function untestedStages(records: readonly JournalRecord[]): ReadonlySet<string> {
	const stages = new Set<string>();
	let run: Of<'run'> | undefined;
	for (const record of records) {
		if (record.type === 'run') run = record;
		if (record.type === 'intent' && run?.destroy === undefined) stages.add(record.ref.stage);
		// On one host alone, or while it is removed, a stage was not tested as a whole.
		if (record.type === 'tested' && run?.host === undefined && run?.destroy === undefined) stages.delete(record.stage);
		const whole = run !== undefined && run.stage === undefined && run.from === undefined && run.host === undefined;
		if (record.type === 'end' && record.outcome === 'succeeded' && whole) stages.clear();
	}
	return stages;
}

/** Whether a part of the journal is of before it said what is put where. */
export const predatesPlacements = (records: readonly JournalRecord[]): boolean =>
	records.some(record => record.type === 'intent' && record.puts === undefined);
