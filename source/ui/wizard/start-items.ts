import {randomUUID} from 'node:crypto';
import type {MenuItem} from '../components/menu.tsx';
import {noAnswers} from './answers/answers.ts';
import {openFile} from './open-file.ts';
import type {Beginning, WizardFunctions} from './wizard-functions.ts';
import type {WizardAction, WizardState} from './wizard-state.ts';

export type Chosen = 'unfinished' | 'continue' | 'new' | 'demo' | `draft:${number}` | `file:${string}`;

/** The way on from a file that is refused. */
export const fileAgain = 'Edit the file, then press Enter: it is read again';

/** What the first page offers, in order. */
export function startItems({
	beginning,
	state,
}: {
	readonly beginning: Beginning;
	readonly state: WizardState;
}): readonly MenuItem<Chosen>[] {
	const {unfinished, drafts, files, demo} = beginning;
	const begun = state.answers.hosts.trim() !== '';
	const kept = drafts.map(({name, when, file, fileChanged}, index) => ({
		value: `draft:${index}` as const,
		label: `Cluster ${name}, ${when}${fileChanged ? `; ${file} was changed since` : ''}`,
		fileChanged,
	}));
	const draftsWith = (changed: boolean) =>
		kept.filter(({fileChanged = false}) => fileChanged === changed).map(({value, label}) => ({value, label}));
	return [
		...(unfinished === undefined
			? []
			: [{value: 'unfinished', label: `Resume ${unfinished.cluster}: ${unfinished.remains}`} as const]),
		...(begun ? [{value: 'continue', label: 'Continue with these answers'} as const] : []),
		...draftsWith(false),
		...files.map(file => ({value: `file:${file}`, label: `Open ${file}`}) as const),
		// Who edited the file wants that, not what it said before.
		...draftsWith(true),
		{value: 'new', label: 'New cluster'},
		...(demo ? [{value: 'demo', label: 'Demo on hosts of this machine'} as const] : []),
	];
}

/** What comes of a choice that does not end the wizard. @throws InputError for a file that can't be opened */
export async function startAction(
	chosen: Exclude<Chosen, 'unfinished' | 'demo'>,
	state: WizardState,
	{drafts}: Beginning,
	functions: Pick<WizardFunctions, 'openFile'>,
): Promise<WizardAction> {
	if (chosen.startsWith('file:')) return openFile(functions, chosen.slice('file:'.length));
	const draft = chosen.startsWith('draft:') ? drafts[Number(chosen.slice('draft:'.length))] : undefined;
	if (draft !== undefined) return {type: 'load', answers: draft.answers, page: 'version', file: draft.file, draft: draft.id};
	if (chosen === 'continue' || state.answers.hosts.trim() === '') return {type: 'next'};
	// Answers that are left for a new cluster stay a draft of their own.
	return {type: 'load', answers: noAnswers, page: 'version', draft: randomUUID()};
}
