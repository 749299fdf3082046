import {DialError} from '../../core/errors.ts';
import type {Context} from '../../core/plan.ts';

/** How something is asked of Kafka: over its own protocol, or by the commands that an operator would type. */
export type Form = 'wire' | 'commands';

/** Does it over the wire, unless the commands are wanted; by the commands where the host opens no channels. */
export async function inForm<T>(context: Context, run: (form: Form) => Promise<T>): Promise<T> {
	if (context.byCommands()) return run('commands');
	try {
		return await run('wire');
	} catch (error) {
		if (!(error instanceof DialError && error.noWay)) throw error;
		// Preflight has said so.
		return run('commands');
	}
}
