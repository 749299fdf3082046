import {duration} from '../duration.ts';
import type {RunState} from '../state/run-state.ts';
import {count, countsText} from './words.ts';

function planEnding({status, stages, recap}: RunState): string {
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

const brokenOff = (status: RunState['status']) => (status === 'cancelled' ? 'Interrupted' : 'Failed');

function testEnding({status, recap}: RunState, time: string): string {
	const {ok, failed, unreachable, skipped} = recap.total;
	const all = ok + failed + unreachable + skipped;
	if (status === 'succeeded') return `All ${count(ok, 'test')} passed in ${time}.`;
	return `${brokenOff(status)} after ${time}: ${ok} of ${count(all, 'test')} passed.`;
}

function applyEnding({status, recap, done, steps}: RunState, time: string): string {
	const hosts = count(Object.keys(recap.hosts).length, 'host');
	const left = steps - done;
	const counts = (countsText(recap.total) || 'nothing done') + (left > 0 ? `, ${count(left, 'step')} not run` : '');
	if (status === 'succeeded' && recap.total.changed === 0) return `Done in ${time}: no changes, ${counts} on ${hosts}.`;
	if (status === 'succeeded') return `Done in ${time}: ${counts} on ${hosts}.`;
	return `${brokenOff(status)} after ${time}: ${counts}.`;
}

/** How a run went, in one line. */
export function endingLine(state: RunState): string {
	const time = duration(state.durationMs ?? 0);
	if (state.mode === 'check') return planEnding(state);
	return state.mode === 'test' ? testEnding(state, time) : applyEnding(state, time);
}

/** What to do next, of a run that did not come to its end; empty if there is nothing to say. */
export function whatNext({mode, status, done, failure}: RunState): string {
	if (mode === 'check') return 'No host was changed.';
	if (mode === 'test' || status === 'succeeded') return '';
	if (status === 'cancelled') return 'The next run continues from here.';
	if (failure?.differences !== undefined) return 'Fix the cluster file or the hosts, then run the same command again.';
	return `Fix this, then run the same command again${done > 0 ? ': what is done stays done.' : '.'}`;
}
