import {duration} from '../../core/duration.ts';
import type {Outcome} from '../../core/events.ts';
import {isFinished, type RunState, type StageState, worst} from '../../core/state/run-state.ts';
import {cleanLine} from '../../core/text.ts';
import {count, countsText, elapsed} from '../../core/view/words.ts';
import {justify, type Line, span} from './line.ts';
import {type Look, toneOf} from './look.ts';

/** Times stand at the right edge, but no further right than the eye still connects them with their line. */
const widest = 100;
export const timeEdge = (columns: number): number => Math.min(columns - 1, widest);

/** Below this width columns would cost more than they show. */
const narrow = 60;

/** Width of the column of titles: they stay where they are from the first stage to the last. */
export const titleWidth = ({stages}: RunState): number =>
	Math.max('Logged in'.length, ...stages.map(({title}) => cleanLine(title).length));

function stageRow(
	mark: Line,
	title: string,
	hosts: string,
	rest: string,
	time: string,
	state: RunState,
	columns: number,
	look: Look,
): Line {
	const parts =
		columns < narrow
			? [span(rest === '' ? `${title}  ${hosts}` : `${title}  ${rest}`)]
			: [span(title.padEnd(titleWidth(state)), 'bold'), span(`  ${hosts.padEnd(12)}  ${rest}`)];
	return justify([...mark, span(' '), ...parts], time, timeEdge(columns), look.symbols.more);
}

/** The outcome of a stage that came to rest, whether or not all of it was run. */
export const restOutcome = (stage: StageState): Outcome =>
	isFinished(stage.status) ? stage.status : worst(stage.hosts.flatMap(host => host.steps.map(step => step.status)));

/** A stage that came to rest: `✔ Kafka   3 hosts   9 changed, 3 ok   41s`. */
export function doneStageLine(stage: StageState, state: RunState, at: number, columns: number, look: Look): Line {
	const outcome = restOutcome(stage);
	const time = duration((stage.finishedAt ?? at) - (stage.startedAt ?? at));
	const hosts = count(stage.hosts.length, 'host');
	const mark = [span(look.mark(outcome), toneOf(outcome))];
	return stageRow(mark, cleanLine(stage.title), hosts, countsText(stage.counts), time, state, columns, look);
}

/** The stage that runs: `⠼ Kafka   1 of 3 hosts   1m 12s`. `rest`: what is left of it to do. */
export function runningStageLine(
	stage: StageState,
	rest: string,
	state: RunState,
	now: number,
	columns: number,
	look: Look,
): Line {
	const done = stage.hosts.filter(({status}) => isFinished(status)).length;
	const hosts = `${done} of ${count(stage.hosts.length, 'host')}`;
	const mark = [span(look.spinner(now))];
	return stageRow(mark, cleanLine(stage.title), hosts, rest, elapsed(now - (stage.startedAt ?? now)), state, columns, look);
}

export type Login = {
	readonly host: string;
	readonly os: string;
	readonly because?: string;
	readonly notFollowed?: readonly string[];
	readonly durationMs: number;
};

/** The way in, before the first stage: `⠼ Logging in   1 of 3 hosts   2s`. */
export function loginLine(logins: readonly Login[], state: RunState, now: number, columns: number, look: Look): Line {
	const hosts = `${logins.length} of ${count(Object.keys(state.recap.hosts).length, 'host')}`;
	const time = elapsed(now - (state.startedAt ?? now));
	return stageRow([span(look.spinner(now))], 'Logging in', hosts, '', time, state, columns, look);
}

/** The way in, once all hosts are there, with the systems that were met. */
export function loggedInLine(logins: readonly Login[], state: RunState, columns: number, look: Look): Line {
	const systems = [...new Set(logins.map(({os}) => cleanLine(os)))].join(', ');
	const bySsh = logins.filter(({because}) => because !== undefined).length;
	const rest = bySsh === 0 ? systems : `${systems} · ${bySsh} by OpenSSH’s ssh`;
	const time = duration(Math.max(...logins.map(({durationMs}) => durationMs)));
	const mark = [span(look.mark('ok'), 'good')];
	return stageRow(mark, 'Logged in', count(logins.length, 'host'), rest, time, state, columns, look);
}
