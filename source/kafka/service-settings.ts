import type {Cluster} from '../cluster/cluster.ts';
import type {ConvergeStep} from '../core/plan.ts';
import {type FileSpec, file} from '../host/files/file.ts';
import {distributionOf} from './distribution.ts';

/** A file with settings of a service: root's, for the accounts of the services to read, and for no other. */
export const serviceSettings = (cluster: Cluster, spec: Omit<FileSpec, 'owner' | 'group' | 'mode'>): ConvergeStep =>
	file({...spec, group: distributionOf(cluster).group, mode: 0o640});
