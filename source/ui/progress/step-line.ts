import {duration} from '../../core/duration.ts';
import {type HostState, isFailed, isFinished, type StageState, type StepState} from '../../core/state/run-state.ts';
import {cleanLine, cleanLines} from '../../core/text.ts';
import {failedAt} from '../../core/view/failure.ts';
import {elapsed, names, size} from '../../core/view/words.ts';
import {type Line, span} from './line.ts';
import {type Look, toneOf} from './look.ts';

export const runningStep = ({steps}: HostState): StepState | undefined => steps.find(step => step.status === 'running');

export const failedStep = ({steps}: HostState): StepState | undefined => steps.find(({status}) => isFailed(status));

/** What a step does now, in one line. */
function activity({title, command, asked, waiting, progress}: StepState): Line {
	if (progress !== undefined) {
		const done = progress.of === 0 ? 100 : Math.floor((100 * progress.bytes) / progress.of);
		return [span(`${cleanLine(title)}, ${done} % of ${size(progress.of)}`)];
	}
	if (asked !== undefined) return [span(`? ${cleanLine(asked)}`, 'command')];
	if (command !== undefined) return [span(`$ ${cleanLines(command)[0] ?? ''}`, 'command')];
	return [span(cleanLine(title)), ...(waiting === undefined ? [] : [span(`, waiting for ${cleanLine(waiting)}`, 'dim')])];
}

/** Whom a host without a running step waits for: the others of its stage that do something. */
function waitsFor(host: HostState, {hosts}: StageState): string {
	const busy = hosts.filter(one => one !== host && runningStep(one) !== undefined).map(({name}) => name);
	return busy.length === 0 ? 'waiting' : `waiting for ${names(busy)}`;
}

export type HostLine = {
	readonly mark: string;
	readonly tone: 'good' | 'bad' | 'dim' | undefined;
	readonly what: Line;
	readonly time: string;
};

/** How a host of the running stage stands. */
export function hostLine(host: HostState, stage: StageState, now: number, look: Look): HostLine {
	const failed = failedStep(host);
	if (failed !== undefined) {
		const what = [span(failedAt(failed.status, failed.title, look.symbols.quotes), 'bad')];
		return {mark: look.mark('failed'), tone: 'bad', what, time: duration(failed.durationMs ?? 0)};
	}
	const step = runningStep(host);
	if (step !== undefined) {
		return {mark: look.spinner(now), tone: undefined, what: activity(step), time: elapsed(now - (step.startedAt ?? now))};
	}
	const done = host.steps.filter(({status}) => isFinished(status)).length;
	if (isFinished(host.status)) {
		const time = duration((host.finishedAt ?? now) - (host.startedAt ?? now));
		const tone = toneOf(host.status) === 'good' ? 'good' : 'dim';
		return {mark: look.mark(host.status), tone, what: [span(`${done} of ${host.steps.length}`)], time};
	}
	return {mark: look.symbols.idle, tone: 'dim', what: [span(waitsFor(host, stage), 'dim')], time: ''};
}

/** The lines that explain a host's line, the most telling last: what it waits for, and the last of its output. */
export function detailLines(host: HostState): readonly Line[] {
	const failed = failedStep(host);
	if (failed !== undefined) {
		const {message, tail} = failed.failure ?? {message: failed.status};
		const output = (tail ?? failed.tail).filter(line => line.trim() !== '');
		return [...cleanLines(message).map(line => [span(line)]), ...output.map(line => [span(cleanLine(line), 'dim')])];
	}
	const step = runningStep(host);
	if (step === undefined) return [];
	const unfinished = [step.held.stdout, step.held.stderr].map(cleanLine);
	const output = [...step.tail, ...unfinished].filter(line => line.trim() !== '').map(line => [span(line, 'dim')]);
	if (step.waiting === undefined || step.command === undefined || step.progress !== undefined) return output;
	return [...output, [span(`waiting for ${cleanLine(step.waiting)}`)]];
}

/** The `most` of the details that fit: the first lines of a failure, the last of what runs. */
export function chooseDetails(host: HostState, most: number): readonly Line[] {
	const lines = detailLines(host);
	if (most <= 0) return [];
	return failedStep(host) === undefined ? lines.slice(-most) : lines.slice(0, most);
}
