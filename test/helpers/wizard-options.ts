import type {WizardOptions} from '../../source/commands/install/wizard-functions.ts';

/** Of a wizard that keeps nothing and accepts no host key. */
export const wizardOptions = (say: WizardOptions['say'], stop: AbortSignal = new AbortController().signal): WizardOptions => ({
	version: '0.1.0',
	acceptNewHostKeys: false,
	fetched: new Map(),
	remember: () => {},
	written: () => {},
	stop,
	say,
});
