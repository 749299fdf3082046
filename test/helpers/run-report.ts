import type {Recap, Report, RunEvent} from '../../source/core/events.ts';

type Finished = Extract<RunEvent, {type: 'step-finished'}>;

/** The steps that failed. */
export const failedSteps = (events: readonly RunEvent[]) => finished(events).filter(({failure}) => failure !== undefined);

const finished = (events: readonly RunEvent[]) => events.filter((event): event is Finished => event.type === 'step-finished');

/** What was changed, or would be, as `stage/host/step`, sorted. */
export const changedSteps = (events: readonly RunEvent[]): readonly string[] =>
	finished(events)
		.filter(event => event.outcome === 'changed')
		.map(({ref}) => `${ref.stage}/${ref.host}/${ref.step}`)
		.sort();

/** The remarks that a step left, on all hosts. */
export const noted = (events: readonly RunEvent[], step: string): readonly string[] =>
	finished(events).flatMap(event => (event.ref.step === step ? event.notes : []));

/** How far the topics of the lab's source have grown, as `TOPIC:PARTITION:RECORDS`. */
export const counted = (events: readonly RunEvent[]): readonly string[] =>
	noted(events, 'topics-orders').filter(note => /^\S+:\d+:\d+$/.test(note));

/** What steps found out, for programs. */
export const reported = <K extends Report['kind']>(events: readonly RunEvent[], kind: K): readonly Extract<Report, {kind: K}>[] =>
	finished(events).flatMap(({reports = []}) => reports.filter((one): one is Extract<Report, {kind: K}> => one.kind === kind));

/** What the commands of a step wrote. */
export const outputOf = (events: readonly RunEvent[], step: string): string =>
	events.flatMap(event => (event.type === 'output' && event.ref.step === step ? [event.text] : [])).join('');

export const commandsOf = (events: readonly RunEvent[], step: string): readonly string[] =>
	events.flatMap(event => (event.type === 'command-started' && event.ref.step === step ? [event.command] : []));

export function recapOf(events: readonly RunEvent[]): Recap {
	const last = events.at(-1);
	if (last?.type !== 'run-finished') throw new Error('the last event is not run-finished');
	return last.recap;
}

/** What went wrong: of the steps, then of the run. */
export const failuresOf = (events: readonly RunEvent[]) =>
	events.flatMap(event =>
		(event.type === 'step-finished' || event.type === 'run-finished') && event.failure !== undefined ? [event.failure] : [],
	);

/** Steps that were run and that no plan had told of before, as `stage/host/step`. */
export function untoldSteps(events: readonly RunEvent[]): readonly string[] {
	const told = events.findLast(event => event.type === 'plan-settled' || event.type === 'run-started');
	const stages = told?.type === 'plan-settled' || told?.type === 'run-started' ? told.stages : [];
	const all = new Set(
		stages.flatMap(({id: stage, hosts}) => hosts.flatMap(({name, steps}) => steps.map(({id}) => `${stage}/${name}/${id}`))),
	);
	return finished(events)
		.map(({ref}) => `${ref.stage}/${ref.host}/${ref.step}`)
		.filter(ref => !all.has(ref));
}
