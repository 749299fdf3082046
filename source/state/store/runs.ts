import {type Newest, openNewest} from './newest.ts';
import type {Tell} from './own-file.ts';

/** The last run of a cluster file on this machine that changed all of its hosts. It tells where a run stopped, never what is on a host. */
export type LastRun = {
	readonly cluster: string;
	/** Absolute. */
	readonly file: string;
	/** ISO 8601. */
	readonly startedAt: string;
	readonly status: 'running' | 'succeeded' | 'failed' | 'cancelled';
	/** It takes away what earlier runs put on the hosts. */
	readonly destroys?: true;
	/** The process that runs it. */
	readonly pid: number;
	/** When that process was started (`startOf`): its id is given out again. Absent in what was kept before this was. */
	readonly pidStart?: string;
	readonly done: number;
	readonly steps: number;
	/** Stage, host and step, for a person. */
	readonly stoppedAt?: string;
};

/** By their files. */
export type Runs = Newest<LastRun>;

const most = 20;

const fits = (value: unknown): value is LastRun => {
	const {cluster, file, startedAt, status, done, steps, stoppedAt = ''} = (value ?? {}) as Partial<LastRun>;
	const texts = [cluster, file, startedAt, status, stoppedAt].every(text => typeof text === 'string');
	return texts && typeof done === 'number' && typeof steps === 'number';
};

export const openRuns = (folder: string, tell?: Tell): Runs =>
	openNewest(folder, 'runs', 'runs', {most, fits, keyOf: ({file}: LastRun) => file}, tell);
