import type {Cluster} from '../cluster/cluster.ts';
import {type Command, sh} from '../core/command.ts';
import {directCurl} from '../host/shell.ts';
import {registryUrl} from './addresses.ts';

const ask = (options: Command, cluster: Cluster, host: string) => directCurl(options, sh`${registryUrl(cluster, host)}/subjects`);

/** Prints the subjects of a registry. */
export const subjectsCommand = (cluster: Cluster, host: string): Command => ask(sh`-sS -m 10`, cluster, host);

/** Bash that ends with 0 when a registry gives its subjects. */
export const givesSubjects = (cluster: Cluster, host: string): Command =>
	sh`${ask(sh`-fsS -m 5 -o /dev/null`, cluster, host)} 2>/dev/null`;
