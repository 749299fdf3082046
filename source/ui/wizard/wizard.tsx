import {stripVTControlCharacters} from 'node:util';
import {render} from 'ink';
import stringWidth from 'string-width';
import {createTerminal} from '../terminal.ts';
import {noAnswers} from './answers/answers.ts';
import {createCheck} from './probe/cluster-check.ts';
import {createProbes} from './probe/probes.ts';
import type {Questions, WizardResult} from './wizard-functions.ts';
import {beginAt} from './wizard-state.ts';
import {Wizard} from './wizard-view.tsx';

export type AskOptions = Questions & {
	readonly stdin?: NodeJS.ReadStream;
	readonly stdout?: NodeJS.WriteStream;
	/** Aborted by a signal: the wizard ends as if quit, and the terminal is left clean. */
	readonly signal?: AbortSignal;
};

/** How wide the lines of a frame are, for what has to be erased when the terminal gets narrower. */
const widthsOf = (frame: string): readonly number[] =>
	stripVTControlCharacters(frame)
		.split('\n')
		.map(line => stringWidth(line));

/**
 * Asks for a cluster on the terminal, and does nothing to any host but look. The screen is cleared of the wizard at the end.
 * It needs a terminal for both input and output.
 */
export async function askCluster(options: AskOptions): Promise<WizardResult> {
	const {
		functions,
		beginning,
		answers = noAnswers,
		page = 'start',
		typed = new Map(),
		file,
		stdin = process.stdin,
		stdout = process.stdout,
		signal,
	} = options;
	const terminal = createTerminal(stdout, stdin);
	const write = terminal.stream.write;
	terminal.stream.write = ((text: string, ...rest: []) => {
		// A frame has lines; marks around it have none.
		if (text.includes('\n')) terminal.drawn(widthsOf(text));
		return write(text, ...rest);
	}) as typeof write;
	const probing = createProbes(functions.probe);
	const checking = createCheck(functions.check);
	let result: WizardResult = {action: 'interrupted', secrets: new Map(), typed, answers};
	const app = render(
		<Wizard
			initial={beginAt(answers, page, file)}
			secrets={typed}
			functions={functions}
			beginning={beginning}
			probing={probing}
			checking={checking}
			onFinish={given => {
				result = given;
				app.unmount();
			}}
		/>,
		{stdin, stdout: terminal.stream, exitOnCtrlC: false, patchConsole: false, maxFps: 10},
	);
	const stop = () => {
		// Nothing of the wizard stays on the screen, as when it is left by a key.
		app.rerender(null);
		app.unmount();
	};
	signal?.addEventListener('abort', stop, {once: true});
	try {
		if (signal?.aborted) stop();
		await app.waitUntilExit();
	} finally {
		signal?.removeEventListener('abort', stop);
		probing.close();
		checking.close();
		terminal.release();
	}
	return result;
}
