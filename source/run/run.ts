import {resolve} from 'node:path';
import type {Cluster} from '../cluster/cluster.ts';
import {isPrompt} from '../cluster/secret-refs.ts';
import {InputError} from '../core/errors.ts';
import type {Mode, RunEvent} from '../core/events.ts';
import {askSecret} from '../local/ask-secret.ts';
import {readClusterFile} from '../local/cluster-file.ts';
import {createSecretResolver, type FetchedSecrets, type GivenSecrets, type SecretResolver} from '../local/secrets.ts';
import {openCluster} from './cluster-session.ts';
import {downstream} from './downstream.ts';
import {type Execution, execute, type Finished} from './execute.ts';
import type {Operation} from './operation.ts';
import {sayCut} from './record/cut-destroy.ts';
import {onCrash} from './terminal/on-crash.ts';
import {printBeside, say as tell} from './terminal/say.ts';
import {type Show, showLines, showScreen} from './terminal/show.ts';
import {stopOnSignals} from './terminal/stop-signals.ts';
import {surfaceOf} from './terminal/surface.ts';

export type HowToRun = {
	/** `auto`: a live screen for changes at a terminal, else lines. */
	readonly reporter: 'auto' | 'plain' | 'json';
	readonly verbose: boolean;
	readonly acceptNewHostKeys: boolean;
	readonly version: string;
};

export type RunOptions = HowToRun & {
	readonly cluster: Cluster;
	/** Where the cluster comes from; absent for standard input. */
	readonly file?: string;
	readonly mode: Mode;
	readonly operation: Operation;
	/** Secrets that were typed before. */
	readonly given?: GivenSecrets;
	/** Secrets that were fetched before. */
	readonly fetched?: FetchedSecrets;
	/** Hosts that are other machines than at the first install, on purpose. */
	readonly replaced?: readonly string[];
	/** Hosts of which it is accepted that data is lost with them. */
	readonly dataLost?: readonly string[];
	/** Tests run the commands that an operator would type, also where nothing of their stage changed. */
	readonly thorough?: boolean;
	/** What is to be said of a destroy that has not finished was said before. */
	readonly cutSaid?: boolean;
};

export type RunResult = {
	readonly finished: Finished;
	/** What to exit with, if a signal ended the run. */
	readonly signalCode: number | undefined;
	/** Whether the operator wants to change an answer, and run again. */
	readonly wantsEdit: boolean;
};

/** A question on the screen's terminal would fight with the screen for the keys: it comes before. */
async function promptForSecrets({cluster, operation}: RunOptions, secrets: SecretResolver): Promise<void> {
	for (const {ref, label} of operation.secretsOf(cluster)) if (isPrompt(ref)) await secrets.resolve(ref, label);
}

/** What remembers a run that changes the hosts of a file; its code is loaded for such runs alone. */
async function journalOf({cluster, file, mode, operation, version}: RunOptions, say: (text: string) => void) {
	if (file === undefined || mode !== 'apply') return undefined;
	const {rememberRun} = await import('./record/remember-run.ts');
	return rememberRun({cluster: cluster.name, file: resolve(file), operation, version, say});
}

/** How the hosts of a run that changes them are locked. */
async function lockOf(cluster: string, say: (text: string) => void, signal: AbortSignal): Promise<Execution['lock']> {
	const [{lockHosts}, {newToken, ownOwner}, {lockRoot}] = await Promise.all([
		import('./host-locks.ts'),
		import('./lock-owner.ts'),
		import('../host/lock/host-lock.ts'),
	]);
	const settings = {root: lockRoot, token: newToken(), owner: ownOwner(cluster), say, signal};
	return (hosts, stepOf) => lockHosts(hosts, {...settings, stepOf});
}

/** Names what a stage that was run alone has made different in later ones. JSON lines stay alone on standard output. */
async function printDownstream(execution: Parameters<typeof downstream>[0], finished: Finished, {file, reporter}: RunOptions) {
	const text = await downstream(execution, finished, file ?? '-');
	if (text !== undefined) printBeside(reporter)(`\n${text}`);
}

/** Runs a cluster in one of the modes, told as fits the terminal. */
export async function runCluster(options: RunOptions): Promise<RunResult> {
	const {cluster, file, mode, operation, reporter, verbose, acceptNewHostKeys, version, replaced, dataLost} = options;
	let show: Show | undefined;
	const say = (text: string) => void (show === undefined ? tell(text) : show.say(text));
	if (file !== undefined && operation.removes === undefined && options.cutSaid !== true) await sayCut(file, say);
	const journal = await journalOf(options, say);
	const signals = stopOnSignals(say);
	const calm = onCrash(() => {
		void show?.close();
		return journal === undefined ? [] : [journal.goOn];
	});
	try {
		const onScreen = reporter === 'auto' && mode === 'apply' && surfaceOf(false, process.env, process) === 'screen';
		const secrets = createSecretResolver(askSecret, {...options, takesQuestions: !onScreen});
		if (onScreen) await promptForSecrets(options, secrets);
		show = onScreen ? await showScreen(signals) : showLines(reporter === 'json' ? 'json' : 'plain', verbose);
		const {emit, paused, afterFailure, wantsEdit} = show;
		const session = await openCluster({
			cluster,
			file,
			mode,
			operation,
			replaced,
			dataLost,
			acceptNewHostKeys,
			secrets,
			version,
			say,
		});
		const execution = {...session, stop: signals.stop, drop: signals.drop};
		const finished = await execute({
			...execution,
			mode,
			emit(event: RunEvent) {
				emit(event);
				journal?.emit(event);
				operation.watch?.(event);
			},
			...(mode === 'apply' ? {lock: await lockOf(cluster.name, say, signals.stop)} : {}),
			hooks: {
				thorough: options.thorough ?? false,
				...(paused === undefined ? {} : {paused}),
				...(afterFailure === undefined ? {} : {afterFailure}),
				...journal?.hooks,
			},
		});
		const problem = await journal?.close();
		if (problem !== undefined) say(`Cannot save the state of this run: ${problem}`);
		// What was refused before its first step has nothing to resume.
		const refused = finished.error instanceof InputError;
		if (journal !== undefined && finished.outcome !== 'succeeded' && !refused && !wantsEdit())
			say([journal.goOn, ...(finished.outcome === 'failed' ? [journal.handOn] : [])].join('\n'));
		await show.close();
		show = undefined;
		if (mode === 'apply') await printDownstream(execution, finished, options);
		return {finished, signalCode: signals.code(), wantsEdit: wantsEdit()};
	} finally {
		await journal?.close();
		await show?.close();
		signals.release();
		calm();
	}
}

/** Runs a cluster file; `-` is standard input. */
export async function runFile(options: Omit<RunOptions, 'cluster' | 'file'> & {readonly file: string}): Promise<RunResult> {
	const {file, ...rest} = options;
	return runCluster({...rest, cluster: await readClusterFile(file), ...(file === '-' ? {} : {file})});
}
