import {CancelledError, StepError} from '../core/errors.ts';
import {pause} from '../core/pause.ts';
import type {Context} from '../core/plan.ts';

/**
 * What has to come before a member may be restarted, as the end of "waiting for". `count` falls while things get better:
 * one that is a whole `obstacleLevel` lower is another, lesser obstacle. `hint` says what to do about it, if the gate's own
 * does not.
 */
export type Obstacle = {readonly what: string; readonly count: number; readonly hint?: string};
export type Unsafe = (context: Context) => Promise<Obstacle | undefined>;

export type Patience = {
	/** How long there may be no progress. */
	readonly limitMs: number;
	/** Between two looks. */
	readonly pollMs: number;
};
export const patience: Patience = {limitMs: 10 * 60_000, pollMs: 200};

const obstacleLevel = 1e9;
/** The higher the level, the further away the end of the wait. */
export const obstacle = (level: number, count: number, what: string): Obstacle => ({what, count: level * obstacleLevel + count});

const span = (ms: number) => (ms >= 60_000 ? `${Math.round(ms / 60_000)} minutes` : `${ms / 1000} s`);

/**
 * Waits until nothing speaks against touching a live member. Gives up when there was no progress for ten minutes: how
 * long replicas take to catch up depends on the data, so only a standstill is a failure.
 */
export async function passGate(
	context: Context,
	unsafe: Unsafe,
	hint: string,
	{limitMs, pollMs}: Patience = patience,
): Promise<void> {
	let best = Number.POSITIVE_INFINITY;
	let lastProgress = Date.now();
	for (;;) {
		const found = await unsafe(context);
		if (found === undefined) return;
		if (context.signal.aborted) throw new CancelledError(`stopped while waiting for ${found.what}`);
		if (found.count < best) {
			best = found.count;
			lastProgress = Date.now();
		}
		if (Date.now() - lastProgress > limitMs) {
			throw new StepError(`waited for ${found.what}, and saw no progress for ${span(limitMs)}: nothing more is restarted`, {
				hint: found.hint ?? hint,
			});
		}
		context.waiting(found.what);
		await pause(pollMs, context.signal);
	}
}
