import {duration} from '../core/duration.ts';
import type {RunState} from '../core/state/run-state.ts';
import {cleanLine} from '../core/text.ts';
import {names} from '../core/view/words.ts';

/** Silence after which a reader is told that the run is alive, in milliseconds (as terraform does; issue 3). */
export const silenceMs = 30_000;

/** Time as a reporter sees it, so that tests can turn the hands. */
export type Clock = {
	/** Milliseconds since 1970. */
	now(): number;
	/** Calls back again and again until the returned function is called; never keeps the process alive. */
	every(ms: number, tick: () => void): () => void;
};

export const systemClock: Clock = {
	now: Date.now,
	every(ms, tick) {
		const timer = setInterval(tick, ms);
		timer.unref();
		return () => clearInterval(timer);
	},
};

/** What is still running, one line per step; hosts that are at the same step and wait for the same share it. */
export function runningText(state: RunState, now: number): readonly string[] {
	const groups = new Map<string, {readonly hosts: string[]; readonly title: string; since: number; readonly waiting: string}>();
	for (const stage of state.stages) {
		if (stage.status !== 'running') continue;
		for (const host of stage.hosts) {
			for (const step of host.steps) {
				if (step.status !== 'running') continue;
				const waiting = step.waiting === undefined ? '' : `, waiting for ${step.waiting}`;
				const key = `${step.id}\n${waiting}`;
				const since = step.startedAt ?? now;
				const group = groups.get(key) ?? {hosts: [], title: step.title, since, waiting};
				group.hosts.push(host.name);
				group.since = Math.min(group.since, since);
				groups.set(key, group);
			}
		}
	}
	return [...groups.values()].map(({hosts, title, since, waiting}) =>
		cleanLine(`still running: ${names(hosts)}  ${title}, ${duration(now - since)}${waiting}`),
	);
}
