import {within} from '../core/system-directories.ts';
import {type Cluster, directoriesOn} from './cluster.ts';

/** Whose they are, and what happens there. */
const shared: readonly (readonly [parents: readonly string[], why: string])[] = [
	[['/etc', '/boot', '/bin', '/sbin', '/lib', '/lib64', '/usr'], 'packages own what is there'],
	[['/var/log'], 'logs are rotated and removed there'],
	[['/var/cache', '/var/spool'], 'a clean-up may empty it'],
];

/** Below it the operator puts what they like. */
const free = '/usr/local';

/** Data that lies where others have theirs. */
export function directoryDoubts(cluster: Cluster): readonly string[] {
	const paths = new Set(cluster.hosts.flatMap(({name}) => directoriesOn(cluster, name)));
	return [...paths].flatMap(path => {
		const found = within(path, free) ? undefined : shared.find(([parents]) => parents.some(parent => within(path, parent)));
		return found === undefined
			? []
			: [`data lies in ${path}, and ${found[1]}: /var/lib or a disk of its own is the place for it`];
	});
}
