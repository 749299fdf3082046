import {duration} from './duration.ts';
import {CancelledError, ConnectError, LinkLostError, StepError} from './errors.ts';
import type {Change, Failure, Findings, Outcome, StepRef} from './events.ts';
import {assertionFailure, failureOf} from './failure.ts';
import {maskedChange} from './masked.ts';
import {pause} from './pause.ts';
import type {Step} from './plan.ts';
import {contextOf, type RunServices, type Session} from './session.ts';

export type StepServices = RunServices & {
	/** Gives the session that follows a lost one. @throws ConnectError */
	readonly reconnect: (session: Session) => Promise<Session>;
	/** Awaited before a step that found something to change changes it. What it throws fails the step, and the host stays as it is. */
	readonly beforeApply?: (ref: StepRef, title: string, changes: readonly Change[]) => Promise<void>;
};
export type StepResult = Findings & {
	readonly outcome: Outcome;
	readonly changes: readonly Change[];
	readonly failure?: Failure;
};
/** What a check said, and what it left to be said. */
export type Checked = Findings & {readonly changes: readonly Change[]};

const nothing: Checked = {changes: [], notes: [], reports: []};

const together = (...all: readonly Findings[]): Findings => ({
	notes: all.flatMap(one => one.notes),
	reports: all.flatMap(one => one.reports),
});

/** How often a condition is asked for while a step settles, in milliseconds. */
const pollMs = 200;

export async function check(session: Session, ref: StepRef, step: Step, services: RunServices): Promise<Checked> {
	const context = contextOf(session, ref, services);
	const changes = (await step.check?.(context)) ?? [];
	return {changes: changes.map(maskedChange), ...together(context)};
}

const describeChanges = (changes: readonly Change[]) => changes.map(change => change.what).join('; ');

/** Checks until all is as wanted, or `settleMs` is over, or the run is stopped. */
async function checkUntilSettled(session: Session, ref: StepRef, step: Step, services: RunServices): Promise<Checked> {
	const end = Date.now() + (step.settleMs ?? 0);
	for (;;) {
		const checked = await check(session, ref, step, services);
		if (checked.changes.length === 0 || Date.now() >= end || services.signal.aborted) return checked;
		services.emit({type: 'step-waiting', ref, for: `this to settle: ${describeChanges(checked.changes)}`});
		await pause(pollMs, services.signal);
	}
}

/** The result of a step that threw. */
function resultOfError(error: unknown, {changes, notes, reports}: Checked): StepResult {
	const outcome = error instanceof ConnectError ? 'unreachable' : error instanceof CancelledError ? 'cancelled' : 'failed';
	return {outcome, changes, notes, reports, failure: failureOf(error)};
}

/** How long a host may be away after its link died, in milliseconds: a server takes minutes for a reboot. */
export const returnMs = 600_000;

/** How often one step is tried again after a lost connection: one that breaks it each time must end. */
const lostLinks = 3;

const linkNote = 'the connection was lost meanwhile; the host was checked again';

/** A step on its way to its end, over the sessions that it takes. */
type Progress = {
	session: Session;
	/** What was to be changed when it was begun to be; undefined until then. */
	begun: Checked | undefined;
};

/** What is known of the host before it is changed: `known` was asked ahead, perhaps over a link that is no more. */
async function checkBeforeApply(
	{session, begun}: Progress,
	ref: StepRef,
	step: Step,
	services: RunServices,
	known?: Promise<Checked>,
) {
	if (begun !== undefined) return checkUntilSettled(session, ref, step, services);
	const checked = await (known ?? check(session, ref, step, services)).catch(error => {
		if (known === undefined || !(error instanceof LinkLostError)) throw error;
		return check(session, ref, step, services);
	});
	const waits = checked.changes.length > 0 && step.apply === undefined && step.settleMs !== undefined;
	return waits ? checkUntilSettled(session, ref, step, services) : checked;
}

async function attempt(
	progress: Progress,
	ref: StepRef,
	step: Step,
	services: StepServices,
	known?: Promise<Checked>,
): Promise<StepResult> {
	const {session, begun} = progress;
	const looked: Findings = begun === undefined ? nothing : {notes: [linkNote], reports: []};
	if (step.check === undefined) {
		progress.begun ??= nothing;
		const context = contextOf(session, ref, {...services, long: true});
		await step.apply(context);
		return {outcome: 'ok', changes: [], ...together(looked, context)};
	}
	const before = await checkBeforeApply(progress, ref, step, services, known);
	if (before.changes.length === 0) {
		if (begun === undefined) return {outcome: 'ok', ...before};
		// What its apply had to remark went with the link.
		const {reports} = before;
		return {
			outcome: 'changed',
			changes: begun.changes,
			...together(looked, {notes: [...new Set([...begun.notes, ...before.notes])], reports}),
		};
	}
	if (step.apply === undefined) return {outcome: 'failed', ...before, failure: assertionFailure(before.changes)};
	const {changes} = begun ?? before;
	await services.beforeApply?.(ref, step.title, before.changes);
	progress.begun ??= before;
	const context = contextOf(session, ref, {...services, long: true});
	await step.apply(context);
	const after = await checkUntilSettled(session, ref, step, services);
	if (after.changes.length === 0) return {outcome: 'changed', changes, ...together(looked, context, after)};
	throw new StepError(`it was applied, but still differs: ${describeChanges(after.changes)}`, {
		hint: 'Something on the host undoes or refuses it. Look at the host, then run the same command again.',
	});
}

/**
 * Brings one host to what one step wants. `known` is what a check has just said, if there was one.
 * When the link dies, the host is logged in to again and looked at: what is done is done, and what is still to do is
 * done then; what an earlier login left running has ended by that time (`reconnect`).
 * Never throws: what went wrong is in the result.
 */
export async function converge(
	session: Session,
	ref: StepRef,
	step: Step,
	services: StepServices,
	known?: Promise<Checked>,
): Promise<StepResult> {
	const progress: Progress = {session, begun: undefined};
	for (let lost = 0; ; lost++) {
		try {
			return await attempt(progress, ref, step, services, lost === 0 ? known : undefined);
		} catch (error) {
			const begun = progress.begun ?? nothing;
			if (!(error instanceof LinkLostError)) return resultOfError(error, begun);
			if (services.signal.aborted || lost === lostLinks) {
				const outcome = progress.begun === undefined ? 'unreachable' : 'unknown';
				return {outcome, ...begun, failure: failureOf(error)};
			}
			try {
				services.emit({
					type: 'step-waiting',
					ref,
					for: `${session.host.name} to answer again, at most ${duration(returnMs)}: the connection was lost`,
				});
				progress.session = await services.reconnect(progress.session);
			} catch (second) {
				// Dead again on the way back: the next attempt finds that out, and counts it.
				if (!(second instanceof LinkLostError)) return resultOfError(second, begun);
			}
		}
	}
}

/** Says what a step would change, and changes nothing. Never throws. */
export async function compare(session: Session, ref: StepRef, step: Step, services: RunServices): Promise<StepResult> {
	if (step.check === undefined) return {outcome: 'skipped', ...nothing};
	try {
		const checked = await check(session, ref, step, services);
		if (checked.changes.length === 0) return {outcome: 'ok', ...checked};
		if (step.apply !== undefined) return {outcome: 'changed', ...checked};
		return {outcome: 'failed', ...checked, failure: assertionFailure(checked.changes)};
	} catch (error) {
		const lost =
			error instanceof LinkLostError ? new ConnectError(error.message, {hint: error.hint ?? 'Run the command again.'}) : error;
		return resultOfError(lost, nothing);
	}
}
