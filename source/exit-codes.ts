import {CancelledError, ConnectError, InputError, LockedError} from './core/errors.ts';
import type {Mode} from './core/events.ts';
import type {Finished} from './run/execute.ts';

/** Stable, and documented in docs/commands.md. */
export const exitCodes = {
	done: 0,
	failed: 1,
	input: 2,
	preflight: 3,
	login: 4,
	locked: 5,
	unhealthy: 10,
	changesPending: 20,
	interrupted: 130,
} as const;

export function exitCodeOfError(error: unknown): number {
	if (error instanceof InputError) return exitCodes.input;
	if (error instanceof LockedError) return exitCodes.locked;
	if (error instanceof ConnectError) return exitCodes.login;
	if (error instanceof CancelledError) return exitCodes.interrupted;
	return exitCodes.failed;
}

/** The codes that promise that nothing was touched. */
const untouched: readonly number[] = [exitCodes.input, exitCodes.preflight, exitCodes.login, exitCodes.locked];

export function exitCodeOf(finished: Finished, mode: Mode, detailed: boolean): number {
	const code = codeFor(finished, mode, detailed);
	return finished.touched && untouched.includes(code) ? exitCodes.failed : code;
}

function codeFor({outcome, recap, error, failedStage}: Finished, mode: Mode, detailed: boolean): number {
	if (error !== undefined) return exitCodeOfError(error);
	if (outcome === 'cancelled') return exitCodes.interrupted;
	if (outcome === 'failed') {
		if (failedStage === 'preflight') return exitCodes.preflight;
		return mode === 'test' ? exitCodes.unhealthy : exitCodes.failed;
	}
	return detailed && recap.total.changed > 0 ? exitCodes.changesPending : exitCodes.done;
}

/** Of `check`: warnings fail nothing. */
export function exitCodeOfChecks(failed: number, unreached: number): number {
	if (unreached > 0) return exitCodes.login;
	return failed > 0 ? exitCodes.preflight : exitCodes.done;
}
