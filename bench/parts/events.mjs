// Times out of the JSON lines of a run.
import {readFileSync} from 'node:fs';

const read = path =>
	readFileSync(path, 'utf8')
		.split('\n')
		.filter(line => line.startsWith('{'))
		.map(line => JSON.parse(line));

/**
 * How long the run took, and each stage of it from the start of its first step to the end of its last: `{ms, before, after, stages:
 * [{stage, ms}]}`. `before` is what came before all steps (the logins), `after` what came behind them. A stage's steps may run
 * beside those of another, so the stages can sum up to more than the whole.
 */
export function runTimes(path) {
	const events = read(path);
	const [begin, end] = [events[0], events.at(-1)].map(({at}) => Date.parse(at));
	const stages = new Map();
	for (const {at, type, ref} of events) {
		if (type !== 'step-started' && type !== 'step-finished') continue;
		const ms = Date.parse(at);
		const {first, last} = stages.get(ref.stage) ?? {first: ms, last: ms};
		stages.set(ref.stage, {first, last: type === 'step-finished' ? ms : last});
	}
	const all = [...stages.values()];
	return {
		ms: end - begin,
		before: Math.min(end, ...all.map(({first}) => first)) - begin,
		after: end - Math.max(begin, ...all.map(({last}) => last)),
		stages: [...stages].map(([stage, {first, last}]) => ({stage, ms: last - first})),
	};
}

/** `{step, host, ms}` of the `count` steps that took longest, on the host where each did. */
export function longestSteps(path, count) {
	const longest = new Map();
	for (const {type, ref, durationMs} of read(path)) {
		if (type !== 'step-finished') continue;
		const step = `${ref.stage}/${ref.step}`;
		if ((longest.get(step)?.ms ?? -1) < durationMs) longest.set(step, {step, host: ref.host, ms: durationMs});
	}
	return [...longest.values()].sort((a, b) => b.ms - a.ms).slice(0, count);
}
