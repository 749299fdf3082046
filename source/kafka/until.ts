import {pause} from '../core/pause.ts';
import type {Context} from '../core/plan.ts';

/** Asks until `done`, for at most `seconds`; the last answer either way. */
export async function until<T>(
	context: Context,
	seconds: number,
	what: string,
	ask: () => Promise<T>,
	done: (answer: T) => boolean,
): Promise<T> {
	const end = Date.now() + seconds * 1000;
	for (;;) {
		const answer = await ask();
		if (done(answer) || Date.now() > end || context.signal.aborted) return answer;
		context.waiting(what);
		await pause(200, context.signal);
	}
}
