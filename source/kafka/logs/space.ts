import {type Cluster, servicesOf} from '../../cluster/cluster.ts';
import type {Log, RoleLogs} from '../../cluster/roles/logs.ts';

const mib = 1024 * 1024;

/** A log is rolled after the line that made it too large, so each file can be larger by a line: not counted. */
const bytesOf = ({mb, kept}: Log) => mb * mib * (kept + 1);

export const logBytes = ({files, gc}: RoleLogs): number =>
	[...files, ...(gc === undefined ? [] : [gc])].reduce((sum, log) => sum + bytesOf(log), 0);

/** What the logs in one directory of a host can take at most. */
export type LogSpace = {readonly directory: string; readonly bytes: number};

/** How much disk the logs of a host's services can take, by directory. */
export function logSpaceOf(cluster: Pick<Cluster, 'roles' | 'controller'>, host: string): readonly LogSpace[] {
	const all = servicesOf(cluster, host).map(({logs}) => logs);
	return [...new Set(all.map(({directory}) => directory))].map(directory => ({
		directory,
		bytes: all.filter(one => one.directory === directory).reduce((sum, logs) => sum + logBytes(logs), 0),
	}));
}
