import {InputError} from '../../core/errors.ts';
import {parseCluster} from '../../kafka/cluster/parse.ts';
import {secretsByRef} from '../../ui/wizard/result.ts';
import type {TypedSecrets, WizardFunctions} from '../../ui/wizard/wizard-functions.ts';
import {absolutePath, readClusterFile, resolvePaths} from '../cluster-file.ts';
import {createSecretResolver, resolveSecret} from '../secrets.ts';
import {completePath, readDriver, readText} from './local-files.ts';
import {planSummary} from './plan-summary.ts';
import {hostProbe} from './probe.ts';
import {saveClusterFile} from './save-file.ts';

const noQuestion = async (label: string): Promise<never> => {
	throw new InputError(`${label} was not typed yet`, {hint: 'type it under Credentials, or give a reference in its place'});
};

/** What the wizard does to the world, done for real. `stop`: the wizard is over, and with it the plan that is being made. */
export function wizardFunctions(version: string, remember: WizardFunctions['remember'], stop: AbortSignal): WizardFunctions {
	async function plan(text: string, typed: TypedSecrets, progress: (text: string) => void) {
		const parsed = parseCluster(text, 'kafka-setup.yaml');
		const gathered = planSummary(progress);
		const {execute} = await import('../execute.ts');
		const {error} = await execute({
			cluster: resolvePaths(parsed, process.cwd()),
			mode: 'check',
			selection: {},
			acceptNewHostKeys: false,
			secrets: createSecretResolver(noQuestion, secretsByRef(parsed, typed)),
			emit: gathered.emit,
			version,
			stop,
			drop: stop,
		});
		if (error !== undefined) throw error;
		return gathered.summary();
	}
	return {
		probe: hostProbe((ref, what) => resolveSecret(ref, what, noQuestion)),
		readText,
		readDriver,
		complete: completePath,
		trySecret: async (ref, what) => (await resolveSecret(ref, what, noQuestion)).reveal().length,
		plan,
		save: saveClusterFile,
		openFile: path => readClusterFile(absolutePath(path)),
		remember,
	};
}
