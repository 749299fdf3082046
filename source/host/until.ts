import {pause} from '../core/pause.ts';
import type {Context} from '../core/plan.ts';

/** Asks until `done`, for at most `seconds`, every 0.2 s or `everyMs`; the last answer either way. */
export async function until<T>(
	context: Context,
	seconds: number,
	what: string,
	ask: () => Promise<T>,
	done: (answer: T) => boolean,
	everyMs = 200,
): Promise<T> {
	const end = Date.now() + seconds * 1000;
	for (;;) {
		const answer = await ask();
		if (done(answer) || Date.now() >= end || context.signal.aborted) return answer;
		context.waiting(what);
		await pause(everyMs, context.signal);
	}
}
