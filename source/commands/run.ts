import {resolve} from 'node:path';
import type {Mode, RunEvent} from '../core/events.ts';
import type {Secret} from '../core/secret.ts';
import type {Cluster, SecretRef} from '../kafka/cluster.ts';
import type {Selection} from '../kafka/plan.ts';
import {askSecret} from './ask-secret.ts';
import {readClusterFile} from './cluster-file.ts';
import {execute, type Finished} from './execute.ts';
import {onCrash} from './on-crash.ts';
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

/** What remembers a run that changes the hosts of a file; its code is loaded for such runs alone. */
async function memoryOf({cluster, file, mode, selection: {stage}, version}: RunOptions) {
	if (file === undefined || mode !== 'apply') return undefined;
	const {rememberRun} = await import('./remember-run.ts');
	return rememberRun({cluster: cluster.name, file: resolve(file), stage, version});
}

/** Runs a cluster in one of the modes, told as fits the terminal. */
export async function runCluster(options: RunOptions): Promise<RunResult> {
	const {cluster, mode, selection, reporter, verbose, acceptNewHostKeys, version, given} = options;
	const memory = await memoryOf(options);
	let show: Show | undefined;
	const signals = stopOnSignals(text => show?.say(text));
	const calm = onCrash(() => {
		void show?.close();
		return memory === undefined ? [] : [memory.goOn];
	});
	try {
		const onScreen = reporter === 'auto' && mode === 'apply' && surfaceOf(false, process.env, process) === 'screen';
		const secrets = createSecretResolver(askSecret, given);
		if (onScreen) await askFirst(cluster, selection, secrets);
		show = onScreen ? await showScreen(signals) : showLines(reporter === 'json' ? 'json' : 'plain', verbose);
		const {emit, say, paused, afterFailure, wantsEdit} = show;
		const finished = await execute({
			cluster,
			mode,
			selection,
			acceptNewHostKeys,
			secrets,
			emit(event: RunEvent) {
				emit(event);
				memory?.emit(event);
			},
			version,
			stop: signals.stop,
			drop: signals.drop,
			...(paused === undefined ? {} : {paused}),
			...(afterFailure === undefined ? {} : {afterFailure}),
			...(memory === undefined ? {} : {beforeApply: memory.beforeApply}),
		});
		const problem = await memory?.close();
		if (problem !== undefined) say(`Where this run stands could not be kept: ${problem}`);
		if (memory !== undefined && finished.outcome !== 'succeeded' && !wantsEdit()) say(memory.goOn);
		return {finished, signalCode: signals.code(), wantsEdit: wantsEdit()};
	} finally {
		await memory?.close();
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
