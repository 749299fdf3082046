import {type Command, rawCommand, sh} from '../core/command.ts';
import {CancelledError, StepError} from '../core/errors.ts';
import type {Change} from '../core/events.ts';
import {pause} from '../core/pause.ts';
import type {Context, ConvergeStep} from '../core/plan.ts';
import {follow} from './follow.ts';
import {type Explain, notStarted} from './service-failure.ts';
import {look, type ServiceState} from './service-state.ts';
import {must} from './shell.ts';

export {startRecord} from './start-record.ts';

export type ServiceSpec = {
	readonly id: string;
	readonly title: string;
	/** Without `.service`. */
	readonly unit: string;
	/** The steps whose files the process reads: where one has a change to make, the service has to be restarted. */
	readonly config: readonly ConvergeStep[];
	/** The paths that `startRecord` records at each start, the drop-in among them. */
	readonly files: readonly string[];
	/** `what` completes "waiting for", such as "port 9092 to answer". `command` is bash, quick, and ends with 0 when the service answers; it finds `$UNIT` and `$MAINPID`. */
	readonly answers: {readonly what: string; readonly command: Command | string};
	/** Extended regular expressions over the lines of the journal: one that fits ends the wait for an answer at once. */
	readonly fatal: readonly string[];
	readonly explain?: Explain;
	/** What passes by itself: a start that ends with output of that kind is made again, for up to `seconds`. */
	readonly passing?: {readonly pattern: RegExp; readonly what: string; readonly seconds: number};
	/** How long a start may take until the service answers. */
	readonly startSeconds: number;
	/** Runs within the turn, before a running member is restarted; throws when that is not safe. */
	readonly beforeRestart?: (context: Context) => Promise<void>;
	/** Runs within the turn: waits until the cluster is whole again. */
	readonly afterRestart?: (context: Context) => Promise<void>;
	/** Whether this member is restarted after the others, such as a leader. */
	readonly last?: (context: Context) => Promise<boolean>;
};

/** The pause before a start that is made again, in milliseconds. */
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

/** Reads the changed unit files again, enables the unit, and tells how it stands then. */
async function prepare(context: Context, spec: ServiceSpec, state: ServiceState): Promise<ServiceState> {
	if (state.enabled === 'masked' || state.enabled === 'masked-runtime') {
		throw new StepError(`${spec.unit} is masked on ${context.host.name}`, {
			hint: `Somebody forbade it to start. If that is over: systemctl unmask ${spec.unit}, then run it again.`,
		});
	}
	if (state.known && !state.needsReload && state.enabled === 'enabled') return state;
	if (!state.known || state.needsReload) await must(context, rawCommand('systemctl daemon-reload'));
	if (state.enabled !== 'enabled') await must(context, sh`systemctl enable ${spec.unit}`);
	return look(context, spec);
}

type Verb = 'start' | 'restart' | undefined;

async function run(context: Context, spec: ServiceSpec, verb: Verb, typed: string): Promise<void> {
	const {unit, answers, fatal, startSeconds, passing} = spec;
	const as = verb === undefined ? `journalctl -u ${unit} -f` : typed === '' ? `systemctl ${verb} ${unit}` : typed;
	const passedBy = Date.now() + (passing?.seconds ?? 0) * 1000;
	for (let how = verb; ; how = 'restart') {
		const following = follow(context, {unit, verb: how, answers: answers.command, fatal, limit: startSeconds}, as);
		// After the command that it waits for.
		context.waiting(`${answers.what}, at most ${startSeconds} s`);
		const result = await following;
		if (result.code === 0) return;
		const passes = passing?.pattern.test(result.stdout) === true && Date.now() < passedBy && !context.signal.aborted;
		if (!passes) throw notStarted(context, spec, as, result);
		context.waiting(`${passing.what}, at most ${passing.seconds} s`);
		await pause(againMs, context.signal);
		unlessStopped(context, spec);
	}
}

/** Between a restart and the next, the operator can stop the run. @throws CancelledError */
function unlessStopped({signal}: Context, {unit}: ServiceSpec): void {
	if (signal.aborted) throw new CancelledError(`stopped before ${unit} was restarted`);
}

/**
 * A service that is enabled, runs with its current files and answers. What is down is started at once, on all hosts side
 * by side; what runs is restarted in the stage's `turn`, one host after the other, between `beforeRestart` and
 * `afterRestart`. Which files the running process has read is in the record of its start (`startRecord`), so a run that
 * was stopped between writing a file and restarting is mended by the next one.
 * @throws StepError if the unit is masked, or the service ends, says a fatal line, or doesn't answer in time.
 */
export function service(spec: ServiceSpec): ConvergeStep {
	return {
		id: spec.id,
		title: spec.title,
		settleMs: 3000,
		async check(context) {
			const [state, ...pending] = await Promise.all([look(context, spec), ...spec.config.map(step => step.check(context))]);
			return changesOf(spec, state, pending.flat());
		},
		async apply(context) {
			const before = await look(context, spec);
			const state = await prepare(context, spec, before);
			// A unit that waits for its next automatic restart would keep a plain start waiting too.
			if (!state.running) return run(context, spec, state.trouble === undefined ? 'start' : 'restart', state.typed);
			// After a reload, systemd no longer knows that the process was started with another unit; the look before it does.
			if (staleness(state, []) === undefined && !before.needsReload) return run(context, spec, undefined, state.typed);
			await context.turn(
				async () => {
					unlessStopped(context, spec);
					await spec.beforeRestart?.(context);
					unlessStopped(context, spec);
					await run(context, spec, 'restart', state.typed);
					await spec.afterRestart?.(context);
				},
				{last: (await spec.last?.(context)) ?? false},
			);
		},
	};
}
