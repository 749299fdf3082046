import {DialError} from '../../core/errors.ts';
import type {Context} from '../../core/plan.ts';

/** How something is asked of Kafka: over its own protocol, or by the commands that an operator would type. */
export type Form = 'wire' | 'commands';

/** Asks over the wire, and `otherwise` where the host opens no channels. */
export async function overWire<T>(ask: () => Promise<T>, otherwise: () => Promise<T>): Promise<T> {
	try {
		return await ask();
	} catch (error) {
		if (!(error instanceof DialError && error.noWay)) throw error;
		return otherwise();
	}
}

/** Does it over the wire, unless the commands are wanted; by the commands where the host opens no channels, of which preflight has said so. */
export const inForm = <T>(context: Context, run: (form: Form) => Promise<T>): Promise<T> =>
	context.byCommands()
		? run('commands')
		: overWire(
				() => run('wire'),
				() => run('commands'),
			);
