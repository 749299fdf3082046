import type {Command} from '../core/command.ts';
import type {ConvergeStep} from '../core/plan.ts';
import type {Thing} from '../core/things.ts';
import {must} from './shell.ts';

export type CommandSpec = {
	readonly id: string;
	readonly title: string;
	/** Reads only; exit code 0 means: as wanted. */
	readonly check: Command;
	/** Makes it so; the operator sees it with its output. */
	readonly apply: Command;
	/** The change, starting with a verb: `format the storage of broker 1`. */
	readonly what: string;
	/** What the operator sees in place of `apply`. */
	readonly as?: string;
	/** What is ours on the host by it. */
	readonly puts?: readonly Thing[];
};

/** Whatever a question and a command can say that no other step does. */
export function command({id, title, check, apply, what, as, puts}: CommandSpec): ConvergeStep {
	return {
		id,
		title,
		async check(context) {
			const {code} = await context.exec(check);
			return code === 0 ? [] : [{what, ...(puts === undefined ? {} : {puts})}];
		},
		async apply(context) {
			await must(context, apply, {what, show: as ?? true});
		},
	};
}
