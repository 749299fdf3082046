import {parseCluster} from '../../cluster/file/parse.ts';
import {InputError} from '../../core/errors.ts';
import {createRefusals} from '../../kafka/database/refusals.ts';
import {absolutePath, readClusterFile, resolvePaths} from '../../local/cluster-file.ts';
import {keptAs, saveClusterFile} from '../../local/save-file.ts';
import {createSecretResolver, type FetchedSecrets} from '../../local/secrets.ts';
import type {installation} from '../../run/operation.ts';
import {cutDestroyOf, tellCut} from '../../run/record/cut-destroy.ts';
import {configFolder} from '../../state/store/folder.ts';
import {openOwnTexts} from '../../state/store/own-texts.ts';
import {secretsByRef} from '../../ui/wizard/result.ts';
import type {TypedSecrets, WizardFunctions} from '../../ui/wizard/wizard-functions.ts';
import {checkProgress} from './check-progress.ts';
import {knownFiles} from './known-files.ts';
import {planSummary} from './plan-summary.ts';

const noQuestion = async (label: string): Promise<never> => {
	throw new InputError(`${label} was not typed yet`, {hint: 'type it under Credentials, or give a reference in its place'});
};

export type WizardOptions = Pick<WizardFunctions, 'remember'> & {
	/** Called with the path of a cluster file that was written. */
	readonly written: (path: string) => void;
	readonly version: string;
	readonly acceptNewHostKeys: boolean;
	/** Hosts that are other machines than at the first install, on purpose. */
	readonly replaced?: readonly string[] | undefined;
	/** What was fetched for these answers: the run that follows them does not fetch it again. */
	readonly fetched: FetchedSecrets;
	/** The wizard is over, and with it the plan that is being made. */
	readonly stop: AbortSignal;
	/** Told what is wrong with the files of this machine; the screen is not there for it. */
	readonly say: (text: string) => void;
};

function writing({say, written}: Pick<WizardOptions, 'say' | 'written'>): Pick<WizardFunctions, 'save' | 'keptAs'> {
	const own = openOwnTexts(configFolder(), say);
	return {
		async save(text, path) {
			const done = await saveClusterFile(text, path, own);
			written(path);
			return done;
		},
		keptAs: (text, path) => keptAs(text, path, own),
	};
}

/** What the wizard does to the world, done for real. */
export function wizardFunctions({
	version,
	acceptNewHostKeys,
	replaced,
	fetched,
	remember,
	written,
	stop,
	say,
}: WizardOptions): WizardFunctions {
	const secrets = createSecretResolver(noQuestion, {fetched});
	const refusals = createRefusals();
	/** Opens the answers as a run opens the file that they become. */
	const opened = async (text: string, path: string, typed: TypedSecrets, ...how: Parameters<typeof installation>) => {
		const parsed = parseCluster(text, 'kafka-setup.yaml');
		const [{openCluster}, {installation}] = await Promise.all([
			import('../../run/cluster-session.ts'),
			import('../../run/operation.ts'),
		]);
		return openCluster({
			cluster: resolvePaths(parsed, process.cwd()),
			file: absolutePath(path),
			mode: 'check',
			operation: installation(...how),
			replaced,
			acceptNewHostKeys,
			secrets: createSecretResolver(noQuestion, {given: secretsByRef(parsed, typed), fetched}),
			version,
			say,
		});
	};
	const plan: WizardFunctions['plan'] = async (text, path, typed, progress) => {
		const gathered = planSummary(progress);
		const {execute} = await import('../../run/execute.ts');
		const session = await opened(text, path, typed, {}, {all: false, skip: new Set(), refusals});
		const {error} = await execute({...session, mode: 'check', emit: gathered.emit, stop, drop: stop});
		if (error !== undefined) {
			// What was fetched may be what is wrong: the next plan fetches it again.
			secrets.forget();
			throw error;
		}
		const cut = await cutDestroyOf(absolutePath(path));
		return {...gathered.summary(), ...(cut === undefined ? {} : {removal: tellCut(cut, Date.now())})};
	};
	const check: WizardFunctions['check'] = async ({clusterText, path, secrets: typed, without, listen}, progress, signal) => {
		const {openChecks} = await import('../../run/check-hosts.ts');
		const skip = new Set<string>();
		const session = await opened(clusterText, path, typed, {stage: 'preflight'}, {all: true, skip, listen, refusals});
		const over = AbortSignal.any([stop, signal]);
		const emit = checkProgress(session.cluster.hosts.length - without.length, progress);
		try {
			const checks = await openChecks({...session, skip, without: new Set(without), emit, stop: over, drop: over});
			try {
				// Nobody waits for it any more: no database is to be logged in to then.
				over.throwIfAborted();
				return await checks.look();
			} finally {
				await checks.close();
			}
		} catch (error) {
			secrets.forget();
			throw error;
		}
	};
	// The first page is drawn before what it does not need is loaded.
	const files = () => import('./local-files.ts');
	let loading: Promise<Pick<WizardFunctions, 'probe' | 'tryAgain'>> | undefined;
	const hostProbe = async () => (await import('./probe.ts')).hostProbe(secrets, knownFiles(say));
	const probe: WizardFunctions['probe'] = (...asked) => {
		loading ??= hostProbe();
		let [over, stop] = [false, () => {}];
		void loading.then(hosts => {
			if (!over) stop = hosts.probe(...asked);
		});
		return () => {
			over = true;
			stop();
		};
	};
	return {
		probe,
		readText: async path => (await files()).readText(path),
		readDriver: async path => (await files()).readDriver(path),
		readConnector: async connector => (await files()).readConnector(connector),
		readKafka: async (...given) => (await files()).readKafka(...given),
		readJava: async (...given) => (await files()).readJava(...given),
		complete: async path => (await files()).completePath(path),
		async trySecret(ref, what) {
			secrets.forget();
			await secrets.resolve(ref, what);
		},
		async ids(name, path) {
			const [{openMemory}, {idGiver}] = await Promise.all([import('../../run/cluster-session.ts'), import('./given-ids.ts')]);
			return idGiver((await openMemory({name, file: absolutePath(path), version, say}))?.recorded);
		},
		check,
		tryAgain() {
			refusals.forget();
			void loading?.then(hosts => hosts.tryAgain());
		},
		hasRefusal: refusals.any,
		plan,
		...writing({say, written}),
		openFile: path => readClusterFile(absolutePath(path)),
		remember,
	};
}
