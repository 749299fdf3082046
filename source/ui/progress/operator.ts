import type {Key} from 'ink';
import type {createStore} from '../hooks/use-run-state.ts';
import {sizeOf} from '../hooks/use-terminal-size.ts';
import {type Press, press, pressesOf} from './keys.ts';
import {logRoom, scrolled} from './log-lines.ts';
import type {Choice} from './menu.tsx';
import {currentStages} from './scene.ts';
import type {Shown} from './shown.ts';
import {failedStep, runningStep} from './step-line.ts';
import type {View} from './view.ts';

/** What is chosen about a failure in the end; the log is only looked at. */
export type Decision = Exclude<Choice, 'log'>;

export type OperatorOptions = {
	readonly stdout: NodeJS.WriteStream;
	/** Ctrl+C, each time that it is pressed while no failure is asked about. */
	onStop(): void;
	onPause(paused: boolean): void;
	/** The clean lines of all output of a host, oldest first, with the commands among them. */
	readLog(host: string): readonly string[];
};

/** Who sits before the screen: their keys change what it shows, and what they decide is passed on. */
export function createOperator(store: ReturnType<typeof createStore<Shown>>, options: OperatorOptions) {
	let answer: ((decision: Decision) => void) | undefined;

	const viewAfter = (view: View, pressed: Press): View => {
		const {run} = store.latest();
		// Whoever looks for a host means the stage that failed, or those at work, the one that goes on first.
		const stages = currentStages(run);
		const failed = stages.find(stage => stage.hosts.some(failedStep));
		const all = (failed === undefined ? stages.toReversed() : [failed]).flatMap(stage => stage.hosts);
		const hosts = all.filter(({name}, index) => all.findIndex(one => one.name === name) === index);
		const first = hosts.find(failedStep) ?? hosts.find(runningStep) ?? hosts[0];
		const {columns, rows} = sizeOf(options.stdout);
		return press(view, pressed, {
			hosts: hosts.map(({name}) => name),
			first: first?.name,
			scroll: ({host, top}, move) =>
				scrolled(host === undefined ? [] : options.readLog(host), top, move, logRoom(rows), columns - 1),
		});
	};
	const decide = (decision: Decision) => {
		const done = answer;
		answer = undefined;
		store.set({...store.latest(), view: {...store.latest().view, asking: false, page: 'tree'}}, true);
		done?.(decision);
	};
	return {
		onInput(input: string, key: Key) {
			for (const pressed of pressesOf(input, key)) {
				const before = store.latest().view;
				if (pressed === 'stop' && before.asking) {
					decide('quit');
					continue;
				}
				const view = viewAfter(before, pressed);
				if (view === before) continue;
				store.set({...store.latest(), view}, true);
				if (view.stops > before.stops) options.onStop();
				if (view.paused !== before.paused) options.onPause(view.paused);
			}
		},
		onChoice(choice: Choice) {
			if (choice !== 'log') return decide(choice);
			const {view} = store.latest();
			store.set({...store.latest(), lastChoice: 'log', view: {...view, page: 'log'}}, true);
		},
		/** What they decide about the failure that the screen asks about. */
		decision(): Promise<Decision> {
			return new Promise(resolve => {
				answer = resolve;
			});
		},
	};
}
