import {CancelledError, ConnectError, LinkLostError, StepError} from './errors.ts';
import type {Change, Failure, Outcome, StepRef} from './events.ts';
import {assertionFailure, failureOf} from './failure.ts';
import type {Step} from './plan.ts';
import {contextOf, type Session, type Tools} from './session.ts';

export type StepTools = Tools & {
	/** Logs in again after a lost link. @throws ConnectError */
	readonly reconnect: (session: Session) => Promise<Session>;
	/** Awaited before a step that found something to change changes it. What it throws fails the step, and the host stays as it is. */
	readonly beforeApply?: (ref: StepRef, title: string, changes: readonly Change[]) => Promise<void>;
};
export type StepResult = {
	readonly outcome: Outcome;
	readonly changes: readonly Change[];
	readonly notes: readonly string[];
	readonly failure?: Failure;
	/** The session to go on with: another one after a lost link. */
	readonly session: Session;
};
/** What a check said, and the remarks it left. */
export type Checked = {readonly changes: readonly Change[]; readonly notes: readonly string[]};

/** How often a condition is asked for while a step settles, in milliseconds. */
const pollMs = 200;

export async function check(session: Session, ref: StepRef, step: Step, tools: Tools): Promise<Checked> {
	const context = contextOf(session, ref, tools);
	const changes = (await step.check?.(context)) ?? [];
	return {changes, notes: context.notes};
}

const unlike = (changes: readonly Change[]) => changes.map(change => change.what).join('; ');

/** Checks until all is as wanted, or `settleMs` is over, or the run is stopped. */
async function settle(session: Session, ref: StepRef, step: Step, tools: Tools): Promise<Checked> {
	const end = Date.now() + (step.settleMs ?? 0);
	for (;;) {
		const checked = await check(session, ref, step, tools);
		if (checked.changes.length === 0 || Date.now() >= end || tools.signal.aborted) return checked;
		tools.emit({type: 'step-waiting', ref, for: `this to settle: ${unlike(checked.changes)}`});
		await new Promise(resolve => setTimeout(resolve, pollMs));
	}
}

/** What became of a step, told by an error that ended it. */
function ended(error: unknown, session: Session, changes: readonly Change[], notes: readonly string[]): StepResult {
	const outcome = error instanceof ConnectError ? 'unreachable' : error instanceof CancelledError ? 'cancelled' : 'failed';
	return {outcome, changes, notes, failure: failureOf(error), session};
}

/** The link died while the step changed the host: the host is looked at, and nothing is run again. */
async function lookAgain(
	session: Session,
	ref: StepRef,
	step: Step,
	tools: StepTools,
	wanted: readonly Change[],
	lost: LinkLostError,
) {
	if (tools.signal.aborted) return {outcome: 'unknown', changes: wanted, notes: [], failure: failureOf(lost), session} as const;
	tools.emit({type: 'step-waiting', ref, for: `${session.host.name} to answer again`});
	const next = await tools.reconnect(session);
	const {changes, notes} = await settle(next, ref, step, tools);
	if (step.check !== undefined && changes.length === 0) {
		return {
			outcome: 'changed',
			changes: wanted,
			notes: [...notes, 'the link died meanwhile; the host was looked at: done'],
			session: next,
		} as const;
	}
	const failure = {
		message: `${lost.message.replace(/\.$/, '')}, and ${step.check === undefined ? 'its result is lost' : `this is still to do: ${unlike(changes)}`}`,
		hint: 'The host answers again. Run the same command once more: it looks at the host and goes on from there.',
	};
	return {outcome: 'unknown', changes: wanted, notes, failure, session: next} as const;
}

/**
 * Brings one host to what one step wants. `known` is what a check has just said, if there was one.
 * Never throws: what went wrong is in the result.
 */
export async function converge(
	session: Session,
	ref: StepRef,
	step: Step,
	tools: StepTools,
	known?: Promise<Checked>,
): Promise<StepResult> {
	let before: Checked = {changes: [], notes: []};
	let live = session;
	try {
		if (step.check !== undefined) {
			try {
				before = await (known ?? check(live, ref, step, tools));
			} catch (error) {
				if (!(error instanceof LinkLostError) || tools.signal.aborted) throw error;
				live = await tools.reconnect(live);
				before = await check(live, ref, step, tools);
			}
			if (before.changes.length > 0 && step.apply === undefined && step.settleMs !== undefined) {
				before = await settle(live, ref, step, tools);
			}
			if (before.changes.length === 0) return {outcome: 'ok', ...before, session: live};
			if (step.apply === undefined)
				return {outcome: 'failed', ...before, failure: assertionFailure(before.changes), session: live};
		}
		if (step.check !== undefined) await tools.beforeApply?.(ref, step.title, before.changes);
		const context = contextOf(live, ref, tools);
		await step.apply?.(context);
		if (step.check === undefined) return {outcome: 'ok', changes: [], notes: context.notes, session: live};
		const after = await settle(live, ref, step, tools);
		const notes = [...context.notes, ...after.notes];
		if (after.changes.length === 0) return {outcome: 'changed', changes: before.changes, notes, session: live};
		throw new StepError(`it was done, and yet this still differs: ${unlike(after.changes)}`, {
			hint: 'Something on the host undoes or refuses it. Look at the host, then run the same command again.',
		});
	} catch (error) {
		try {
			if (error instanceof LinkLostError) return await lookAgain(live, ref, step, tools, before.changes, error);
		} catch (second) {
			return ended(second, live, before.changes, before.notes);
		}
		return ended(error, live, before.changes, before.notes);
	}
}

/** Says what a step would change, and changes nothing. Never throws. */
export async function compare(session: Session, ref: StepRef, step: Step, tools: Tools): Promise<StepResult> {
	if (step.check === undefined) return {outcome: 'skipped', changes: [], notes: [], session};
	try {
		const checked = await check(session, ref, step, tools);
		if (checked.changes.length === 0) return {outcome: 'ok', ...checked, session};
		if (step.apply !== undefined) return {outcome: 'changed', ...checked, session};
		return {outcome: 'failed', ...checked, failure: assertionFailure(checked.changes), session};
	} catch (error) {
		const lost =
			error instanceof LinkLostError ? new ConnectError(error.message, {hint: error.hint ?? 'Run the command again.'}) : error;
		return ended(lost, session, [], []);
	}
}
