import {noRun, type RunState} from '../../core/state/run-state.ts';
import type {Line} from './line.ts';
import type {Choice} from './menu.tsx';
import type {Login} from './stage-line.ts';
import {firstView, type View} from './view.ts';

/** All that the screen shows. */
export type Shown = {
	readonly run: RunState;
	readonly logins: readonly Login[];
	readonly view: View;
	/** What stays in the scrollback, only ever appended to. */
	readonly blocks: readonly (readonly Line[])[];
	readonly lastChoice: Choice;
	readonly closed: boolean;
};

export const firstShown: Shown = {
	run: noRun,
	logins: [],
	view: firstView,
	blocks: [],
	lastChoice: 'retry',
	closed: false,
};

/** The scrollback with lines more: never two blank ones where blocks meet. */
export function withLines(blocks: Shown['blocks'], lines: readonly Line[]): Shown['blocks'] {
	const gap = lines[0]?.length === 0 && blocks.at(-1)?.at(-1)?.length === 0;
	const added = gap ? lines.slice(1) : lines;
	return added.length === 0 ? blocks : [...blocks, added];
}
