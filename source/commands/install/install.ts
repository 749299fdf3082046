import {setMaxListeners} from 'node:events';
import {resolve} from 'node:path';
import {parseCluster} from '../../cluster/file/parse.ts';
import {sh} from '../../core/command.ts';
import {InputError} from '../../core/errors.ts';
import {absolutePath, readClusterFile, resolvePaths} from '../../local/cluster-file.ts';
import type {FetchedSecrets} from '../../local/secrets.ts';
import type {HowToRun, RunResult} from '../../run/run.ts';
import {print} from '../../run/terminal/say.ts';
import {stopOnSignals} from '../../run/terminal/stop-signals.ts';
import {hasTerminal, surfaceOf} from '../../run/terminal/surface.ts';
import {openDrafts} from '../../state/store/drafts.ts';
import {configFolder} from '../../state/store/folder.ts';
import {openRuns} from '../../state/store/runs.ts';
import {type Answers, noAnswers} from '../../ui/wizard/answers/answers.ts';
import {answersOfCluster} from '../../ui/wizard/answers/answers-of-cluster.ts';
import {isBlank, type PageId} from '../../ui/wizard/page-order.ts';
import type {TypedSecrets, WizardResult} from '../../ui/wizard/wizard-functions.ts';
import {unfinishedRun} from '../resume/unfinished-run.ts';
import {askOnLines, askOnScreen} from './ask.ts';
import {beginningOf} from './beginning.ts';
import {demoScript, runDemo} from './demo.ts';
import {answerKeeper} from './keep-answers.ts';
import {wizardFunctions} from './wizard-functions.ts';

export type InstallOptions = HowToRun & {
	/** A cluster file to begin with. */
	readonly file?: string;
	/** The page to begin at. */
	readonly page?: PageId;
	readonly plain: boolean;
	/** Hosts that are other machines than at the first install, on purpose. */
	readonly replaced?: readonly string[];
};

export type Installed =
	| {readonly end: 'run'; readonly result: RunResult}
	/** Nothing was run, as wanted. */
	| {readonly end: 'left'}
	| {readonly end: 'interrupted'; readonly signalCode: number | undefined}
	| {readonly end: 'demo'; readonly code: number};

/** What the wizard begins with: at first, and again when an answer is to be changed. */
type Round = {readonly answers: Answers; readonly page: PageId; readonly file?: string; readonly typed: TypedSecrets};

function checkTerminal(): void {
	if (hasTerminal(process)) return;
	throw new InputError('the wizard needs an interactive terminal', {
		hint: 'Write its answers into a cluster file (keys name, hosts, roles; "kafka-setup config schema" prints all), and run: kafka-setup apply FILE',
	});
}

async function ask(
	round: Round,
	fetched: FetchedSecrets,
	{plain, version, acceptNewHostKeys, replaced}: InstallOptions,
): Promise<{readonly result: WizardResult; readonly signalCode: number | undefined}> {
	const folder = configFolder();
	const told = new Set<string>();
	const sayTold = () => {
		for (const problem of told) print(problem);
		told.clear();
	};
	const drafts = openDrafts(folder, problem => told.add(problem));
	const keeper = answerKeeper(drafts);
	const over = new AbortController();
	setMaxListeners(0, over.signal);
	const signals = stopOnSignals(() => {});
	try {
		const questions = {
			...round,
			functions: wizardFunctions({
				version,
				acceptNewHostKeys,
				replaced,
				fetched,
				remember: keeper.remember,
				written: keeper.written,
				stop: over.signal,
				say: problem => told.add(problem),
			}),
			beginning: await beginningOf(
				openRuns(folder, problem => told.add(problem)),
				drafts,
				demoScript(),
			),
			signal: signals.stop,
		};
		// Not while a screen is drawn: what came before it, and after it what came meanwhile.
		sayTold();
		const onScreen = surfaceOf(plain, process.env, process) === 'screen';
		const result = await (onScreen ? askOnScreen(questions) : askOnLines(questions));
		const left = result.action === 'quit' || result.action === 'interrupted';
		const problem = keeper.flush();
		sayTold();
		if (problem !== undefined) print(`Cannot save the answers for the next start: ${problem}`);
		else if (left && !isBlank(result.answers)) print('Your answers are kept: kafka-setup offers them at the next start.');
		return {result, signalCode: signals.code()};
	} finally {
		keeper.flush();
		over.abort();
		signals.release();
	}
}

/** Asks until it is clear what to do, and does it. */
export async function install(options: InstallOptions): Promise<Installed> {
	checkTerminal();
	const begun = async (file: string, page: PageId, typed: TypedSecrets = new Map()): Promise<Round> => ({
		answers: answersOfCluster(await readClusterFile(absolutePath(file))),
		page,
		file,
		typed,
	});
	let round: Round =
		options.file === undefined
			? {answers: noAnswers, page: 'start', typed: new Map()}
			: await begun(options.file, options.page ?? 'hosts');
	for (;;) {
		const fetched: FetchedSecrets = new Map();
		const {result, signalCode} = await ask(round, fetched, options);
		const {action, answers, typed, clusterText, path} = result;
		if (action === 'interrupted') return {end: 'interrupted', signalCode};
		if (action === 'demo') return {end: 'demo', code: await runDemo(demoScript()!)};
		if (action === 'quit' || action === 'write') {
			if (action === 'write') print(`Wrote ${path}. Next: kafka-setup apply ${path}`);
			return {end: 'left'};
		}
		const last = action === 'resume' ? unfinishedRun(openRuns(configFolder(), print).list()) : undefined;
		const file = action === 'resume' ? last?.file : path;
		// What comes after the last page is loaded after it.
		const [{confirmResume}, {runCluster}, {installation}] = await Promise.all([
			import('../resume/resume.ts'),
			import('../../run/run.ts'),
			import('../../run/operation.ts'),
		]);
		const goOn = last === undefined ? undefined : await confirmResume(last, options);
		if (last !== undefined && goOn === undefined) return {end: 'left'};
		if (file === undefined) throw new InputError('the unfinished run no longer exists', {hint: 'start kafka-setup again'});
		const at = resolve(absolutePath(file));
		const cluster =
			action === 'resume' || clusterText === undefined
				? await readClusterFile(at)
				: resolvePaths(parseCluster(clusterText, file), process.cwd());
		const skips = [...(goOn?.checks.skip ?? [])].flatMap(id => ['--skip', id]);
		print(`The same without the wizard: ${sh`kafka-setup apply ${[file, ...skips]}`.text}\n`);
		const run = await runCluster({
			...options,
			replaced: action === 'resume' ? [] : (options.replaced ?? []),
			cluster,
			file: at,
			mode: 'apply',
			operation: installation({}, goOn?.checks),
			given: result.secrets,
			fetched,
			cutSaid: true,
		});
		if (!run.wantsEdit) return {end: 'run', result: run};
		round = action === 'resume' ? await begun(file, 'review') : {answers, page: 'review', file, typed};
	}
}
