import type {Cluster} from '../../../cluster/cluster.ts';
import {parseCluster} from '../../../cluster/file/parse.ts';
import {keepers, roles} from '../../../cluster/roles.ts';

const needed = [...keepers.slice(0, 1), ...roles.filter(role => role.needed !== undefined)];

let known: Cluster | undefined;

/** What a cluster file gives that says nothing more than it has to. */
export function defaults(): Cluster {
	known ??= parseCluster(`name: x\nhosts: [a]\nroles: {${needed.map(({id}) => `${id}: [a]`).join(', ')}}`, 'defaults');
	return known;
}
