import {isFinished, type RunState, type StageState} from '../core/state/run-state.ts';
import type {Look} from './look.ts';
import {planText} from './plan-text.ts';
import {hostText} from './step-text.ts';

/** Hosts and stages that have come to their end since `before`: the lines of each stage. */
export function closedText(before: RunState, now: RunState, width: number, look: Look): readonly (readonly string[])[] {
	if (before.stages === now.stages || before.stages.length !== now.stages.length) return [];
	return now.stages.map((stage, index) => {
		const was = before.stages[index];
		return was === undefined || was === stage ? [] : stageText(stage, was, now, width, look);
	});
}

function stageText(stage: StageState, was: StageState, {mode}: RunState, width: number, look: Look): readonly string[] {
	if (mode === 'check') return isFinished(stage.status) && !isFinished(was.status) ? planText(stage, look) : [];
	if (mode === 'test') return [];
	const ended = stage.hosts.filter((host, at) => isFinished(host.status) && !isFinished(was.hosts[at]?.status ?? 'pending'));
	return ended.map(host => hostText(host, width, look));
}
