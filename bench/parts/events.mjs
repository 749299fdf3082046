// Times out of the JSON lines of a run.
import {readFileSync} from 'node:fs';

const read = path =>
	readFileSync(path, 'utf8')
		.split('\n')
		.filter(line => line.startsWith('{'))
		.map(line => JSON.parse(line));

/** How long the run took, and each stage of it up to the end of its last step: `{ms, stages: [{stage, ms}]}`. The first one holds the logins. */
export function runTimes(path) {
	const events = read(path);
	const begin = Date.parse(events[0].at);
	const ends = new Map();
	for (const {at, type, ref} of events) if (type === 'step-finished') ends.set(ref.stage, Date.parse(at));
	let before = begin;
	const stages = [...ends].map(([stage, end]) => {
		const ms = end - before;
		before = end;
		return {stage, ms};
	});
	return {ms: Date.parse(events.at(-1).at) - begin, stages};
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
