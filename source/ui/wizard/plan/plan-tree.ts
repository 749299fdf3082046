import type {Change} from '../../../core/events.ts';
import {cleanLine} from '../../../core/text.ts';
import {count} from '../../../core/view/words.ts';
import {fold} from '../../components/fold.ts';
import type {PlannedHost, PlannedNote, PlannedStage, PlanSummary} from '../wizard-functions.ts';

export type PlanRow = {
	/** Unique, and what is remembered as open. */
	readonly id: string;
	readonly depth: 0 | 1 | 2;
	readonly text: string;
	readonly counts: string;
	/** Whether it can be opened. */
	readonly branch: boolean;
	readonly open: boolean;
	readonly change?: Change;
	readonly bad: boolean;
	readonly note?: 'weighty' | 'aside';
};

const changes = (number: number) => (number === 0 ? 'no change' : count(number, 'change'));
const sum = (hosts: readonly PlannedHost[]) => hosts.reduce((total, host) => total + host.changes.length, 0);

/** What is to be said of a stage, each thing once, with the hosts of which it is. */
function notesOf({hosts}: PlannedStage): readonly (PlannedNote & {readonly hosts: readonly string[]})[] {
	const said = new Map<string, {weighty: boolean; hosts: Set<string>}>();
	for (const {name, notes} of hosts) {
		for (const {text, weighty} of notes) {
			const note = said.get(text) ?? {weighty: false, hosts: new Set()};
			said.set(text, {weighty: note.weighty || weighty, hosts: note.hosts.add(name)});
		}
	}
	return [...said].map(([text, note]) => ({text, weighty: note.weighty, hosts: [...note.hosts]}));
}

/** The stages with remarks about changes: open from the beginning, so that these are seen. */
export const notedStages = (plan: PlanSummary): ReadonlySet<string> =>
	new Set(plan.stages.filter(stage => notesOf(stage).some(({weighty}) => weighty)).map(({id}) => id));

/** A remark in rows of `width` columns, as many as it takes. */
function noteRows(stage: PlannedStage, width: number): readonly PlanRow[] {
	return notesOf(stage).flatMap((note, index) =>
		fold(`note: ${note.hosts.join(', ')}: ${cleanLine(note.text)}`, width).map(
			(text, row): PlanRow => ({
				id: `${stage.id}/~${index}.${row}`,
				depth: 1,
				text: `${note.weighty && row === 0 ? '!' : ' '} ${text}`,
				counts: '',
				branch: false,
				open: false,
				bad: false,
				note: note.weighty ? 'weighty' : 'aside',
			}),
		),
	);
}

/** The plan as the rows of a tree, of which some are open; only remarks are longer than one row of `width` columns. */
export function planRows(plan: PlanSummary, open: ReadonlySet<string>, width = Number.POSITIVE_INFINITY): readonly PlanRow[] {
	return plan.stages.flatMap(stage => {
		const failed = stage.hosts.filter(host => host.failure !== undefined).length;
		const noted = notesOf(stage).length;
		const top: PlanRow = {
			id: stage.id,
			depth: 0,
			text: stage.title,
			counts: [
				count(stage.hosts.length, 'host'),
				changes(sum(stage.hosts)),
				...(noted === 0 ? [] : [count(noted, 'note')]),
				...(failed === 0 ? [] : [`${failed} failed`]),
			].join(' · '),
			branch: true,
			open: open.has(stage.id),
			bad: failed > 0,
		};
		if (!top.open) return [top];
		return [top, ...noteRows(stage, width), ...stage.hosts.flatMap(host => hostRows(stage.id, host, open))];
	});
}

function hostRows(stage: string, host: PlannedHost, open: ReadonlySet<string>): readonly PlanRow[] {
	const id = `${stage}/${host.name}`;
	const branch = host.changes.length > 0 || host.failure !== undefined;
	const row: PlanRow = {
		id,
		depth: 1,
		text: host.name,
		counts: host.failure === undefined ? changes(host.changes.length) : 'failed',
		branch,
		open: branch && open.has(id),
		bad: host.failure !== undefined,
	};
	if (!row.open) return [row];
	const failure =
		host.failure === undefined ? [] : [host.failure.message, ...(host.failure.hint === undefined ? [] : [host.failure.hint])];
	return [
		row,
		...failure.map(
			(text, index): PlanRow => ({
				id: `${id}/!${index}`,
				depth: 2,
				text: cleanLine(text),
				counts: '',
				branch: false,
				open: false,
				bad: true,
			}),
		),
		...host.changes.map(
			(change, index): PlanRow => ({
				id: `${id}/${index}`,
				depth: 2,
				text: cleanLine(change.what) + (change.reason === undefined ? '' : ` (${cleanLine(change.reason)})`),
				counts: hasDiff(change) ? 'd diff' : '',
				branch: false,
				open: false,
				change,
				bad: false,
			}),
		),
	];
}

export const hasDiff = (change: Change | undefined): boolean =>
	change !== undefined && (change.before !== undefined || change.after !== undefined);

/** The plan in one line. */
export function planCounts(plan: PlanSummary): string {
	const total = plan.stages.reduce((count, stage) => count + sum(stage.hosts), 0);
	const hosts = new Set(plan.stages.flatMap(stage => stage.hosts.map(host => host.name)));
	if (total === 0) return `nothing to change on ${count(hosts.size, 'host')}`;
	return `${changes(total)} on ${count(hosts.size, 'host')} in ${count(plan.stages.length, 'stage')}`;
}
