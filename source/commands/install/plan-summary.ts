import type {Failure, RunEvent, StageOutline} from '../../core/events.ts';
import {stepsIn} from '../../core/state/reduce.ts';
import type {PlannedHost, PlanSummary} from '../../ui/wizard/wizard-functions.ts';

type Finished = RunEvent & {readonly type: 'step-finished'};

function hostOf(name: string, stage: string, finished: readonly Finished[]): PlannedHost {
	const own = finished.filter(({ref}) => ref.stage === stage && ref.host === name);
	const failure = own.find(one => one.failure !== undefined)?.failure;
	return {
		name,
		changes: own.flatMap(({changes, failure}) => (failure === undefined ? changes : [])),
		notes: own.flatMap(({notes, changes}) => notes.map(text => ({text, weighty: changes.length > 0}))),
		...(failure === undefined ? {} : {failure}),
	};
}

/** Gathers the events of a run in mode `check` into what would change. */
export function planSummary(progress: (text: string) => void): {
	readonly emit: (event: RunEvent) => void;
	readonly summary: () => PlanSummary;
} {
	let stages: readonly StageOutline[] = [];
	let failure: Failure | undefined;
	let [steps, hosts] = [0, 0];
	const finished: Finished[] = [];
	const connected = new Set<string>();
	return {
		emit(event) {
			switch (event.type) {
				case 'run-started':
				case 'plan-settled':
					stages = event.stages;
					steps = stepsIn(stages);
					if (event.type === 'plan-settled') return;
					hosts = new Set(stages.flatMap(stage => stage.hosts.map(({name}) => name))).size;
					return progress('logging in to the hosts');
				case 'host-connected':
					connected.add(event.host);
					return progress(`logged in to ${connected.size} of ${hosts} hosts`);
				case 'step-finished':
					finished.push(event);
					return progress(`compared ${finished.length} of ${steps} steps`);
				case 'run-finished': {
					const failed = finished.find(one => one.failure !== undefined);
					const many = finished.filter(one => one.failure !== undefined).length;
					failure =
						event.failure ??
						(failed === undefined
							? undefined
							: many === 1
								? failed.failure
								: {message: `${many} steps could not be planned: open the stages to see why`});
				}
			}
		},
		summary: () => ({
			stages: stages.map(({id, title, hosts}) => ({id, title, hosts: hosts.map(({name}) => hostOf(name, id, finished))})),
			...(failure === undefined ? {} : {failure}),
		}),
	};
}
