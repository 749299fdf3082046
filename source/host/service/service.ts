import {type Command, rawCommand, sh} from '../../core/command.ts';
import {CancelledError, StepError} from '../../core/errors.ts';
import type {Change} from '../../core/events.ts';
import {pause} from '../../core/pause.ts';
import type {Context, ConvergeStep} from '../../core/plan.ts';
import type {Entry} from '../diagnosis/entry.ts';
import {must} from '../shell.ts';
import {follow, followCode} from './follow.ts';
import {type Seen, stillRuns} from './lasting.ts';
import {notStarted} from './service-failure.ts';
import {look, runs, type ServiceState} from './service-state.ts';

export {startRecord} from './start-record.ts';

/** `what` completes "waiting for", such as "port 9092 to answer". `command` is bash, quick, and ends with 0 when the service answers; it finds `$UNIT` and `$MAINPID`. */
type Answers = {readonly what: string; readonly command: Command};

export type ServiceSpec = {
	readonly id: string;
	readonly title: string;
	/** Without `.service`. */
	readonly unit: string;
	/** The steps whose files the process reads: where one has a change to make, the service has to be restarted. */
	readonly config: readonly ConvergeStep[];
	/** Steps that come before those of `config` in the same turn and are no reason for a restart, such as the folders of its files. */
	readonly folders?: readonly ConvergeStep[];
	/** Steps that belong into the same turn and are no reason for a restart, such as removing what `config` names no longer. */
	readonly cleanup?: readonly ConvergeStep[];
	/** The paths that `startRecord` records at each start, the drop-in among them. */
	readonly files: readonly string[];
	readonly answers: Answers;
	/** Extended regular expressions over the lines of the journal: one that fits ends the wait for an answer at once. */
	readonly fatal: readonly string[];
	/** What is known of why it fails; a cause is looked for in all that the start has said. */
	readonly causes?: readonly Entry[];
	/** What passes by itself: a start that ends with output of that kind is made again, for up to `seconds`. */
	readonly passing?: {readonly pattern: RegExp; readonly what: string; readonly seconds: number};
	/** How long a start may take until the service answers. */
	readonly startSeconds: number;
	/** Runs before a member that is down is started; throws when that is not safe. */
	readonly beforeStart?: (context: Context) => Promise<void>;
	/** Which members start before the others of the stage, where they are down. */
	readonly first?: {
		readonly goes: (context: Context) => Promise<boolean>;
		/** Why the others start later, such as "members with data start first". */
		readonly reason: string;
		/** What is waited for until the others start: the service may not answer without them. */
		readonly up: Answers;
	};
	/** Runs within the turn, before the files of a running member are written, and again before it is restarted; throws when that is not safe. */
	readonly beforeRestart?: (context: Context) => Promise<void>;
	/** Runs within the turn: waits until the cluster is whole again. */
	readonly afterRestart?: (context: Context) => Promise<void>;
	/** Whether this member is restarted after the others, such as a leader. */
	readonly last?: (context: Context) => Promise<boolean>;
	/** A start that failed leaves the unit stopped, where systemd would try it again and again; what runs without it is left. */
	readonly stopsOnFailure?: boolean;
};

/** The pause before a start that is made again, in milliseconds: what passes by itself, such as an old session, takes seconds. */
const againMs = 3000;

/** Why the running process has to be replaced; the pending changes are those of `config`. */
function staleness(state: ServiceState, pending: readonly Change[]): string | undefined {
	if (!state.running) return undefined;
	const [first] = pending;
	if (first) return `${first.what}${pending.length > 1 ? ` and ${pending.length - 1} more` : ''}`;
	if (!state.recorded) return 'it was not started with these settings';
	const [path, ...more] = state.stale;
	if (path) return `${[path, ...more].join(', ')} ${more.length > 0 ? 'were' : 'was'} written since it started`;
	return state.needsReload ? 'its unit was changed since it was loaded' : undefined;
}

function changesOf({unit, answers}: ServiceSpec, state: ServiceState, pending: readonly Change[]): Change[] {
	const changes: Change[] = [];
	const puts: Change['puts'] = [{kind: 'service', name: unit}];
	if (state.enabled !== 'enabled') changes.push({what: `enable ${unit}`, puts});
	if (!state.running)
		return [...changes, {what: `start ${unit}`, puts, ...(state.trouble === undefined ? {} : {reason: state.trouble})}];
	const reason = staleness(state, pending);
	if (reason !== undefined) changes.push({what: `restart ${unit}`, reason});
	else if (!state.answers) changes.push({what: `wait for ${answers.what}`, reason: `${unit} runs, but does not answer`});
	return changes;
}

/** @throws StepError */
function unlessMasked({host}: Context, {unit}: ServiceSpec, {enabled}: ServiceState): void {
	if (enabled !== 'masked' && enabled !== 'masked-runtime') return;
	throw new StepError(`${unit} is masked on ${host.name}`, {
		hint: `Somebody forbade it to start. If that is over: systemctl unmask ${unit}, then run it again.`,
	});
}

/** Reads the changed unit files again, enables the unit, and tells how it stands then. */
async function prepare(context: Context, spec: ServiceSpec, state: ServiceState): Promise<ServiceState> {
	if (state.known && !state.needsReload && state.enabled === 'enabled') return state;
	if (!state.known || state.needsReload) await must(context, rawCommand('systemctl daemon-reload'));
	if (state.enabled !== 'enabled') await must(context, sh`systemctl enable ${spec.unit}`);
	return look(context, spec);
}

type Verb = 'start' | 'restart' | undefined;

/** Whether a unit runs, or systemd does not say. */
const mayRun = (context: Context, unit: string) => runs(context, unit).catch(() => true);

/** Starts the unit, or waits for what was started, until it answers. */
async function run(context: Context, spec: ServiceSpec, verb: Verb, typed: string, answers = spec.answers): Promise<void> {
	const {unit, fatal, startSeconds, passing, stopsOnFailure = false} = spec;
	const as = verb === undefined ? `journalctl -u ${unit} -f` : typed === '' ? `systemctl ${verb} ${unit}` : typed;
	const passedBy = Date.now() + (passing?.seconds ?? 0) * 1000;
	for (let how = verb; ; ) {
		const following = follow(context, {unit, verb: how, answers: answers.command, fatal, limit: startSeconds}, as);
		// After the command that it waits for.
		context.waiting(`${answers.what}, at most ${startSeconds} s`);
		const result = await following;
		if (result.code === 0) return;
		// What this run has not started may do its work, though it does not answer us: only once it has ended it is started.
		const attached = how === undefined;
		const passes =
			!(attached && result.code === followCode.limit) &&
			passing?.pattern.test(result.stdout) === true &&
			Date.now() < passedBy &&
			!context.signal.aborted;
		if (!passes) {
			if (stopsOnFailure && !(attached && (await mayRun(context, unit)))) await context.exec(sh`systemctl stop ${unit}`);
			throw notStarted(context, spec, as, result);
		}
		context.waiting(`${passing.what}, at most ${passing.seconds} s`);
		await pause(againMs, context.signal);
		unlessStopped(context, spec, 'restarted');
		if (!attached || result.code === followCode.ended) how = 'restart';
	}
}

/** Before each change of what runs, the operator can stop the run. @throws CancelledError */
function unlessStopped({signal}: Context, {unit}: ServiceSpec, what: 'started' | 'restarted'): void {
	if (signal.aborted) throw new CancelledError(`stopped before ${unit} was ${what}`);
}

/** Waits until those that go first are up, if this member is down and none of them. Tells how it stands then. */
async function letOthersStart(context: Context, spec: ServiceSpec, state: ServiceState): Promise<ServiceState> {
	const {first} = spec;
	if (state.running || first === undefined || (await first.goes(context))) return state;
	await context.stepBack(first.reason);
	unlessStopped(context, spec, 'started');
	return look(context, spec);
}

/** Starts the unit or waits for it; those that stepped back are let go as soon as it is up, for it may answer only with them. */
async function bringUp(context: Context, spec: ServiceSpec, verb: Verb, typed: string): Promise<void> {
	const {first} = spec;
	if (first === undefined || !(await first.goes(context))) {
		context.up();
		return run(context, spec, verb, typed);
	}
	await run(context, spec, verb, typed, first.up);
	context.up();
	if (!(await look(context, spec)).answers) await run(context, spec, undefined, typed);
}

/** Waits for the member's turn, and passes the gate in it. */
async function passIntoTurn(context: Context, {last, ...spec}: ServiceSpec): Promise<void> {
	await context.turn(last === undefined ? {} : {last: () => last(context)});
	unlessStopped(context, spec, 'restarted');
	await spec.beforeRestart?.(context);
	unlessStopped(context, spec, 'restarted');
}

/**
 * A service that is enabled, runs with its current files and answers: the steps that write its files, and the one that
 * starts it, in this order. What is down gets its files and is started at once, on all hosts side by side. What runs is
 * changed in the stage's turn, one host after the other: behind `beforeRestart` its files are written, and then it is
 * restarted; so a value with which the first member does not start is on the disks of no other. Which files the running
 * process has read is in the record of its start (`startRecord`), so a run that was stopped between writing a file and
 * restarting is continued by the next one.
 * @throws StepError if the unit is masked, or the service ends, says a fatal line, or doesn't answer in time.
 */
export function service(spec: ServiceSpec): readonly ConvergeStep[] {
	let gatePassed = false;
	let seen: Seen | undefined;
	const inTurn = (step: ConvergeStep): ConvergeStep => ({
		...step,
		async apply(context) {
			if (!gatePassed && (await runs(context, spec.unit))) {
				// What the gate has to remark is said by the restart.
				await passIntoTurn({...context, note: () => {}}, spec);
				gatePassed = true;
			}
			await step.apply(context);
		},
	});
	const start: ConvergeStep = {
		id: spec.id,
		title: spec.title,
		settleMs: 3000,
		async check(context) {
			// What the steps have to remark they say themselves.
			const quiet = {...context, note: () => {}};
			const [state, ...pending] = await Promise.all([look(context, spec), ...spec.config.map(step => step.check(quiet))]);
			const changes = changesOf(spec, state, pending.flat());
			seen = changes.length === 0 ? state : undefined;
			return changes;
		},
		async apply(context) {
			const found = await look(context, spec);
			unlessMasked(context, spec, found);
			const state = await letOthersStart(context, spec, found);
			if (!state.running) {
				await spec.beforeStart?.(context);
				const {typed} = await prepare(context, spec, state);
				// A unit that waits for its next automatic restart would keep a plain start waiting too.
				return bringUp(context, spec, state.trouble === undefined ? 'start' : 'restart', typed);
			}
			if (staleness(state, []) === undefined) {
				const {typed} = await prepare(context, spec, state);
				return bringUp(context, spec, undefined, typed);
			}
			await passIntoTurn(context, spec);
			const {typed} = await prepare(context, spec, state);
			await run(context, spec, 'restart', typed);
			await spec.afterRestart?.(context);
		},
		async lasts(context) {
			if (seen !== undefined) await stillRuns(context, spec, seen);
		},
	};
	return [...[...(spec.folders ?? []), ...spec.config, ...(spec.cleanup ?? [])].map(inTurn), start];
}
