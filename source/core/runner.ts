import {type Attempt, beginStage, quietly} from './apply-stage.ts';
import {checkPlan} from './check-plan.ts';
import type {EventBody, Mode, RunOutcome, StageOutline} from './events.ts';
import type {Plan} from './plan.ts';
import {remember} from './remember.ts';
import type {StepServices} from './run-step.ts';
import type {Session} from './session.ts';
import {createSessions} from './sessions.ts';
import {createSoFar, type Standing} from './so-far.ts';

export type RunOptions = {
	readonly plan: Plan;
	readonly mode: Mode;
	/** The hosts of the plan, by name. */
	readonly sessions: ReadonlyMap<string, Session>;
	readonly reconnect: (session: Session) => Promise<Session>;
	readonly emit: (event: EventBody) => void;
	readonly signal: AbortSignal;
} & RunHooks;

/** How others take part in a run; all of it may be absent. */
export type RunHooks = {
	/** Awaited before each step: resolves at once, or when the operator lets the run go on. */
	readonly paused?: () => Promise<void>;
	/** Tests run the commands that an operator would type in any case; else only where something of their stage changed. */
	readonly thorough?: boolean;
	/** Stages that an earlier run changed, and of which it has not seen every test pass: their tests run the commands too. */
	readonly untested?: ReadonlySet<string>;
	/** Told of each stage of which every test has passed, by commands. */
	readonly tested?: (stage: string) => void;
	/** Asked when a stage has failed and all hosts have come to rest; `retry` runs it and what follows again, where what is done is found done. */
	readonly afterFailure?: () => Promise<'retry' | 'stop'>;
} & Pick<StepServices, 'beforeApply'>;

/** What the plan holds, for those who draw it. */
export function outline(plan: Plan): readonly StageOutline[] {
	return plan.stages.map(stage => {
		const stepsOf = stage.begin();
		const hosts = stage.hosts.map(host => ({name: host.name, steps: stepsOf(host).map(({id, title}) => ({id, title}))}));
		return {id: stage.id, title: stage.title, hosts};
	});
}

export type RunResult = Standing & {readonly outcome: RunOutcome};

export const hostNames = (plan: Plan): readonly string[] => [
	...new Set(plan.stages.flatMap(stage => stage.hosts.map(host => host.name))),
];

/** A run that changes nothing asks equal questions once. */
const remembering = (sessions: RunOptions['sessions']) =>
	new Map([...sessions].map(([name, one]) => [name, {...one, connection: remember(one.connection)}]));

/**
 * Runs a plan. `apply`: stage after stage, the hosts of a stage side by side, the steps of a host in order; the tests of a
 * stage, which change nothing that others stand on, run beside the stages that follow, and in the end each step that can looks
 * whether what it did has lasted. A failure lets all hosts finish the step they are at, and ends
 * the run with its stage. `check`: every check of every host at once, for nothing changes. `test`: the probes alone, stage
 * after stage.
 */
export async function run(options: RunOptions): Promise<RunResult> {
	const {plan, mode, emit, signal, paused, thorough = false, untested, tested} = options;
	const stageIds = plan.stages.map(({id}) => id);
	const soFar = createSoFar(hostNames(plan), stageIds, emit);
	const sessions = createSessions(mode === 'check' ? remembering(options.sessions) : options.sessions, options.reconnect);
	const services: StepServices = {
		emit,
		signal,
		reconnect: sessions.again,
		async beforeApply(...step) {
			await options.beforeApply?.(...step);
			soFar.touch();
		},
	};
	const failed = () => soFar.failedStage() !== undefined;
	const over = () => failed() || signal.aborted;
	const isThorough = (stage: string) => thorough || (untested?.has(stage) ?? false);
	const applying = {mode, sessions, soFar, services, paused, thorough: isThorough, tested};
	/** Stages of which every test has passed. */
	const passed = new Set<string>();
	const attempts = new Map<string, Attempt>();
	const runFrom = async (first: number) => {
		const tests: Promise<void>[] = [];
		try {
			for (const stage of plan.stages.slice(first)) {
				if (over()) break;
				const attempt = beginStage(stage, applying);
				attempts.set(stage.id, attempt);
				if (mode === 'apply') await attempt.converge();
				if (over()) break;
				const test = quietly(attempt.test().then(well => void (well && passed.add(stage.id))));
				tests.push(test);
				if (mode === 'test') await test;
			}
			await Promise.all(tests);
			// A service that has answered may have ended since, and all else have gone on with its peers.
			if (mode === 'apply' && !over())
				await Promise.all([...attempts].map(async ([id, attempt]) => void ((await attempt.lasts()) || passed.delete(id))));
		} finally {
			await Promise.allSettled(tests);
		}
	};

	if (mode === 'check') {
		await checkPlan(plan, sessions, soFar, {emit, signal});
	} else {
		await runFrom(0);
		while (failed() && !signal.aborted && (await options.afterFailure?.()) === 'retry') {
			// Before the one that failed there may be another whose tests were cut by it.
			const first = stageIds.findIndex(id => !passed.has(id));
			const again = stageIds.slice(first);
			for (const id of again) passed.delete(id);
			// What the operator has done to the others meanwhile, such as a restart, is no failure of theirs.
			for (const id of stageIds.slice(0, first)) attempts.delete(id);
			// What counts is how a stage went in the end.
			soFar.takeBack(again);
			await runFrom(first);
		}
	}
	const outcome = failed() ? 'failed' : signal.aborted ? 'cancelled' : 'succeeded';
	return {outcome, ...soFar.standing()};
}
