import {resolve} from 'node:path';
import type {Mode, RunEvent} from '../core/events.ts';
import type {Secret} from '../core/secret.ts';
import type {Cluster, SecretRef} from '../kafka/cluster.ts';
import type {Selection} from '../kafka/plan.ts';
import {askSecret} from './ask-secret.ts';
import {readClusterFile} from './cluster-file.ts';
import {downstream} from './downstream.ts';
import {execute, type Finished} from './execute.ts';
import {createSecretResolver, type SecretResolver} from './secrets.ts';
import {type Show, showLines, showScreen} from './show.ts';
import {stopOnSignals} from './stop-signals.ts';
import {surfaceOf} from './surface.ts';

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
	readonly selection: Selection;
	/** Secrets that are there already, by their references. */
	readonly given?: ReadonlyMap<SecretRef, Secret>;
};

export type RunResult = {
	readonly finished: Finished;
	/** What to exit with, if a signal ended the run. */
	readonly signalCode: number | undefined;
	/** Whether the operator wants to change an answer, and run again. */
	readonly wantsEdit: boolean;
};

/** A question on the screen's terminal would fight with the screen for the keys: it comes before. */
async function askFirst({ssh, roles, connect}: Cluster, {stage}: Selection, secrets: SecretResolver): Promise<void> {
	const withSources = roles.connect.length > 0 && (stage === undefined || stage === 'connect');
	const passwords = withSources ? connect.sources.map(({password}) => password) : [];
	for (const ref of [ssh.password, ssh.passphrase, ssh.sudoPassword, ...passwords]) {
		// A prompt says itself what it asks for.
		if (ref?.startsWith('prompt:')) await secrets.resolve(ref, ref);
	}
}

/** Keeps where a whole `apply` of a file stands, for the wizard's first page. */
async function recordOf({file, mode, selection}: RunOptions) {
	if (file === undefined || mode !== 'apply' || (selection.stage ?? selection.from) !== undefined) return undefined;
	const [{recordRun}, {openRuns}, {configFolder}] = await Promise.all([
		import('./record-run.ts'),
		import('../journal/runs.ts'),
		import('../journal/folder.ts'),
	]);
	return recordRun(openRuns(configFolder()), resolve(file));
}

/** Names what a stage that was run alone has made different in later ones. JSON lines stay alone on standard output. */
async function tellDownstream(execution: Parameters<typeof downstream>[0], finished: Finished, {file, reporter}: RunOptions) {
	const text = await downstream(execution, finished, file ?? '-');
	if (text !== undefined) (reporter === 'json' ? process.stderr : process.stdout).write(`\n${text}\n`);
}

/** Runs a cluster in one of the modes, told as fits the terminal. */
export async function runCluster(options: RunOptions): Promise<RunResult> {
	const {cluster, mode, selection, reporter, verbose, acceptNewHostKeys, version, given} = options;
	let show: Show | undefined;
	const signals = stopOnSignals(text => show?.say(text));
	try {
		const onScreen = reporter === 'auto' && mode === 'apply' && surfaceOf(false, process.env, process) === 'screen';
		const secrets = createSecretResolver(askSecret, given);
		if (onScreen) await askFirst(cluster, selection, secrets);
		show = onScreen ? await showScreen(signals) : showLines(reporter === 'json' ? 'json' : 'plain', verbose);
		const {emit, say, paused, afterFailure, wantsEdit} = show;
		const record = await recordOf(options).catch(error => {
			say(`Where this run stands can't be kept: ${(error as Error).message}`);
			return undefined;
		});
		const execution = {cluster, selection, acceptNewHostKeys, secrets, version, stop: signals.stop, drop: signals.drop};
		const finished = await execute({
			...execution,
			mode,
			emit(event: RunEvent) {
				emit(event);
				record?.emit(event);
			},
			...(paused === undefined ? {} : {paused}),
			...(afterFailure === undefined ? {} : {afterFailure}),
		});
		const problem = record?.problem();
		if (problem !== undefined) say(`Where this run stands could not be kept: ${problem}`);
		await show.close();
		show = undefined;
		if (mode === 'apply') await tellDownstream(execution, finished, options);
		return {finished, signalCode: signals.code(), wantsEdit: wantsEdit()};
	} finally {
		await show?.close();
		signals.release();
	}
}

/** Runs a cluster file; `-` is standard input. */
export async function runFile(options: Omit<RunOptions, 'cluster' | 'file'> & {readonly file: string}): Promise<RunResult> {
	const {file, ...rest} = options;
	return runCluster({...rest, cluster: await readClusterFile(file), ...(file === '-' ? {} : {file})});
}
