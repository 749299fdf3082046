import {type Key, render} from 'ink';
import type {RunEvent} from '../../core/events.ts';
import {reduce} from '../../core/state/reduce.ts';
import {noRun} from '../../core/state/run-state.ts';
import {clean} from '../../core/text.ts';
import {type Clock, createClock} from '../hooks/use-clock.ts';
import {createStore} from '../hooks/use-run-state.ts';
import {sizeOf} from '../hooks/use-terminal-size.ts';
import {createTerminal} from '../terminal.ts';
import {type Findings, find, noFindings} from './findings.ts';
import {press, pressesOf} from './keys.ts';
import {type Line, span} from './line.ts';
import {logRoom, scrolled} from './log-lines.ts';
import {createLook} from './look.ts';
import type {Choice} from './menu.tsx';
import {RunView, type Shown} from './run-view.tsx';
import {currentStage} from './scene.ts';
import {createChronicle} from './scrollback.ts';
import {failedStep, runningStep} from './step-line.ts';
import {firstView, type View} from './view.ts';

export type RunScreen = {
	emit(event: RunEvent): void;
	/** A line of ours for the scrollback, such as what became of a signal. */
	say(text: string): void;
	/** After a failure, once the hosts have come to rest: what the operator chose. */
	askAfterFailure(): Promise<'retry' | 'edit' | 'quit'>;
	/** Takes the screen down and leaves the terminal clean; resolves when the last frame is out. */
	close(): Promise<void>;
};

export type RunScreenOptions = {
	readonly stdout: NodeJS.WriteStream;
	readonly stdin: NodeJS.ReadStream;
	/** Ctrl+C, each time that it is pressed while no failure is asked about. */
	onStop(): void;
	onPause(paused: boolean): void;
	/** The screen has failed, and is gone; nothing is shown any more. */
	onCrash(error: Error): void;
	/** The clean lines of all output of a host, oldest first, with the commands among them. */
	readLog(host: string): readonly string[];
	readonly unicode: boolean;
	readonly colour: boolean;
	readonly clock?: Clock;
};

/** The screen is told of changes this often at most, in milliseconds, and draws as often: more only costs. */
const everyMs = 100;

const firstShown: Shown = {run: noRun, logins: [], view: firstView, blocks: [], lastChoice: 'retry', closed: false};

/** The live screen of one run, or of several after each other. Needs a terminal on both ends. */
export function showRun(options: RunScreenOptions): RunScreen {
	const {stdout, clock = createClock()} = options;
	const look = createLook(options);
	const terminal = createTerminal(stdout);
	const store = createStore<Shown>(firstShown, everyMs);
	const chronicle = createChronicle(look, () => sizeOf(stdout).columns);
	let findings: Findings = noFindings;
	let answer: ((choice: 'retry' | 'edit' | 'quit') => void) | undefined;

	const append = (lines: readonly Line[]) => {
		const {blocks} = store.latest();
		const gap = lines[0]?.length === 0 && blocks.at(-1)?.at(-1)?.length === 0;
		const added = gap ? lines.slice(1) : lines;
		return added.length === 0 ? blocks : [...blocks, added];
	};

	const onPress = (view: View, pressed: Parameters<typeof press>[1]): View => {
		const {run} = store.latest();
		const hosts = currentStage(run)?.hosts ?? [];
		const first = hosts.find(failedStep) ?? hosts.find(runningStep) ?? hosts[0];
		const {columns, rows} = sizeOf(stdout);
		return press(view, pressed, {
			hosts: hosts.map(({name}) => name),
			first: first?.name,
			scroll: ({host, top}, move) =>
				scrolled(host === undefined ? [] : options.readLog(host), top, move, logRoom(rows), columns - 1),
		});
	};
	const decide = (choice: 'retry' | 'edit' | 'quit') => {
		const done = answer;
		answer = undefined;
		store.set({...store.latest(), view: {...store.latest().view, asking: false, page: 'tree'}}, true);
		done?.(choice);
	};
	const onInput = (input: string, key: Key) => {
		for (const pressed of pressesOf(input, key)) {
			const before = store.latest().view;
			if (pressed === 'stop' && before.asking) {
				decide('quit');
				continue;
			}
			const view = onPress(before, pressed);
			if (view === before) continue;
			store.set({...store.latest(), view}, true);
			if (view.stops > before.stops) options.onStop();
			if (view.paused !== before.paused) options.onPause(view.paused);
		}
	};
	const onChoice = (choice: Choice) => {
		if (choice !== 'log') return decide(choice);
		const {view} = store.latest();
		store.set({...store.latest(), lastChoice: 'log', view: {...view, page: 'log'}}, true);
	};

	const tree = (
		<RunView
			store={store}
			clock={clock}
			look={look}
			terminal={terminal}
			readLog={options.readLog}
			onInput={onInput}
			onChoice={onChoice}
		/>
	);
	const instance = render(tree, {
		stdout: terminal.stream,
		stdin: options.stdin,
		exitOnCtrlC: false,
		// Nothing of ours writes to the console.
		patchConsole: false,
		maxFps: 1000 / everyMs,
	});

	let crashed = false;
	const gone = instance.waitUntilExit().catch(error => {
		crashed = true;
		terminal.release();
		options.onCrash(error as Error);
	});

	return {
		emit(event) {
			if (crashed) return;
			const before = store.latest();
			const run = reduce(before.run, event);
			findings = find(findings, event);
			const logins =
				event.type === 'run-started' ? [] : event.type === 'host-connected' ? [...before.logins, event] : before.logins;
			const blocks = append(chronicle.after(event, {run, logins, findings}));
			const view = event.type === 'run-finished' ? {...before.view, page: 'tree' as const} : before.view;
			store.set({...before, run, logins, view, blocks});
		},
		say(text) {
			store.set({
				...store.latest(),
				blocks: append(
					clean(text)
						.split('\n')
						.map(line => [span(line, 'bold')]),
				),
			});
		},
		askAfterFailure() {
			if (crashed) return Promise.resolve('quit');
			const {run, logins, view, ...rest} = store.latest();
			const blocks = append(chronicle.rest({run, logins, findings}, clock.now()));
			const host = run.failures.at(-1)?.ref.host;
			const asking = {...view, asking: true, ...(host === undefined || view.page === 'log' ? {} : {host})};
			store.set({...rest, run, logins, blocks, lastChoice: 'retry', view: asking}, true);
			return new Promise(resolve => {
				answer = resolve;
			});
		},
		async close() {
			if (crashed) return;
			store.set({...store.latest(), closed: true}, true);
			// Renders what is left to render now, not with the next tick.
			instance.rerender(tree);
			instance.unmount();
			await gone;
			terminal.release();
		},
	};
}
