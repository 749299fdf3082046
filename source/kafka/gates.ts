import {CancelledError, StepError} from '../core/errors.ts';
import type {Context} from '../core/plan.ts';

/** What has to come before a member may be restarted, as the end of "waiting for". `count` falls while things get better. */
export type Obstacle = {readonly what: string; readonly count: number};

const limitMs = 10 * 60_000;

/**
 * Waits until nothing speaks against touching a live member. Gives up when there was no progress for ten minutes: how
 * long replicas take to catch up depends on the data, so only a standstill is a failure.
 */
export async function passGate(
	context: Context,
	unsafe: (context: Context) => Promise<Obstacle | undefined>,
	hint: string,
): Promise<void> {
	let best = Number.POSITIVE_INFINITY;
	let lastProgress = Date.now();
	for (;;) {
		const obstacle = await unsafe(context);
		if (obstacle === undefined) return;
		if (context.signal.aborted) throw new CancelledError(`stopped while waiting for ${obstacle.what}`);
		if (obstacle.count < best) {
			best = obstacle.count;
			lastProgress = Date.now();
		}
		if (Date.now() - lastProgress > limitMs) {
			throw new StepError(`waited for ${obstacle.what}, and saw no progress for ten minutes: nothing more is restarted`, {hint});
		}
		context.waiting(obstacle.what);
		await new Promise(resolve => setTimeout(resolve, 500));
	}
}
