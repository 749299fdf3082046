import type {Change, CheckState} from '../../core/events.ts';
import type {Context, Step} from '../../core/plan.ts';
import {remark} from '../../host/remarks.ts';
import {type CheckId, entryOf} from './catalogue.ts';

/** One thing that a check found. */
export type Finding = {
	readonly state: Exclude<CheckState, 'skipped'>;
	/** As it is, in a few words, and as it is wanted. */
	readonly found: string;
	readonly wanted: string;
	/** The same as a sentence that names the host, for what is not well; without it a warning is told by `check` alone. */
	readonly what?: string;
	/** Why it matters, where that is more than what the catalogue says of the check. */
	readonly why?: string;
	/** What to do, as a sentence without its full stop where a command follows. */
	readonly fix?: string;
	/** The command that does it on the host, as it is typed. */
	readonly run?: string;
	/** It is left for the operator, and the end of the run says it again. */
	readonly todo?: true;
};

/** One check of one host: reads only. `[]` means that there is nothing that it is about. */
export type HostCheck = {readonly id: CheckId; readonly look: (context: Context) => Promise<readonly Finding[]>};

export const hostCheck = (id: CheckId, look: HostCheck['look']): HostCheck => ({id, look});

export const ok = (found: string, wanted: string): readonly Finding[] => [{state: 'ok', found, wanted}];

/** How a check takes part in a run: `all` tells what is well, too. */
export function checkStep({id, look}: HostCheck, all: boolean): Step {
	const {title, why: usual} = entryOf(id);
	return {
		id,
		title,
		async check(context) {
			const findings = await look(context);
			const wrong: Change[] = [];
			for (const {state, what, todo, ...rest} of findings) {
				const {found, wanted, why = usual, fix, run} = rest;
				const command = run === undefined ? {} : {run};
				if (all || state !== 'ok') {
					const advice = fix === undefined ? {} : {fix};
					context.report({kind: 'check', host: context.host.name, check: id, state, found, wanted, why, ...advice, ...command});
				}
				const said = what ?? `${context.host.name}: ${found}`;
				if ((state === 'warning' || state === 'not-checked') && what !== undefined) remark(context, todo ? {todo: said} : said);
				if (state !== 'failed') continue;
				const reason = [fix, run].filter(one => one !== undefined).join(': ');
				wrong.push({what: said, ...(reason === '' ? {} : {reason})});
			}
			return wrong;
		},
	};
}
