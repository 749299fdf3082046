import type {Cluster} from '../cluster/cluster.ts';
import type {ConvergeStep} from '../core/plan.ts';
import {type FileSpec, file} from '../host/files/file.ts';
import {ownGroup} from '../host/user.ts';
import {type Account, distributionOf} from './distribution.ts';

/** A file with settings of a service: root's, for its account to read, and for no other. */
export const serviceSettings = (
	cluster: Cluster,
	account: Account,
	spec: Omit<FileSpec, 'owner' | 'group' | 'mode'>,
): ConvergeStep => file({...spec, group: distributionOf(cluster).groups[account], mode: 0o640});

/** The group of these files. It comes before them, in each stage that writes one: else the next start could not read them. */
export function settingsGroup(cluster: Cluster, account: Account): ConvergeStep {
	const {users, groups} = distributionOf(cluster);
	return ownGroup({name: users[account], group: groups[account]});
}
