import type {CheckFinding, CheckState, EventBody, StageOutline} from './events.ts';

/** A check as people know it: its id, its title, and why it matters for Kafka. */
export type CheckEntry = {readonly id: string; readonly title: string; readonly why: string};

/** What one check says of one host; `state` is the worst of its findings. */
export type CheckCell = {readonly state: CheckState; readonly findings: readonly CheckFinding[]};

export type CheckedHost = {readonly name: string; readonly address?: string; readonly os?: string};

/** The matrix host × check. A check that there is nothing to say of on a host has no cell there. */
export type CheckSheet = {
	/** Of kafka-setup. */
	readonly version: string;
	readonly cluster: string;
	readonly hosts: readonly CheckedHost[];
	/** Those that have a cell on any host, in their order. */
	readonly checks: readonly CheckEntry[];
	cell(check: string, host: string): CheckCell | undefined;
};

/** The worse first. */
const order: readonly CheckState[] = ['failed', 'warning', 'not-checked', 'skipped', 'ok'];

export const worst = (states: readonly CheckState[]): CheckState => order.find(one => states.includes(one)) ?? 'ok';

type Given = Pick<CheckSheet, 'version' | 'cluster' | 'hosts'> & {
	readonly catalogue: readonly CheckEntry[];
	/** What the run of the checks said. */
	readonly events: readonly EventBody[];
	/** Those that were left out. */
	readonly skipped: ReadonlySet<string>;
	/** What was found before the first check, and in its place. */
	readonly before: readonly CheckFinding[];
	/** Hosts that were not looked at. */
	readonly unseen: ReadonlySet<string>;
};

/** A step that reports no finding, because it is no check of the catalogue or came to an end of its own. */
function bareFinding(event: EventBody & {readonly type: 'step-finished'}, why: string): CheckFinding {
	const {ref, outcome, failure, notes} = event;
	const state = outcome === 'ok' ? (notes.length > 0 ? 'warning' : 'ok') : outcome === 'failed' ? 'failed' : 'not-checked';
	const fix = failure?.hint;
	return {
		host: ref.host,
		check: ref.step,
		state,
		found: failure?.message ?? notes.join('; '),
		wanted: '',
		why,
		...(fix === undefined ? {} : {fix}),
	};
}

/** The sheet of what was found. */
export function sheetOf({version, cluster, hosts, catalogue, events, skipped, before, unseen}: Given): CheckSheet {
	const titles = new Map(
		events.flatMap(event => (event.type === 'run-started' || event.type === 'plan-settled' ? outlined(event.stages) : [])),
	);
	const entries = new Map(catalogue.map(one => [one.id, one]));
	for (const [id, title] of titles) if (!entries.has(id)) entries.set(id, {id, title, why: ''});
	const found: CheckFinding[] = [...before];
	for (const event of events) {
		if (event.type !== 'step-finished') continue;
		const own = (event.reports ?? []).flatMap(report => {
			if (report.kind !== 'check') return [];
			const {kind: _, ...one} = report;
			return [one];
		});
		const failed = event.outcome !== 'ok' && !own.some(({state}) => state === 'failed');
		const {id, why} = entries.get(event.ref.step) ?? {id: event.ref.step, why: ''};
		if (own.length > 0 && !failed) found.push(...own);
		else if (failed || !catalogue.some(one => one.id === id)) found.push(bareFinding(event, why));
	}
	const cells = new Map<string, CheckCell>();
	const key = (check: string, host: string) => `${check} ${host}`;
	for (const {id} of entries.values()) {
		for (const {name} of hosts) {
			const findings = found.filter(({check, host}) => check === id && host === name);
			if (findings.length > 0) cells.set(key(id, name), {state: worst(findings.map(({state}) => state)), findings});
			else if (skipped.has(id)) cells.set(key(id, name), {state: 'skipped', findings: []});
			else if (unseen.has(name) && found.some(({check}) => check === id))
				cells.set(key(id, name), {state: 'not-checked', findings: []});
		}
	}
	return {
		version,
		cluster,
		hosts,
		checks: [...entries.values()].filter(({id}) => hosts.some(({name}) => cells.has(key(id, name)))),
		cell: (check, host) => cells.get(key(check, host)),
	};
}

const outlined = (stages: readonly StageOutline[]) =>
	stages.flatMap(stage => stage.hosts.flatMap(({steps}) => steps.map(({id, title}) => [id, title] as const)));

/** How many cells there are of each state. */
export function countsOf({hosts, checks, cell}: CheckSheet): Readonly<Record<CheckState, number>> {
	const counts = {ok: 0, warning: 0, failed: 0, skipped: 0, 'not-checked': 0};
	for (const {id} of checks)
		for (const {name} of hosts) counts[cell(id, name)?.state ?? 'ok'] += cell(id, name) === undefined ? 0 : 1;
	return counts;
}

/** A finding, the title of its check, and the hosts that have it in common. */
export type Alike = {readonly title: string; readonly finding: CheckFinding; readonly hosts: readonly string[]};

/** Every finding but those that are ok, failures first; the same finding of several hosts is listed once. */
export function alike({hosts, checks, cell}: CheckSheet): readonly Alike[] {
	const groups = new Map<string, Alike & {readonly hosts: string[]}>();
	for (const {id, title} of checks) {
		for (const finding of hosts.flatMap(({name}) => cell(id, name)?.findings ?? [])) {
			if (finding.state === 'ok') continue;
			const {host, ...rest} = finding;
			const key = JSON.stringify(rest);
			const group = groups.get(key);
			if (group === undefined) groups.set(key, {finding, hosts: [host], title});
			else group.hosts.push(host);
		}
	}
	return [...groups.values()].sort((a, b) => order.indexOf(a.finding.state) - order.indexOf(b.finding.state));
}

/** The checks that are ok on each host that was checked. */
export function wellChecks({hosts, checks, cell}: CheckSheet): readonly CheckEntry[] {
	return checks.filter(({id}) => {
		const seen = hosts.map(({name}) => cell(id, name)).filter(one => one !== undefined && one.findings.length > 0);
		return seen.length > 0 && seen.every(one => one!.state === 'ok');
	});
}
