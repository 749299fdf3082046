import {duration} from '../core/duration.ts';
import type {RunEvent, StepRef} from '../core/events.ts';
import {reduce} from '../core/state/reduce.ts';
import {noRun, type RunState} from '../core/state/run-state.ts';
import type {Finished} from '../core/state/step-state.ts';
import {cleanLine} from '../core/text.ts';
import {findStep} from '../core/view/failure.ts';
import {notFollowedText} from '../core/view/not-followed.ts';
import {closedText} from './closed-text.ts';
import {type CommandText, commandText} from './command-text.ts';
import {endingText} from './ending-text.ts';
import {headingText, stageHeading} from './heading-text.ts';
import {type Clock, runningText, systemClock} from './heartbeat.ts';
import {createLook, type LookOptions} from './look.ts';
import {createPrinter} from './printer.ts';
import {progressText} from './progress-text.ts';
import type {Reporter} from './reporter.ts';
import {stageOrder} from './stage-order.ts';
import {hostColumn, stepText} from './step-text.ts';

export type PlainOptions = LookOptions & {
	/** Takes whole lines, each with its line end. */
	readonly write: (text: string) => void;
	readonly clock?: Clock;
};

/**
 * A run as lines that are only ever appended, for a person who reads along, a log of CI, or a screen reader.
 * Whatever comes from a host is made safe for the terminal first.
 */
export function plainReporter({write, clock = systemClock, ...options}: PlainOptions): Reporter {
	const look = createLook(options);
	const progress = progressText();
	const {print, watch, stop} = createPrinter(write, clock);
	let state = noRun;
	let width = 0;
	let commands: CommandText = commandText('apply', 0, look);
	/** The stage whose heading stands last. */
	let heading = '';

	const alive = () => runningText(state, clock.now()).map(line => `    ${look.dim(`${look.symbols.wait} ${line}`)}`);
	const aside = ({host}: StepRef, text: string | undefined) => {
		if (text === undefined) return;
		print([`    ${hostColumn(host, width)}${look.dim(`${look.symbols.wait} ${cleanLine(text)}`)}`]);
	};
	const enter = ({stage}: StepRef) => {
		if (state.mode === 'check' || heading === stage) return;
		heading = stage;
		print(stageHeading(state, stage, look));
	};

	const begin = (event: RunEvent & {readonly type: 'run-started'}) => {
		width = Math.max(0, ...Object.keys(state.recap.hosts).map(host => host.length));
		commands = commandText(event.mode, width, look);
		print(headingText(state, look));
		watch(alive);
	};
	const finish = (event: Finished, before: RunState) => {
		const held = commands.end(event.ref);
		if (state.mode === 'check') return;
		const started = findStep(before, event.ref)?.status === 'running';
		const quiet =
			(event.outcome === 'ok' && !commands.hasShown(event.ref) && event.notes.length === 0 && !look.verbose) ||
			event.outcome === 'skipped' ||
			(event.outcome === 'cancelled' && !started);
		print([...held, ...(quiet ? [] : stepText(event, findStep(state, event.ref)?.title ?? event.ref.step, width, look))]);
	};
	const close = (before: RunState) => {
		for (const lines of closedText(before, state, width, look)) print(lines);
	};

	const draw = (event: RunEvent, before: RunState) => {
		switch (event.type) {
			case 'run-started':
				return begin(event);
			case 'host-connected': {
				const {host, user, address, os, because, notFollowed, durationMs} = event;
				const way = because === undefined ? '' : `by OpenSSH’s ssh: ${because}  `;
				const text = `${user}@${address}  ${os}  ${way}`;
				return print([
					`  ${look.good(look.symbols.good)} ${hostColumn(host, width)}${cleanLine(text)}${look.dim(duration(durationMs))}`,
					...(notFollowed === undefined ? [] : look.prose(`note: ${cleanLine(notFollowedText(notFollowed))}`, '    ')),
				]);
			}
			case 'step-started':
				return enter(event.ref);
			case 'step-waiting':
				return aside(event.ref, progress.waiting(event, clock.now()));
			case 'step-progress':
				return aside(event.ref, progress.progress(event, findStep(state, event.ref), clock.now()));
			case 'step-finished':
				return finish(event, before);
			case 'plan-settled':
			case 'run-finished':
				return;
			default:
				return print(commands.lines(event));
		}
	};

	const {emit, flush} = stageOrder(event => {
		const before = state;
		state = reduce(before, event);
		// The end of a host or stage is printed before the start of the next.
		if (event.type === 'step-started') close(before);
		draw(event, before);
		if (event.type === 'step-finished' || event.type === 'run-finished') close(before);
		if (event.type === 'run-finished') {
			stop();
			print(endingText(state, look));
		}
		return state;
	});
	return {
		emit,
		close() {
			flush();
			stop();
		},
	};
}
