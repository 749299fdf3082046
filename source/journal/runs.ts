import {openStore} from './open-store.ts';

/** The last `apply` of a cluster file on this machine. It tells where a run stopped, never what is on a host. */
export type LastRun = {
	readonly cluster: string;
	/** Absolute. */
	readonly file: string;
	/** ISO 8601. */
	readonly startedAt: string;
	readonly status: 'running' | 'succeeded' | 'failed' | 'cancelled';
	/** The process that runs it. */
	readonly pid: number;
	readonly done: number;
	readonly steps: number;
	/** Stage, host and step, for a person. */
	readonly stoppedAt?: string;
};

export type Runs = {
	/** The newest first. */
	list(): readonly LastRun[];
	/** Puts the run in the place of the one before of the same file. */
	keep(run: LastRun): void;
};

const most = 20;

const isRun = (value: unknown): value is LastRun => {
	const {cluster, file, startedAt, status, done, steps} = (value ?? {}) as Partial<LastRun>;
	const texts = [cluster, file, startedAt, status].every(text => typeof text === 'string');
	return texts && typeof done === 'number' && typeof steps === 'number';
};

export function openRuns(folder: string): Runs {
	const store = openStore<{runs: readonly LastRun[]}>(folder, 'runs', {runs: []});
	const list = () => {
		const stored: unknown = store.get('runs');
		return Array.isArray(stored) ? stored.filter(isRun) : [];
	};
	return {
		list,
		keep(run) {
			store.set('runs', [run, ...list().filter(({file}) => file !== run.file)].slice(0, most));
		},
	};
}
