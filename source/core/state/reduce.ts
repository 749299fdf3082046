import type {RunEvent, StageOutline, StepRef} from '../events.ts';
import {addOutcome, countOutcome, emptyRecap, noCounts} from './recap.ts';
import {type HostState, isFailed, isFinished, noRun, type RunState, type StageState, type StepState, worst} from './run-state.ts';
import {type Finished, finishStep, newStep, reduceStep, type StepEvent} from './step-state.ts';

const newHost = ({name, steps}: StageOutline['hosts'][number]): HostState => ({
	name,
	status: 'pending',
	counts: noCounts,
	steps: steps.map(newStep),
});

const newStage = ({id, title, hosts}: StageOutline): StageState => ({
	id,
	title,
	status: 'pending',
	counts: noCounts,
	hosts: hosts.map(newHost),
});

/** How many steps a plan has, over all hosts. */
export const stepsIn = (stages: readonly StageOutline[]): number =>
	stages.flatMap(stage => stage.hosts).reduce((sum, host) => sum + host.steps.length, 0);

const planned = (stages: readonly StageOutline[]): Pick<RunState, 'stages' | 'steps'> => ({
	stages: stages.map(newStage),
	steps: stepsIn(stages),
});

function start(event: RunEvent & {readonly type: 'run-started'}): RunState {
	const hosts = event.stages.flatMap(stage => stage.hosts);
	return {
		...noRun,
		status: 'running',
		version: event.version,
		cluster: event.cluster,
		mode: event.mode,
		operation: event.operation,
		startedAt: Date.parse(event.at),
		...planned(event.stages),
		recap: emptyRecap([...new Set(hosts.map(host => host.name))]),
	};
}

const replaced = <T>(items: readonly T[], index: number, item: T): readonly T[] => items.with(index, item);

/** The state with one step changed, and what follows from it for its host and stage; of an unknown step nothing follows. */
function onStep(
	state: RunState,
	ref: StepRef,
	at: string,
	change: (step: StepState) => StepState,
	finished?: Finished,
): RunState {
	const stageIndex = state.stages.findIndex(stage => stage.id === ref.stage);
	const stage = state.stages[stageIndex];
	const hostIndex = stage?.hosts.findIndex(host => host.name === ref.host) ?? -1;
	const host = stage?.hosts[hostIndex];
	const stepIndex = host?.steps.findIndex(step => step.id === ref.step) ?? -1;
	const step = host?.steps[stepIndex];
	if (stage === undefined || host === undefined || step === undefined) return state;

	let nextHost: HostState = {...host, steps: replaced(host.steps, stepIndex, change(step))};
	let nextStage: StageState = stage;
	if (host.status === 'pending') nextHost = {...nextHost, status: 'running', startedAt: Date.parse(at)};
	if (stage.status === 'pending') nextStage = {...stage, status: 'running', startedAt: Date.parse(at)};
	if (finished !== undefined) {
		const before = isFinished(step.status) ? step.status : undefined;
		nextHost = {...nextHost, counts: countOutcome(host.counts, finished.outcome, before)};
		nextStage = {...nextStage, counts: countOutcome(stage.counts, finished.outcome, before)};
		// What a step had brought about has not lasted.
		if (before !== undefined) nextHost = {...nextHost, status: 'running'};
		if (before !== undefined && isFinished(nextStage.status)) nextStage = {...nextStage, status: 'running'};
		if (nextHost.steps.every(one => isFinished(one.status))) nextHost = closeHost(nextHost, Date.parse(at));
	}
	nextStage = {...nextStage, hosts: replaced(stage.hosts, hostIndex, nextHost)};
	if (finished !== undefined && nextStage.hosts.every(one => isFinished(one.status))) nextStage = closeStage(nextStage, at);
	return {...state, stages: replaced(state.stages, stageIndex, nextStage)};
}

const closeHost = (host: HostState, at: number): HostState =>
	isFinished(host.status) ? host : {...host, status: worst(host.steps.map(step => step.status)), finishedAt: at};

/** A stage of which nothing more will come: what has not run is left out of the account. */
function closeStage(stage: StageState, at: string): StageState {
	if (stage.status !== 'running') return stage;
	const hosts = stage.hosts.map(host => (host.status === 'running' ? closeHost(host, Date.parse(at)) : host));
	return {...stage, hosts, status: worst(hosts.map(host => host.status)), finishedAt: Date.parse(at)};
}

/** Ends the stages of which nothing more will come, also if not all of them was run. */
function closeOthers(state: RunState, id: string | undefined, at: string): RunState {
	const open = (stage: StageState) => stage.status === 'running' && stage.id !== id;
	if (!state.stages.some(open)) return state;
	return {...state, stages: state.stages.map(stage => (open(stage) ? closeStage(stage, at) : stage))};
}

const saidAs = (kind: 'todo' | 'unproven', {reports = []}: Finished): readonly string[] =>
	reports.flatMap(one => (one.kind === kind ? [one.what] : []));

const stepOf = (state: RunState, {stage, host, step}: StepRef): StepState | undefined =>
	state.stages
		.find(one => one.id === stage)
		?.hosts.find(one => one.name === host)
		?.steps.find(one => one.id === step);

function finishOne(state: RunState, event: Finished): RunState {
	const {ref, outcome, durationMs, failure} = event;
	const before = stepOf(state, ref)?.status;
	const again = before !== undefined && isFinished(before) ? before : undefined;
	const next = onStep(state, ref, event.at, step => finishStep(step, event), event);
	return {
		...next,
		done: again === undefined ? state.done + 1 : state.done,
		unproven: [...new Set([...state.unproven, ...saidAs('unproven', event)])],
		todos: [...new Set([...state.todos, ...saidAs('todo', event)])],
		recap: addOutcome(state.recap, ref.host, outcome, again),
		failures: isFailed(outcome)
			? [...state.failures, {ref, outcome, durationMs, failure: failure ?? {message: outcome}}]
			: state.failures,
	};
}

/** A step that begins again means that its stage is run again, and what follows it: the state before they were begun. */
function restart(state: RunState, ref: StepRef): RunState {
	const first = state.stages.findIndex(one => one.id === ref.stage);
	const again = stepOf(state, ref);
	if (again === undefined || !isFinished(again.status)) return state;
	const stages = state.stages.map((stage, index) => (index < first ? stage : newStage(stage)));
	const outcomes = stages
		.flatMap(stage => stage.hosts)
		.flatMap(({name, steps}) => steps.flatMap(({status}) => (isFinished(status) ? [{host: name, outcome: status}] : [])));
	const left = new Set(stages.slice(0, first).map(stage => stage.id));
	return {
		...state,
		stages,
		done: outcomes.length,
		recap: outcomes.reduce((sum, one) => addOutcome(sum, one.host, one.outcome), emptyRecap(Object.keys(state.recap.hosts))),
		failures: state.failures.filter(({ref}) => left.has(ref.stage)),
	};
}

/** Where only tests run, stages follow one another: the first sign of a later one ends the one before. */
const before = (state: RunState, {ref, at}: StepEvent): RunState =>
	state.mode === 'test' ? closeOthers(state, ref.stage, at) : state;

const onEvent = (state: RunState, event: StepEvent): RunState =>
	onStep(state, event.ref, event.at, step => reduceStep(step, event));

/** The state after one more event. Views read nothing else; given all events of a run, it is the run. */
export function reduce(state: RunState, event: RunEvent): RunState {
	switch (event.type) {
		case 'run-started':
			return start(event);
		case 'host-connected':
			return state;
		case 'plan-settled':
			return {...state, ...planned(event.stages)};
		case 'step-started':
			return onEvent(restart(before(state, event), event.ref), event);
		case 'step-finished':
			return finishOne(state, event);
		case 'run-finished':
			return {
				...closeOthers(state, undefined, event.at),
				status: event.outcome,
				recap: event.recap,
				durationMs: event.durationMs,
				...(event.failure === undefined ? {} : {failure: event.failure}),
			};
		default:
			return onEvent(state, event);
	}
}
