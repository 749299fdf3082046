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

/** The stage at work; after a failure, until something is done about it, the one that failed. */
export const currentStage = ({stages}: RunState): StageState | undefined =>
	stages.find(({status}) => status === 'running') ??
	stages.find(stage => stage.hosts.some(host => host.steps.some(one => one.status === 'running')));
