import {CancelledError} from '../../core/errors.ts';
import type {Questions, WizardResult} from '../../ui/wizard/wizard-functions.ts';
import {terminalLines} from './terminal-lines.ts';

type Asked = Questions & {readonly signal: AbortSignal};

/** On the screen. Ink is loaded here and for the live run, and nowhere else. */
export async function askOnScreen(questions: Asked): Promise<WizardResult> {
	const {askCluster} = await import('../../ui/wizard/wizard.tsx');
	return askCluster(questions);
}

/** By the line, without moving the cursor. Ctrl+C, Ctrl+D and signals break it off. */
export async function askOnLines({signal, ...questions}: Asked): Promise<WizardResult> {
	const [{askByLines}, {noAnswers}] = await Promise.all([
		import('../../ui/wizard/line/line-form.ts'),
		import('../../ui/wizard/answers/answers.ts'),
	]);
	const lines = terminalLines(signal);
	try {
		return await askByLines({...questions, lines});
	} catch (error) {
		if (!(error instanceof CancelledError)) throw error;
		const {answers = noAnswers, typed = new Map()} = questions;
		return {action: 'interrupted', secrets: new Map(), typed, answers};
	} finally {
		lines.close();
	}
}
