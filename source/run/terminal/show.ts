import type {RunEvent} from '../../core/events.ts';
import type {RunHooks} from '../../core/runner.ts';
import {jsonReporter} from '../../reporters/json.ts';
import {plainReporter} from '../../reporters/plain.ts';
import {pauseGate} from './pause-gate.ts';
import {printAsIs, say} from './say.ts';
import type {Stop} from './stop-signals.ts';
import {lookOf} from './surface.ts';

/** How a run is told to a person or a program, and what they can do to it. */
export type Show = {
	readonly emit: (event: RunEvent) => void;
	/** A word of ours about the run. */
	readonly say: (text: string) => void;
	readonly close: () => Promise<void>;
	/** Whether the operator chose, after a failure, to change an answer. */
	readonly wantsEdit: () => boolean;
} & Pick<RunHooks, 'paused' | 'afterFailure'>;

/** Lines for a person, or JSON lines for a program. */
export function showLines(reporter: 'plain' | 'json', verbose: boolean): Show {
	const {emit, close} =
		reporter === 'json'
			? jsonReporter({write: printAsIs})
			: plainReporter({write: printAsIs, ...lookOf(process.env, process), verbose, columns: process.stdout.columns ?? 80});
	return {
		emit,
		say: text => say(`\n${text}`),
		close: async () => close(),
		wantsEdit: () => false,
	};
}

/** The live screen. Its code is loaded here and nowhere else. */
export async function showScreen(signals: Stop): Promise<Show> {
	const [{showRun}, {createHostLog}] = await Promise.all([
		import('../../ui/progress/show-run.tsx'),
		import('../../ui/progress/host-log.ts'),
	]);
	const log = createHostLog();
	const gate = pauseGate(signals.stop);
	let edit = false;
	let crashed = false;
	const screen = showRun({
		stdin: process.stdin,
		stdout: process.stdout,
		onStop: signals.interrupt,
		onPause: gate.close,
		onCrash(error) {
			crashed = true;
			say(`\nDisplay error (this is a bug in kafka-setup): ${error.stack ?? error.message}`);
			signals.interrupt();
		},
		readLog: log.lines,
		...lookOf(process.env, process),
	});
	const stopped = new Promise<'quit'>(resolve => {
		signals.stop.addEventListener('abort', () => resolve('quit'), {once: true});
	});
	return {
		emit(event) {
			log.add(event);
			screen.emit(event);
		},
		say: text => (crashed ? say(`\n${text}`) : screen.say(text)),
		close: screen.close,
		wantsEdit: () => edit,
		paused: gate.pass,
		async afterFailure() {
			const choice = await Promise.race([screen.askAfterFailure(), stopped]);
			edit = choice === 'edit';
			return choice === 'retry' ? 'retry' : 'stop';
		},
	};
}
