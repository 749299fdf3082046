import type {Context} from '../core/plan.ts';

/** Tells people and programs of a thing that stays on the host: kept on purpose, or left because it is not as it was put there. */
export function stays({note, report}: Pick<Context, 'note' | 'report'>, kind: 'kept' | 'left', what: string): void {
	note(`${kind}: ${what}`);
	report({kind, what});
}
