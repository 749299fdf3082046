import type {MenuItem} from '../components/menu.tsx';
import type {Beginning} from './wizard-functions.ts';
import type {WizardState} from './wizard-state.ts';

export type Chosen = 'unfinished' | 'new' | 'demo' | `draft:${number}` | `file:${string}`;

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
	return [
		...(unfinished === undefined
			? []
			: [{value: 'unfinished', label: `Resume ${unfinished.cluster}: ${unfinished.remains}`} as const]),
		...(begun ? [{value: 'new', label: 'Continue with these answers'} as const] : []),
		...drafts.map(({name, when}, index) => ({value: `draft:${index}`, label: `Cluster ${name}, ${when}`}) as const),
		...files.map(file => ({value: `file:${file}`, label: `Open ${file}`}) as const),
		...(begun ? [] : [{value: 'new', label: 'New cluster'} as const]),
		...(demo ? [{value: 'demo', label: 'Demo on hosts of this machine'} as const] : []),
	];
}
