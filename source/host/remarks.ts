import type {Context} from '../core/plan.ts';

type Voice = Pick<Context, 'note' | 'report'>;

/** What the operator should know; as `todo`, what is left for them to do, which the end of the run says again. */
export type Remark = string | {readonly todo: string};

export const textOf = (remark: Remark): string => (typeof remark === 'string' ? remark : remark.todo);

export function remark({note, report}: Voice, said: Remark): void {
	note(textOf(said));
	if (typeof said !== 'string') report({kind: 'todo', what: said.todo});
}

/** Tells people and programs of what a test could not prove. */
export function unproven({note, report}: Voice, what: string): void {
	note(what);
	report({kind: 'unproven', what});
}

/** Tells people and programs of a thing that stays on the host: kept on purpose, or left because it is not as it was put there. */
export function stays({note, report}: Voice, kind: 'kept' | 'left', what: string): void {
	note(`${kind}: ${what}`);
	report({kind, what});
}
