import type {Report, RunEvent, StepRef} from '../../core/events.ts';

/** A command that an operator may want again: it starts something, or it tests something. */
export type Shown = {readonly kind: 'start' | 'test'; readonly stage: string; readonly host: string; readonly command: string};

export type Answered = Extract<Report, {readonly kind: 'endpoint'}>;

/** What a run lets us know of the cluster, beyond how its steps went. */
export type Findings = {
	readonly shown: readonly Shown[];
	/** What a member is to the others, by stage and host: `leader`, `follower`, `controller`. */
	readonly parts: Readonly<Record<string, Readonly<Record<string, string>>>>;
	/** The number of records of each topic, each time that it was counted. */
	readonly records: Readonly<Record<string, readonly number[]>>;
	/** Where a service answered, by stage. */
	readonly endpoints: Readonly<Record<string, readonly Answered[]>>;
	/** Commands of steps whose outcome isn't known yet. */
	readonly open: readonly (StepRef & {readonly command: string})[];
	/** The stage at work: what was known before it began, and its steps that have ended. */
	readonly stage?: {readonly id: string; readonly before: Findings; readonly ended: readonly StepRef[]} | undefined;
};

export const noFindings: Findings = {shown: [], parts: {}, records: {}, endpoints: {}, open: []};

const isOf = (a: StepRef, b: StepRef): boolean => a.stage === b.stage && a.host === b.host && a.step === b.step;

function withParts(parts: Findings['parts'], stage: string, reports: readonly Report[]): Findings['parts'] {
	const found = reports.flatMap(one => (one.kind === 'member' ? [[one.host, one.part] as const] : []));
	return found.length === 0 ? parts : {...parts, [stage]: {...parts[stage], ...Object.fromEntries(found)}};
}

function withRecords(records: Findings['records'], reports: readonly Report[]): Findings['records'] {
	const counted = new Map<string, number>();
	for (const one of reports) if (one.kind === 'records') counted.set(one.topic, (counted.get(one.topic) ?? 0) + one.count);
	const added = [...counted].map(([topic, number]) => [topic, [...(records[topic] ?? []), number]] as const);
	return counted.size === 0 ? records : {...records, ...Object.fromEntries(added)};
}

function withEndpoints(endpoints: Findings['endpoints'], stage: string, reports: readonly Report[]): Findings['endpoints'] {
	const found = reports.filter(one => one.kind === 'endpoint');
	return found.length === 0 ? endpoints : {...endpoints, [stage]: [...(endpoints[stage] ?? []), ...found]};
}

/** Commands that were shown. What is started again in a stage that is run again stands once. */
function withShown(shown: Findings['shown'], kind: Shown['kind'], commands: Findings['open']): Findings['shown'] {
	const known = (one: Shown) => shown.some(({host, command}) => kind === 'start' && host === one.host && command === one.command);
	return [...shown, ...commands.map(({stage, host, command}) => ({kind, stage, host, command})).filter(one => !known(one))];
}

/** A step that begins: the first of a stage, or, if it had ended, of a stage that is run again. What was found then does not count, but for what it started. */
function begin({stage, ...findings}: Findings, ref: StepRef): Findings {
	if (stage?.id !== ref.stage) return {...findings, stage: {id: ref.stage, before: findings, ended: []}};
	if (!stage.ended.some(one => isOf(one, ref))) return {...findings, stage};
	const started = findings.shown.filter(one => one.kind === 'start' && one.stage === stage.id);
	return {...stage.before, shown: [...stage.before.shown, ...started], stage: {...stage, ended: []}};
}

/** What is known after one more event. A step named `start` starts a service; a step that is fine and showed a command is a test. */
export function find(findings: Findings, event: RunEvent): Findings {
	if (event.type === 'run-started') return noFindings;
	if (event.type === 'step-started') return begin(findings, event.ref);
	if (event.type === 'command-started') return {...findings, open: [...findings.open, {...event.ref, command: event.command}]};
	if (event.type !== 'step-finished') return findings;
	const {ref, outcome, reports = []} = event;
	const {stage} = findings;
	const mine = findings.open.filter(one => isOf(one, ref));
	const kind = ref.step === 'start' ? 'start' : 'test';
	const worth = kind === 'start' ? outcome === 'ok' || outcome === 'changed' : outcome === 'ok';
	return {
		shown: worth ? withShown(findings.shown, kind, mine) : findings.shown,
		parts: withParts(findings.parts, ref.stage, reports),
		records: withRecords(findings.records, reports),
		endpoints: withEndpoints(findings.endpoints, ref.stage, reports),
		open: mine.length === 0 ? findings.open : findings.open.filter(one => !isOf(one, ref)),
		stage: stage && {...stage, ended: [...stage.ended, ref]},
	};
}
