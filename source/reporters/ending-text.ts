import {duration} from '../core/duration.ts';
import type {RunState} from '../core/state/run-state.ts';
import {cleanLine} from '../core/text.ts';
import {count, countsText, todoHeading} from '../core/view/words.ts';
import {failuresText} from './failure-text.ts';
import type {Look} from './look.ts';
import {recapText} from './recap-text.ts';

function planLine({status, stages, recap}: RunState): string {
	const {changed, ok, skipped, failed, unreachable} = recap.total;
	const hosts = new Set(stages.flatMap(stage => stage.hosts.filter(host => host.counts.changed > 0).map(host => host.name)));
	const rest = [`${ok} unchanged`, ...(skipped > 0 ? [`${count(skipped, 'test command')} not run`] : [])].join(', ');
	if (status !== 'succeeded') {
		const bad = [...(failed > 0 ? [`${failed} failed`] : []), ...(unreachable > 0 ? [`${unreachable} unreachable`] : [])];
		const why = status === 'cancelled' ? 'interrupted' : bad.join(', ') || 'stopped';
		return `Plan not complete (${why}): ${changed} to change so far, ${rest}.`;
	}
	return changed === 0 ? `Nothing to change. ${rest}.` : `Plan: ${changed} to change on ${count(hosts.size, 'host')}, ${rest}.`;
}

function testLine({status, recap}: RunState, time: string): string {
	const {ok, failed, unreachable, skipped} = recap.total;
	const all = ok + failed + unreachable + skipped;
	if (status === 'succeeded') return `All ${count(ok, 'test')} passed in ${time}.`;
	const what = status === 'cancelled' ? 'Interrupted' : 'Failed';
	return `${what} after ${time}: ${ok} of ${count(all, 'test')} passed.`;
}

function applyLine({status, recap, done, steps}: RunState, time: string): string {
	const hosts = count(Object.keys(recap.hosts).length, 'host');
	const left = steps - done;
	const counts = (countsText(recap.total) || 'nothing done') + (left > 0 ? `, ${count(left, 'step')} not run` : '');
	if (status === 'succeeded' && recap.total.changed === 0) return `Done in ${time}: no changes, ${counts} on ${hosts}.`;
	if (status === 'succeeded') return `Done in ${time}: ${counts} on ${hosts}.`;
	return `${status === 'cancelled' ? 'Interrupted' : 'Failed'} after ${time}: ${counts}.`;
}

function lastWords({mode, status, done, failure}: RunState): readonly string[] {
	if (mode === 'check') return ['No host was changed.'];
	if (mode === 'test' || status === 'succeeded') return [];
	const kept = done > 0 ? ': what is done stays done.' : '.';
	if (status === 'cancelled') return [`Run the same command again to continue${kept}`];
	if (failure?.differences !== undefined) return ['Fix the cluster file or the hosts, then run the same command again.'];
	return [`Fix this, then run the same command again${kept}`];
}

const todoText = (todos: readonly string[], look: Look): readonly string[] => [
	look.bold(todoHeading),
	...todos.flatMap(todo => look.prose(cleanLine(todo), '  ')),
];

/** The end of a run: what failed, the recap, and in one line how it went. */
export function endingText(state: RunState, look: Look): readonly string[] {
	const {mode, status} = state;
	const time = duration(state.durationMs ?? 0);
	const good = status === 'succeeded';
	const line = mode === 'check' ? planLine(state) : mode === 'test' ? testLine(state, time) : applyLine(state, time);
	const hosts = Object.keys(state.recap.hosts).length > 0;
	return [
		...failuresText(state, look),
		'',
		...(state.todos.length > 0 ? [...todoText(state.todos, look), ''] : []),
		...(hosts && (mode === 'apply' || !good) ? [...recapText(state.recap, look), ''] : []),
		look.bold(good ? look.good(line) : look.bad(line)),
		...lastWords(state),
	];
}
