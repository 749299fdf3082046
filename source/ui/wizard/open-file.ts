import {answersOfCluster} from './answers/answers-of-cluster.ts';
import type {WizardFunctions} from './wizard-functions.ts';
import type {WizardAction} from './wizard-state.ts';

/** Opens a cluster file: its answers come in the place of others, and are reviewed. @throws InputError */
export async function openFile({openFile: read}: Pick<WizardFunctions, 'openFile'>, file: string): Promise<WizardAction> {
	return {type: 'load', answers: answersOfCluster(await read(file)), page: 'review', file};
}
