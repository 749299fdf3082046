import type {Change} from '../../core/events.ts';
import {cleanLine} from '../../core/text.ts';
import type {PlannedHost, PlanSummary} from './wizard-functions.ts';

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
};

const changes = (number: number) => (number === 0 ? 'no change' : `${number} change${number === 1 ? '' : 's'}`);
const sum = (hosts: readonly PlannedHost[]) => hosts.reduce((total, host) => total + host.changes.length, 0);

/** The plan as the rows of a tree, of which some are open. */
export function planRows(plan: PlanSummary, open: ReadonlySet<string>): readonly PlanRow[] {
	return plan.stages.flatMap(stage => {
		const failed = stage.hosts.filter(host => host.failure !== undefined).length;
		const top: PlanRow = {
			id: stage.id,
			depth: 0,
			text: stage.title,
			counts: `${stage.hosts.length} host${stage.hosts.length === 1 ? '' : 's'} · ${changes(sum(stage.hosts))}${failed === 0 ? '' : ` · ${failed} failed`}`,
			branch: true,
			open: open.has(stage.id),
			bad: failed > 0,
		};
		if (!top.open) return [top];
		return [top, ...stage.hosts.flatMap(host => hostRows(stage.id, host, open))];
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
	return `${changes(total)} on ${hosts.size} host${hosts.size === 1 ? '' : 's'} in ${plan.stages.length} stages`;
}
