import type {Dispatch} from 'react';
import type {Secret} from '../../core/secret.ts';
import type {Size} from '../components/page.tsx';
import type {SecretField} from './answers/answers.ts';
import type {Reading} from './answers/reading.ts';
import type {CheckStore, ClusterCheck} from './probe/cluster-check.ts';
import type {ProbeStore, Probes} from './probe/probes.ts';
import type {Beginning, TypedSecrets, WizardFunctions, WizardResult} from './wizard-functions.ts';
import type {WizardAction, WizardState} from './wizard-state.ts';

/** What every page gets. */
export type PageProps = {
	readonly state: WizardState;
	readonly reading: Reading;
	readonly dispatch: Dispatch<WizardAction>;
	readonly size: Size;
	readonly title: string;
	readonly progress: string;
	readonly probes: Probes;
	readonly probing: Pick<ProbeStore, 'again' | 'hold'>;
	/** How far the checks of the cluster are with these answers. */
	readonly check: ClusterCheck;
	readonly checking: Pick<CheckStore, 'again' | 'listen'>;
	readonly typed: TypedSecrets;
	readonly setTyped: (field: SecretField, secret: Secret | undefined) => void;
	readonly functions: WizardFunctions;
	readonly beginning: Beginning;
	readonly finish: (action: WizardResult['action'], path?: string) => void;
};
