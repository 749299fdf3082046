import type {RunState, StageState} from '../../core/state/run-state.ts';
import type {Look} from './look.ts';
import type {Login} from './stage-line.ts';
import type {View} from './view.ts';

/** All that a frame is made of. */
export type Scene = {
	readonly run: RunState;
	readonly logins: readonly Login[];
	readonly view: View;
	/** Milliseconds since 1970. */
	readonly now: number;
	readonly columns: number;
	readonly rows: number;
	readonly look: Look;
};

/** One row below the live lines is the cursor's, and one is never touched: Ink wipes the scrollback of a frame as high as the screen. */
export const liveHeight = (rows: number): number => Math.max(1, rows - 2);

/** On fewer rows than these there is no room for a tree: one line tells how it stands. */
export const treeRows = 10;

/** The stages at work: tests of earlier ones go on beside the last. After a failure, until something is done about it, those that came to rest. */
export function currentStages({stages}: RunState): readonly StageState[] {
	const running = stages.filter(({status}) => status === 'running');
	if (running.length > 0) return running;
	const last = stages.find(stage => stage.hosts.some(host => host.steps.some(one => one.status === 'running')));
	return last === undefined ? [] : [last];
}
