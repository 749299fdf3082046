import {render} from 'ink';
import type {RunEvent} from '../../core/events.ts';
import {reduce} from '../../core/state/reduce.ts';
import {clean} from '../../core/text.ts';
import {mainFailure} from '../../core/view/failure.ts';
import {type Clock, createClock} from '../hooks/use-clock.ts';
import {createStore} from '../hooks/use-run-state.ts';
import {sizeOf} from '../hooks/use-terminal-size.ts';
import {createTerminal} from '../terminal.ts';
import {type Findings, find, noFindings} from './findings.ts';
import {span} from './line.ts';
import {createLook} from './look.ts';
import {createOperator, type Decision, type OperatorOptions} from './operator.ts';
import {RunView} from './run-view.tsx';
import {createChronicle} from './scrollback.ts';
import {firstShown, type Shown, withLines} from './shown.ts';

export type RunScreen = {
	emit(event: RunEvent): void;
	/** A line of ours for the scrollback, such as what became of a signal. */
	say(text: string): void;
	/** After a failure, once the hosts have come to rest: what the operator chose. */
	askAfterFailure(): Promise<Decision>;
	/** Takes the screen down and leaves the terminal clean; resolves when the last frame is out. */
	close(): Promise<void>;
};

export type RunScreenOptions = OperatorOptions & {
	readonly stdin: NodeJS.ReadStream;
	/** The screen has failed, and is gone; nothing is shown any more. */
	onCrash(error: Error): void;
	readonly unicode: boolean;
	readonly colour: boolean;
	readonly clock?: Clock;
};

/** The screen is told of changes this often at most, in milliseconds, and draws as often: more only costs. */
const everyMs = 100;

/** The live screen of one run, or of several after each other. Needs a terminal on both ends. */
export function showRun(options: RunScreenOptions): RunScreen {
	const {stdout, clock = createClock()} = options;
	const look = createLook(options);
	const terminal = createTerminal(stdout, options.stdin);
	const store = createStore<Shown>(firstShown, everyMs);
	const chronicle = createChronicle(look, () => sizeOf(stdout).columns);
	let findings: Findings = noFindings;
	const operator = createOperator(store, options);

	const tree = (
		<RunView
			store={store}
			clock={clock}
			look={look}
			terminal={terminal}
			readLog={options.readLog}
			onInput={operator.onInput}
			onChoice={operator.onChoice}
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
			const blocks = withLines(before.blocks, chronicle.after(event, {run, logins, findings}));
			const view = event.type === 'run-finished' ? {...before.view, page: 'tree' as const} : before.view;
			store.set({...before, run, logins, view, blocks});
		},
		say(text) {
			const lines = clean(text).split('\n');
			const before = store.latest();
			store.set({
				...before,
				blocks: withLines(
					before.blocks,
					lines.map(line => [span(line, 'bold')]),
				),
			});
		},
		askAfterFailure() {
			if (crashed) return Promise.resolve('quit');
			const {run, logins, view, ...rest} = store.latest();
			const blocks = withLines(rest.blocks, chronicle.rest({run, logins, findings}, clock.now()));
			const host = mainFailure(run)?.ref.host;
			const asking = {...view, asking: true, ...(host === undefined || view.page === 'log' ? {} : {host})};
			store.set({...rest, run, logins, blocks, lastChoice: 'retry', view: asking}, true);
			return operator.decision();
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
